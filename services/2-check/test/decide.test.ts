import {
  type CaptureLink,
  type CaseChecked,
  type CaseRefused,
  type Finding,
  parseLink,
  type RawRecord,
} from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';
import { rulesOf } from '@guidang/properties';
import { describe, expect, it } from 'vitest';
import { checkRule } from '../src/decide.ts';
import { type CheckFacts, ImpossibleFacts } from '../src/rule/facts.ts';
import { CASE, Captured, fileOf, materialOf } from './capture.ts';
import { type Answer, Checking } from './checking.ts';
import { factsFor } from './found.ts';
import { SCHEME } from './scheme.ts';

const brief = (findings: readonly Finding[]) =>
  findings.map(({ item, outcome, code, object }) => `${item} ${outcome} ${code} ${object}`);
const LICENCE = materialOf('r1', 'C01', { group: 'result' });
const sayings = (answers: readonly Answer[]) => answers.map(({ says }) => says);
const of = <T extends string>(answer: Answer, type: T) => {
  expect(answer.says).toBe(type);
  return answer.link as Extract<NonNullable<Answer['link']>, { type: T }>;
};

/** A case with everything it needs but for what is put in between. */
function told(between: (capture: Captured) => RawRecord[] = () => []): { capture: Captured; check: Checking } {
  const [capture, check] = [new Captured(), new Checking()];
  check.takeAll(
    capture.opened(),
    capture.added(materialOf('m1', 'A01')),
    ...between(capture),
    capture.stepped('accept'),
    capture.stepped('decide'),
    capture.issued(LICENCE),
  );
  return { capture, check };
}

describe('what capture says', () => {
  it('is looked at where it brings something, and passed over with a reason where it does not', () => {
    const [capture, check] = [new Captured(), new Checking()];
    const answers = check.takeAll(
      capture.opened(),
      capture.added(materialOf('m1', 'A01')),
      capture.replaced('m1', materialOf('m2', 'A01')),
      capture.refused(),
      capture.stepped('accept'),
      capture.issued(LICENCE),
      capture.withdrawn(),
    );
    expect(answers.map(({ did, says }) => `${did} ${says}`)).toEqual([
      'link MaterialChecked',
      'link MaterialChecked',
      'link MaterialChecked',
      'skip NOT_TAKEN_IN',
      'skip JUDGED_AT_CLOSING',
      'link MaterialChecked',
      'skip CASE_WITHDRAWN',
    ]);
    expect(
      answers.map(({ link }) => link && of({ says: link.type, link } as Answer, 'MaterialChecked').body.material),
    ).toEqual(['form', 'm1', 'm2', undefined, undefined, 'r1', undefined]);
  });

  it('names its own id, and the scheme it is judged by', () => {
    const record = new Captured().opened();
    const { id, case: name, value } = checkRule.parse(record);
    expect({ id, name }).toEqual({ id: parseLink('capture', record).id, name: CASE });
    expect(checkRule.schemeOf(checkRule.initial(CASE), value)).toEqual({ id: SCHEME.id, version: SCHEME.version });
  });

  it('is put aside where no such scheme is published', () => {
    const [capture, check] = [new Captured(), new Checking()];
    check.schemeKnown = false;
    expect(check.take(capture.opened())).toMatchObject({ did: 'park', says: 'SCHEME_UNKNOWN' });
    expect(check.take(capture.closed())).toMatchObject({ did: 'park', says: 'SCHEME_UNKNOWN' });
    expect(check.take(capture.reopened())).toMatchObject({ did: 'skip', says: 'CASE_REOPENED' });
  });

  it('a form that was not taken in is passed over, and found missing when the case closes', () => {
    const [capture, check] = [new Captured(undefined, null), new Checking()];
    const answers = check.takeAll(
      ...[capture.opened(), capture.added(materialOf('m1', 'A01')), capture.stepped('accept')],
      ...[capture.stepped('decide'), capture.issued(LICENCE), capture.closed()],
    );
    expect(answers[0]).toMatchObject({ did: 'skip', says: 'FORM_NOT_TAKEN_IN' });
    const refused = of(answers.at(-1)!, 'CaseRefused');
    expect(brief(refused.body.findings)).toEqual(['GD-2-9 FAIL REQUIRED_MISSING case']);
    expect(refused.body.findings[0]!.evidence).toEqual({ items: ['form'] });
  });

  it('another form takes the place of one that was refused: it is judged by the head that comes with it, and the case passes', () => {
    const [capture, check] = [new Captured(), new Checking()];
    const none = { valid: false, commitmentMatches: null, age: null, asked: [], problems: ['salt:INVALID_FORMAT'] };
    const refused = check.take(capture.opened(), { form: none });
    expect(refused.feedback).toMatchObject([{ type: 'material.failed' }]);
    check.takeAll(
      ...[capture.added(materialOf('m1', 'A01')), capture.stepped('accept'), capture.stepped('decide')],
      ...[capture.issued(LICENCE)],
    );
    const before = of(check.take(capture.closed()), 'CaseRefused');
    expect(brief(before.body.findings)).toContain('GD-LOCAL-FORM FAIL FORM_NOT_VALID file:form/1');
    check.take(capture.reopened());
    const again = fileOf('form-2.json', { puid: 'fmt/817', format: 'json' });
    const form = of(check.take(capture.reformed(again, `commit:${'b'.repeat(64)}`)), 'MaterialChecked');
    expect(form.body).toMatchObject({ material: 'form', verdict: 'passed' });
    const { dossier, counts } = of(check.take(capture.closed()), 'CaseChecked').body;
    expect(dossier).toMatchObject({ form: again, head: { applicant: { reference: `commit:${'b'.repeat(64)}` } } });
    expect(counts.FAIL).toBe(0);
    expect(check.judged()).toEqual([]);
  });

  it('a material under the name of the form is put aside, and the case does not pass with it', () => {
    const { capture, check } = told((c) => [c.added(materialOf('form', 'A02'))]);
    const again = new Captured();
    again.opened();
    expect(new Checking().take(again.added(materialOf('form', 'A02')))).toMatchObject({
      did: 'park',
      says: 'MATERIAL_NAME_RESERVED',
    });
    expect(brief(of(check.take(capture.closed()), 'CaseRefused').body.findings)).toEqual([
      'GD-1-11 FAIL CONTENT_CHANGED material:form',
    ]);
  });
});

