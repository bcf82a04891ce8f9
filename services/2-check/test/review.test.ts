import { type CaseAwaitingReview, type CaseRefused, Malformed, type RawRecord } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { checkRule } from '../src/decide.ts';
import { ImpossibleFacts } from '../src/rule/facts.ts';
import { CASE, Captured, fileOf, materialOf } from './capture.ts';
import { type Answer, AT, Checking } from './checking.ts';
import { decision } from './people.ts';

const LICENCE = materialOf('r1', 'C01', { group: 'result' });
const of = <T extends string>(answer: Answer | undefined, type: T) => {
  expect(answer?.says).toBe(type);
  return answer!.link as Extract<NonNullable<Answer['link']>, { type: T }>;
};

/** A case in order but for files named after their fate. @param missing leaves out a required step */
function told(names: readonly string[], { missing = false, times = 1 } = {}) {
  const [capture, check] = [new Captured(), new Checking()];
  check.takeAll(
    capture.opened(),
    capture.added(materialOf('m1', 'A01', { files: names.map((name) => fileOf(name)) })),
    ...(missing ? [capture.stepped('accept')] : [capture.stepped('accept'), capture.stepped('decide')]),
    capture.issued(LICENCE),
  );
  let closed = check.take(capture.closed());
  for (let round = 1; round < times; round++) {
    check.take(capture.reopened());
    closed = check.take(capture.closed());
  }
  const open = (closed.link as CaseAwaitingReview | CaseRefused).body.open ?? [];
  return { capture, check, closed, open, key: (n: number) => open[n]!.key };
}
const decide = (check: Checking, finding: string, changes: Parameters<typeof decision>[2] = {}): Answer =>
  check.take(decision(CASE, finding, changes));

describe('a case with findings that were left to people', () => {
  it('waits for them, and says which; the publisher is told', () => {
    const { closed, open } = told(['opaque.pdf']);
    const { body } = of(closed, 'CaseAwaitingReview');
    expect(body).toMatchObject({ round: 1, why: 'LEFT_TO_PEOPLE', counts: { MANUAL_REVIEW: 1 } });
    expect(open).toMatchObject([
      { persons: 1, finding: { item: 'GD-3-4', outcome: 'MANUAL_REVIEW', code: 'NOT_OPENED', object: 'file:m1/1' } },
    ]);
    expect(closed.feedback).toMatchObject([{ type: 'case.reviewing', findings: [{ code: 'NOT_OPENED' }] }]);
  });

  it('passes once they have accepted all of them: with the dossier, the chain, and who said so', () => {
    const { check, closed, key } = told(['opaque-1.pdf', 'opaque-2.pdf']);
    const first = of(decide(check, key(0)), 'FindingResolved');
    expect(first.body).toMatchObject({
      ...{ round: 1, resolution: 'accepted', standing: 'settled', persons: 1, accepted: 1 },
      of: { item: 'GD-3-4', object: 'file:m1/1', code: 'NOT_OPENED' },
      by: { account: 'archivist-01', role: 'archivist' },
      findings: [{ outcome: 'PASS', code: 'REVIEW_PASSED', evidence: { found: 'NOT_OPENED', by: ['archivist-01'] } }],
    });
    const passed = decide(check, key(1), { account: 'archivist-02' });
    const { body } = of(passed, 'CaseChecked');
    const waiting = of(closed, 'CaseAwaitingReview').body;
    expect(body.dossier).toEqual(waiting.dossier);
    expect(body.resolution).toMatchObject({ key: key(1), by: { account: 'archivist-02' }, standing: 'settled' });
    expect(body.closing).toBe(closed.link!.input.sha256);
    // The chain that waited, the link that waited, and the first resolution.
    expect(body.chain.links).toBe(waiting.chain.links + 2);
    expect(body.findings.filter(({ code }) => code === 'REVIEW_PASSED')).toHaveLength(2);
    const before = waiting.counts as Record<string, number>;
    expect(body.counts).toEqual({ ...before, MANUAL_REVIEW: 0, PASS: before.PASS! + 2 });
    expect(passed.feedback).toMatchObject([{ type: 'case.checked' }]);
    expect(check.judged()).toEqual([]);
  });

  it('goes back once all are settled and one of them was rejected', () => {
    const { check, key } = told(['opaque-1.pdf', 'opaque-2.pdf']);
    expect(decide(check, key(0), { resolution: 'rejected', reason: '打不开，须重新提交。' }).says).toBe(
      'FindingResolved',
    );
    const answer = decide(check, key(1));
    const { body } = of(answer, 'CaseRefused');
    expect(body.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['NOT_OPENED', 'REVIEW_FAILED', 'REVIEW_PASSED']),
    );
    expect(body.open).toEqual([]);
    expect(answer.feedback).toMatchObject([{ type: 'case.refused' }]);
    expect(decide(check, key(0)).link).toMatchObject({ body: { reason: 'CASE_NOT_WAITING' } });
    expect(check.judged()).toEqual([]);
  });

  it('keeps what was settled for the next round, as long as the file is the same', () => {
    const { capture, check, key } = told(['opaque-1.pdf', 'opaque-2.pdf']);
    decide(check, key(0));
    check.take(capture.reopened());
    const again = check.take(capture.closed());
    const { body } = of(again, 'CaseAwaitingReview');
    expect(body.open).toMatchObject([{ finding: { object: 'file:m1/2' } }]);
    // Another file in its place is another finding, though it says the same.
    check.take(capture.reopened());
    check.take(capture.replaced('m1', materialOf('m2', 'A01', { files: [fileOf('opaque-3.pdf')] })));
    expect(of(check.take(capture.closed()), 'CaseAwaitingReview').body.open).toMatchObject([
      { finding: { object: 'file:m2/1' } },
    ]);
    expect(check.judged()).toEqual([]);
  });

  it('is not held up by what only warns', () => {
    expect(told(['scripted.pdf']).closed.says).toBe('CaseChecked');
  });
});