describe('a material', () => {
  it('passes, and the publisher is told nothing', () => {
    const [capture, check] = [new Captured(), new Checking()];
    check.take(capture.opened());
    const answer = check.take(capture.added(materialOf('m1', 'A01')));
    const { body } = of(answer, 'MaterialChecked');
    expect(body.verdict).toBe('passed');
    // No page of it was seen: that is said too.
    expect(body.findings.filter(({ outcome }) => outcome !== 'PASS')).toMatchObject([{ code: 'NO_PAGES' }]);
    expect(body.rules).toEqual({ base: 'dat70@1', digest: rulesOf(SCHEME).digest });
    expect(answer.feedback).toEqual([]);
  });

  it('fails with all that was found, and the publisher is told at once', () => {
    const [capture, check] = [new Captured(), new Checking()];
    check.take(capture.opened());
    const files = [fileOf('virus.pdf'), fileOf('good.pdf'), fileOf('fake.pdf')];
    const answer = check.take(capture.added(materialOf('m1', 'A01', { files, countersignature: fileOf('lost.pdf') })));
    const { body, id, time } = of(answer, 'MaterialChecked');
    const all = [
      'GD-1-10 FAIL EXTENSION_DISAGREES file:m1/3',
      'GD-1-11 FAIL CONTENT_MISSING file:m1/countersignature',
      'GD-4-2 FAIL INFECTED file:m1/1',
    ];
    expect(body.verdict).toBe('failed');
    expect(brief(body.findings.filter(({ outcome }) => outcome === 'FAIL'))).toEqual(all);
    expect(answer.feedback).toHaveLength(1);
    expect(answer.feedback[0]).toMatchObject({
      id: `${id}.material.failed`,
      type: 'material.failed',
      case: CASE,
      time,
    });
    expect(brief(answer.feedback[0]!.findings!)).toEqual(all);
  });

  it('passes with warnings and with what a person has to look at', () => {
    const [capture, check] = [new Captured(), new Checking()];
    check.take(capture.opened());
    const files = [fileOf('scripted.pdf'), fileOf('opaque.pdf')];
    const answer = check.take(capture.added(materialOf('m1', 'A01', { files })));
    expect(of(answer, 'MaterialChecked').body.verdict).toBe('passed');
    const told = ['GD-3-4 MANUAL_REVIEW NOT_OPENED file:m1/2', 'GD-3-8 WARN ACTIVE_CONTENT file:m1/1'];
    expect(brief(check.memory.state.materials.at(-1)!.findings)).toEqual(told);
    // The publisher hears of it while the applicant is still there.
    expect(answer.feedback).toMatchObject([{ type: 'material.warned' }]);
    expect(brief(answer.feedback[0]!.findings!)).toEqual(told);
  });

  it('the application form fails where it does not open the commitment', () => {
    const [capture, check] = [new Captured(), new Checking()];
    const answer = check.take(capture.opened(), {
      form: { valid: true, commitmentMatches: false, age: 'none', asked: [], problems: [] },
    });
    expect(of(answer, 'MaterialChecked').body).toMatchObject({ material: 'form', verdict: 'failed' });
    expect(brief(answer.feedback[0]!.findings!)).toEqual(['GD-LOCAL-FORM FAIL COMMITMENT_DIFFERS file:form/1']);
  });
});