describe('a refusal', () => {
  it('can be overruled by two persons, and by no fewer', () => {
    const { check, closed, key, open } = told(['fake.pdf']);
    expect(of(closed, 'CaseRefused').body.open).toEqual(open);
    expect(open).toMatchObject([{ persons: 2, finding: { item: 'GD-1-10', outcome: 'FAIL' } }]);
    const first = of(decide(check, key(0)), 'FindingResolved');
    expect(first.body).toMatchObject({ standing: 'waiting', persons: 2, accepted: 1, findings: [] });
    expect(decide(check, key(0)).link).toMatchObject({
      type: 'ResolutionRefused',
      body: { reason: 'SAME_PERSON', by: { account: 'archivist-01' } },
    });
    const passed = of(decide(check, key(0), { account: 'archivist-02' }), 'CaseChecked');
    expect(passed.body.findings.at(-1)).toMatchObject({
      ...{ item: 'GD-1-10', outcome: 'PASS', code: 'REVIEW_PASSED' },
      evidence: { found: 'EXTENSION_DISAGREES', by: ['archivist-01', 'archivist-02'] },
    });
    expect(check.judged()).toEqual([]);
  });

  it('stays where the second person rejects it, and is not told twice', () => {
    const { check, key } = told(['fake.pdf']);
    decide(check, key(0));
    const rejected = decide(check, key(0), { account: 'archivist-02', resolution: 'rejected' });
    expect(of(rejected, 'FindingResolved').body).toMatchObject({ standing: 'settled', resolution: 'rejected' });
    expect(rejected.feedback).toEqual([]);
    expect(decide(check, key(0), { account: 'archivist-03' }).link).toMatchObject({
      body: { reason: 'FINDING_SETTLED' },
    });
  });

  it('for what nobody may overrule leaves nothing open', () => {
    const { check, closed } = told(['fake.pdf', 'virus.pdf']);
    expect(of(closed, 'CaseRefused').body.open).toEqual([]);
    expect(decide(check, '0'.repeat(64)).link).toMatchObject({ body: { reason: 'CASE_NOT_WAITING' } });
  });

  it('is over once something new of the case is looked at', () => {
    const { capture, check, key } = told(['fake.pdf']);
    check.take(capture.reopened());
    check.take(capture.added(materialOf('m9', 'A02')));
    expect(decide(check, key(0)).link).toMatchObject({ body: { reason: 'CASE_NOT_WAITING' } });
    expect(check.judged()).toEqual([]);
  });

  it('after as many rounds as the rules allow waits for a person instead of going back', () => {
    expect(told([], { missing: true, times: 3 }).closed.says).toBe('CaseRefused');
    const { check, closed, key } = told([], { missing: true, times: 4 });
    expect(of(closed, 'CaseAwaitingReview').body).toMatchObject({ round: 4, why: 'ROUNDS' });
    decide(check, key(0));
    // The material without files fails twice.
    expect(closed.feedback).toMatchObject([{ type: 'case.reviewing' }]);
    expect(check.judged()).toEqual([]);
  });
});