describe('a case that closes', () => {
  it('passes: the link hands on the dossier, the chain, and the links that hold the findings of what is in force', () => {
    const { capture, check } = told((c) => [
      c.added(materialOf('old', 'A02')),
      c.replaced('old', materialOf('new', 'A02')),
    ]);
    const closing = capture.closed();
    const { dossier } = (parseLink('capture', closing) as Extract<CaptureLink, { type: 'CaseCaptured' }>).body;
    const answer = check.take(closing);
    const { body, facts } = of(answer, 'CaseChecked') as CaseChecked;
    const hashes = new Map(
      check.written.slice(0, -1).map(({ answer: one }) => [of(one, 'MaterialChecked').body.material, one.hash]),
    );
    expect(body.checked).toEqual(
      ['form', 'm1', 'new', 'r1'].map((material) => ({ material, link: hashes.get(material) })),
    );
    expect(body).toMatchObject({ round: 1, dossier, chain: facts.chain });
    expect(new Set(body.findings.map(({ object }) => object))).toEqual(new Set(['case']));
    const passes = check.written
      .filter(({ answer: one }) => body.checked.some(({ link }) => link === one.hash))
      .flatMap(({ answer: one }) => of(one, 'MaterialChecked').body.findings);
    expect(body.counts).toMatchObject({
      PASS: [...passes, ...body.findings].filter(({ outcome }) => outcome === 'PASS').length,
      FAIL: 0,
      NOT_APPLICABLE: 8,
      NOT_RUN: 12,
    });
    expect(answer.feedback).toMatchObject([{ type: 'case.checked', findings: [] }]);
  });

  it('is refused with every finding of the case and of its files in force, and of nothing else', () => {
    const { capture, check } = told((c) => [
      c.added(materialOf('old', 'A02', { files: [fileOf('virus-old.pdf')] })),
      c.replaced('old', materialOf('new', 'A02', { files: [fileOf('fake-new.pdf'), fileOf('scripted.pdf')] })),
      c.added(materialOf('u', null, { files: [fileOf('virus.pdf')] })),
    ]);
    const answer = check.take(capture.closed({ materials: 9 }));
    const all = [
      'GD-2-1 FAIL MATERIALS_DIFFER case',
      'GD-2-9 WARN UNLISTED material:u',
      'GD-1-10 FAIL EXTENSION_DISAGREES file:new/1',
      'GD-3-8 WARN ACTIVE_CONTENT file:new/2',
      'GD-4-2 FAIL INFECTED file:u/1',
    ];
    const { body } = of(answer, 'CaseRefused') as CaseRefused;
    expect(brief(body.findings)).toEqual(all);
    expect(body.counts).toMatchObject({ FAIL: 3, WARN: 2 });
    expect(answer.feedback).toMatchObject([{ type: 'case.refused' }]);
    expect(brief(answer.feedback[0]!.findings!)).toEqual(all);
  });

  it('is not refused for warnings', () => {
    const { capture, check } = told((c) => [c.added(materialOf('m2', null, { files: [fileOf('m2.pdf')] }))]);
    const answer = check.take(capture.closed(), { scanner: null });
    const { body } = of(answer, 'CaseChecked') as CaseChecked;
    expect(body.counts).toMatchObject({ WARN: 1, MANUAL_REVIEW: 0, FAIL: 1 });
    expect(brief(answer.feedback[0]!.findings!)).toEqual([
      'GD-2-9 WARN UNLISTED material:m2',
      'GD-4-1 FAIL NO_SCANNER case',
    ]);
  });

  it('is refused where the chain of capture does not hold together', () => {
    const { capture, check } = told();
    const captured = { links: 4, fault: 'PREVIOUS_HASH', line: 3 } as const;
    const { body } = of(check.take(capture.closed(), { captured }), 'CaseRefused');
    expect(body.findings).toMatchObject([{ item: 'GD-LOCAL-CHAIN', evidence: { fault: 'PREVIOUS_HASH', line: 3 } }]);
  });

  it('is refused where something in force was never looked at', () => {
    const { capture, check } = told((c) => {
      c.added(materialOf('unseen', 'A02')); // check never hears of it
      return [];
    });
    expect(brief(of(check.take(capture.closed()), 'CaseRefused').body.findings)).toEqual([
      'GD-1-11 FAIL CONTENT_NOT_CHECKED material:unseen',
    ]);
  });

  it('the publisher of a refused case is told as well what is missing, as capture has it', () => {
    const { capture, check } = told();
    const closing = capture.closed();
    const link = JSON.parse(Buffer.from(closing.value!).toString()) as { body: { missing: string[] } };
    link.body.missing = ['A07'];
    const answer = check.take(
      { ...closing, value: Buffer.from(JSON.stringify(link)) },
      {
        captured: { links: 0, fault: 'NOT_FOUND', line: null },
      },
    );
    expect(answer.feedback[0]).toMatchObject({ type: 'case.refused', missing: ['A07'] });
  });
});

describe('an amended case', () => {
  it('is judged anew by what is in force then; what was looked at before is named, not looked at twice', () => {
    const [capture, check] = [new Captured(), new Checking()];
    const first = check.takeAll(
      ...[capture.opened(), capture.stepped('accept'), capture.stepped('decide'), capture.issued(LICENCE)],
      capture.added(materialOf('bad', 'A02', { files: [fileOf('virus.pdf')] })),
      capture.closed(),
    );
    expect(brief(of(first.at(-1)!, 'CaseRefused').body.findings)).toEqual([
      'GD-2-9 FAIL REQUIRED_MISSING case',
      'GD-4-2 FAIL INFECTED file:bad/1',
    ]);
    const second = check.takeAll(capture.reopened(), capture.added(materialOf('m1', 'A01')), capture.closed());
    expect(sayings(second)).toEqual(['CASE_REOPENED', 'MaterialChecked', 'CaseRefused']);
    expect(of(second[2]!, 'CaseRefused').body).toMatchObject({ round: 2, findings: [{ item: 'GD-4-2' }] });
    const third = check.takeAll(
      capture.reopened(),
      capture.replaced('bad', materialOf('good', 'A02')),
      capture.closed(),
    );
    const { body, seq } = of(third[2]!, 'CaseChecked') as CaseChecked;
    expect({ round: body.round, seq }).toEqual({ round: 3, seq: 7 });
    expect(body.checked).toEqual([
      { material: 'form', link: first[0]!.hash },
      { material: 'r1', link: first[3]!.hash },
      { material: 'm1', link: second[1]!.hash },
      { material: 'good', link: third[1]!.hash },
    ]);
    expect(check.judged()).toEqual([]);
  });

  it('that was passed is put aside, whatever comes', () => {
    const { capture, check } = told();
    expect(check.take(capture.closed()).says).toBe('CaseChecked');
    const after = check.takeAll(
      ...[capture.reopened(), capture.added(materialOf('m2', 'A02')), capture.stepped('decide'), capture.refused()],
      capture.closed(),
    );
    expect(after.map(({ did, says }) => `${did} ${says}`)).toEqual(Array(5).fill('park CASE_ALREADY_CHECKED'));
  });
});

describe('facts that no gathering returns', () => {
  const capture = new Captured();
  const opened = capture.opened();
  const added = capture.added(materialOf('m1', 'A01', { files: [fileOf('a.pdf'), fileOf('b.pdf')] }));
  const closed = capture.closed();
  const { files } = factsFor(added, 1) as Extract<CheckFacts, { files: unknown }>;
  const closing = factsFor(closed, 2) as Extract<CheckFacts, { chain: unknown }>;
  it.each<[string, RawRecord, CheckFacts]>([
    ['of fewer files', added, { files: files.slice(1), form: null }],
    ['of other files', added, { files: [files[1]!, files[0]!], form: null }],
    [
      'of a form, where a material is looked at',
      added,
      { files, form: { valid: true, commitmentMatches: true, age: 'none', asked: [], problems: [] } },
    ],
    ['of another form', opened, { files: [files[0]!], form: null }],
    ['a chain object with a link too many', closed, { ...closing, chain: { ...closing.chain, links: 6 } }],
    [
      'a whole chain of capture with a link too few',
      closed,
      { ...closing, chain: { ...closing.chain, links: 4 }, captured: { links: 1, fault: null, line: null } },
    ],
  ])('%s: no decision rests on them', (_, record, facts) => {
    const check = new Checking();
    if (record !== opened) check.take(opened);
    if (record === closed) check.take(added);
    expect(() => check.decide(record, facts)).toThrow(ImpossibleFacts);
  });
});