describe('what a person decides', () => {
  it.each<[string, (t: ReturnType<typeof told>) => RawRecord, string]>([
    ['of a finding nobody knows', () => decision(CASE, 'e'.repeat(64)), 'FINDING_UNKNOWN'],
    [
      'twice over',
      ({ check, key }) => {
        decide(check, key(0));
        return decision(CASE, key(0), { account: 'x-02' });
      },
      'FINDING_SETTLED',
    ],
  ])('%s is answered with why it cannot be followed', (_, make, reason) => {
    const one = told(['opaque-1.pdf', 'opaque-2.pdf']);
    const answer = one.check.take(make(one));
    expect(of(answer, 'ResolutionRefused').body).toMatchObject({ reason });
    expect(answer.feedback).toEqual([]);
    expect(one.check.judged()).toEqual([]);
  });

  it('of a case nobody knows, or one that has passed, likewise', () => {
    const blank = new Checking();
    expect(decide(blank, 'a'.repeat(64)).link).toMatchObject({ body: { reason: 'CASE_UNKNOWN' } });
    const { check, key } = told(['opaque.pdf']);
    decide(check, key(0));
    expect(decide(check, key(0)).link).toMatchObject({ body: { reason: 'CASE_ALREADY_CHECKED' } });
    expect([...blank.judged(), ...check.judged()]).toEqual([]);
  });

  it('sent twice is decided once', () => {
    const { check, key } = told(['opaque-1.pdf', 'opaque-2.pdf']);
    decide(check, key(0), { id: 'same-one-1' });
    expect(decide(check, key(0), { id: 'same-one-1' })).toMatchObject({ did: 'skip', says: 'DUPLICATE' });
  });

  it.each<[string, RawRecord, string]>([
    ['no reason', decision(CASE, 'a'.repeat(64), { reason: ' \n ' }), 'REASON_MISSING'],
    ['a phone in the reason', decision(CASE, 'a'.repeat(64), { reason: '请联系 13812345678' }), 'PERSONAL_PHONE'],
    ['another key', decision(CASE, 'a'.repeat(64), { key: 'OTHER-CASE-1' }), 'KEY_MISMATCH'],
    ['a date to come', decision(CASE, 'a'.repeat(64), { time: '2099-01-01T00:00:00Z' }), 'IN_THE_FUTURE'],
    ['no finding', decision(CASE, 'nothing'), 'INVALID_FORMAT'],
  ])('with %s is put aside', (_, record, rule) => {
    const fault = (): unknown => {
      try {
        return checkRule.parse(record);
      } catch (error) {
        return error;
      }
    };
    expect(fault()).toBeInstanceOf(Malformed);
    expect((fault() as Malformed).faults.map((one) => one.rule)).toContain(rule);
  });

  it('for other steps, or that is no decision at all, is passed over', () => {
    const like = (value: string): RawRecord => ({ ...decision(CASE, 'a'.repeat(64)), value: Buffer.from(value) });
    for (const value of ['{"type":"use.requested"}', 'nonsense', '{"type":7}'])
      expect(new Checking().take(like(value))).toMatchObject({ did: 'skip', says: 'NOT_A_RESOLUTION' });
  });

  it('cannot rest on facts that nobody gathers for it', () => {
    const { check, key } = told(['opaque-1.pdf', 'opaque-2.pdf']);
    const chain = { content: `sha256:${'c'.repeat(64)}`, size: 1, links: 1 } as const;
    expect(() => check.decide(decision(CASE, key(0)), { chain })).toThrow(ImpossibleFacts);
    check.take(decision(CASE, key(0)));
    expect(() => check.decide(decision(CASE, key(1)), { chain })).toThrow(ImpossibleFacts);
    expect(() => check.decide(decision(CASE, key(1)), {})).toThrow();
  });

  it('is judged again the same, by the clock of the closing it is about', () => {
    const { check, key } = told(['opaque.pdf']);
    expect(AT).toBe(check.written.at(-1)!.answer.link!.time);
    decide(check, key(0));
    expect(
      check.judged((link) => link.type === 'CaseChecked' && Object.assign(link.body.resolution!, { accepted: 2 })),
    ).toMatchObject([{ code: 'DECISION_DIFFERS', field: 'body.resolution.accepted' }]);
  });
});