describe('a link', () => {
  const { capture, check } = told((c) => [c.added(materialOf('m2', 'A02', { files: [fileOf('virus.pdf')] }))]);
  check.takeAll(
    capture.closed(),
    capture.reopened(),
    capture.replaced('m2', materialOf('m3', 'A02')),
    capture.closed(),
  );

  it('is decided again byte for byte', () => {
    expect(check.written).toHaveLength(7);
    expect(check.judged()).toEqual([]);
  });

  it.each<[string, Parameters<Checking['judged']>[0], string]>([
    [
      'a virus that was never found',
      (link) =>
        link.type === 'MaterialChecked' &&
        link.body.material === 'm2' &&
        Object.assign(link.facts.files[0]!.scan!, { verdict: 'clean', signature: null }),
      'body.verdict',
    ],
    [
      'a verdict that does not follow',
      (link) =>
        link.type === 'MaterialChecked' &&
        link.body.material === 'm2' &&
        Object.assign(link.body, { verdict: 'passed' }),
      'body.verdict',
    ],
    ['a finding left out', (link) => link.type === 'CaseRefused' && link.body.findings.pop(), 'body.findings[0]'],
    [
      'a link of other findings',
      (link) => link.type === 'CaseChecked' && Object.assign(link.body.checked[1]!, { link: 'f'.repeat(64) }),
      'body.checked[1].link',
    ],
    [
      'another chain',
      (link) => link.type === 'CaseChecked' && Object.assign(link.body.chain, { content: contentNameOf('other') }),
      'body.chain.content',
    ],
  ])('%s is found', (_, change, field) => {
    expect(check.judged((link) => void change!(link, 0))).toContainEqual(
      expect.objectContaining({ code: 'DECISION_DIFFERS', field }),
    );
  });

  it('is small: a material of 200 files, and the closing of a case of 2,000', () => {
    const [big, checking] = [new Captured(), new Checking()];
    checking.take(big.opened());
    const many = (m: number) => Array.from({ length: 200 }, (_, n) => fileOf(`A01-其他佐证材料-${m}-${n}.pdf`));
    const answers = Array.from({ length: 10 }, (_, m) =>
      checking.take(big.added(materialOf(`m${m}`, 'A01', { files: many(m) }))),
    );
    const closing = big.closed();
    const closed = checking.take(closing);
    expect(Math.max(...answers.map(({ bytes }) => bytes!.length))).toBeLessThan(700_000);
    // Beside the dossier, which it hands on, or keeps for those who may overrule it.
    expect(closed.says).toBe('CaseRefused');
    expect(closed.bytes!.length - closing.value!.length).toBeLessThan(20_000);
    expect(JSON.stringify(checking.memory.state).length - closing.value!.length).toBeLessThan(10_000);
  });

  it('of a case that fails in every file stays below what a broker takes', () => {
    const [big, checking] = [new Captured(), new Checking()];
    checking.take(big.opened());
    for (let m = 0; m < 10; m++) {
      const files = Array.from({ length: 200 }, (_, n) => fileOf(`virus-${m}-${n}.pdf`));
      checking.take(big.added(materialOf(`m${m}`, 'A01', { files })));
    }
    const { bytes, link } = checking.take(big.closed());
    expect((link as CaseRefused).body.findings.length).toBeGreaterThan(2_000);
    expect(bytes!.length).toBeLessThan(1_500_000);
    // Nobody is asked about so many, so nothing of the case is kept either.
    expect(JSON.stringify(checking.memory.state).length).toBeLessThan(1_000_000);
  });
});

describe('the state', () => {
  it('may be cached as text', () => {
    const { capture, check } = told((c) => [
      c.added(materialOf('constructor', 'A02')),
      c.added(materialOf('__proto__', 'A02')),
    ]);
    check.memory = { ...check.memory, state: JSON.parse(JSON.stringify(check.memory.state)) };
    const { body } = of(check.take(capture.closed()), 'CaseChecked');
    expect(body.checked.map(({ material }) => material)).toEqual(['form', 'm1', 'constructor', '__proto__', 'r1']);
  });

  it('holds no names of files or materials', () => {
    const { check } = told();
    expect(JSON.stringify(check.memory.state)).not.toMatch(/材料|\.pdf|\.json/);
  });
});
