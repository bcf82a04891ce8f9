import type { Dossier, Finding, Scheme } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { type CaseFacts, callsForSomebody, contentsOf, digestOfContents, judgeCase, rulesOf } from '../src/index.ts';
import { captured, closing, described, dossier, RESULT, RULES, SCHEME, step } from './specimens.ts';

const brief = (findings: readonly Finding[]) => findings.map(({ item, outcome, code }) => `${item} ${outcome} ${code}`);
const calling = (facts: CaseFacts): Finding[] => judgeCase(RULES, facts).filter(callsForSomebody);
const inOrder = dossier();
const [m1, r1] = inOrder.materials as [Dossier['materials'][0], Dossier['materials'][0]];
const stated = (changes: Partial<Dossier['closing']>): Partial<Dossier> => ({
  closing: { ...inOrder.closing, ...changes },
});
const scan = { collected: 'scan', confirmed: true } as const;
const SIGNATURE = captured('sign.png', { format: 'png', size: 777 });

describe('scope', () => {
  it('names a hundred items at most that are missing, or of which nobody knows', () => {
    const many = Array.from({ length: 101 }, (_, i) => ({ ...SCHEME.items[0]!, code: `X${i}` }));
    const found = (scheme: Scheme, asked: CaseFacts['asked']) =>
      judgeCase(RULES, closing({}, { scheme, asked })).filter(({ item }) => item === 'GD-2-9');
    const [missing] = found({ ...SCHEME, items: [...SCHEME.items, ...many] }, []);
    expect([missing!.code, (missing!.evidence.items as string[]).slice(0, 100).length]).toEqual([
      'REQUIRED_MISSING',
      100,
    ]);
    expect((missing!.evidence.items as string[]).filter((one) => /^X\d+$/.test(one))).toHaveLength(100);
    const asking = many.map((one) => ({
      ...one,
      required: 'optional' as const,
      requiredWhen: { any: [{ all: [{ field: 'form.代办', asks: 'is' as const, values: ['是'] }] }] },
    }));
    const unknown = found({ ...SCHEME, items: [...SCHEME.items, ...asking] }, null).find(
      ({ code }) => code === 'CONDITION_UNKNOWN',
    );
    expect((unknown!.evidence.items as string[]).filter((one) => /^X\d+$/.test(one))).toHaveLength(100);
  });
});

describe('a case in order', () => {
  it('passes every item that is built, and every other one says why it did not run', () => {
    const findings = judgeCase(RULES, closing());
    expect(brief(findings.filter(({ outcome }) => outcome === 'PASS'))).toEqual([
      'GD-1-2 PASS METADATA_FITS',
      'GD-1-3 PASS METADATA_FITS',
      'GD-1-4 PASS METADATA_FITS',
      'GD-1-5 PASS PLAUSIBLE',
      'GD-1-6 PASS METADATA_FITS',
      'GD-1-8 PASS NO_DUPLICATES',
      'GD-1-11 PASS CONTENTS_CHECKED',
      'GD-2-1 PASS ITEMS_AGREE',
      'GD-2-2 PASS BYTES_AGREE',
      'GD-2-3 PASS METADATA_FITS',
      'GD-2-4 PASS METADATA_FITS',
      'GD-2-5 PASS PROCESS_COMPLETE',
      'GD-2-6 PASS NUMBERING_CONTINUOUS',
      'GD-2-8 PASS ATTACHMENTS_THERE',
      'GD-2-9 PASS SCOPE_MET',
      'GD-4-1 PASS SCANNER_CURRENT',
      'GD-LOCAL-CHAIN PASS CHAIN_WHOLE',
      'GD-LOCAL-LIMIT PASS WITHIN_LIMITS',
    ]);
    expect(brief(findings.filter(({ outcome }) => outcome !== 'PASS'))).toEqual([
      'GD-1-1 NOT_RUN SIGNATURES_NOT_VERIFIED',
      'GD-1-7 NOT_RUN NO_PACKAGE_YET',
      'GD-1-9 NOT_RUN NAME_NOT_KNOWN',
      'GD-1-12 NOT_RUN NO_PACKAGE_YET',
      'GD-1-13 NOT_RUN NO_PACKAGE_YET',
      'GD-1-14 NOT_RUN NO_PACKAGE_YET',
      'GD-2-10 NOT_RUN NO_PACKAGE_YET',
      'GD-2-11 NOT_RUN NO_PACKAGE_YET',
      'GD-3-1 NOT_RUN NO_PACKAGE_YET',
      'GD-3-2 NOT_RUN NOT_LOADED_YET',
      'GD-3-7 NOT_RUN NAME_NOT_KNOWN',
      'GD-4-3 NOT_APPLICABLE NO_CARRIER',
      'GD-4-4 NOT_APPLICABLE NO_CARRIER',
      'GD-4-5 NOT_APPLICABLE NO_CARRIER',
      'GD-4-6 NOT_APPLICABLE NO_CARRIER',
      'GD-4-7 NOT_RUN NOT_DRAWN',
      'GD-LOCAL-PERFORMERS NOT_APPLICABLE NO_RULES',
    ]);
  });

  it('counts countersignatures among the files, or does not', () => {
    const materials = [{ ...m1, ...scan, countersignature: SIGNATURE }, r1];
    const counted = (files: number, bytes: number) =>
      brief(calling(closing({ materials, closing: { ...inOrder.closing, files, bytes } })));
    expect(counted(2, 80_000)).toEqual([]);
    expect(counted(3, 80_777)).toEqual([]);
    expect(counted(4, 80_778)).toEqual(['GD-2-1 FAIL FILES_DIFFER', 'GD-2-2 FAIL BYTES_DIFFER']);
  });

  it('may be turned down without a licence', () => {
    const decision = described('d1', null, { group: 'result', name: '不予许可决定书' });
    const scheme = {
      ...SCHEME,
      items: [...SCHEME.items, { ...SCHEME.items[1]!, code: 'C02', group: 'result' as const }],
    };
    const turnedDown = {
      materials: [m1, { ...decision, item: 'C02' }],
      results: [],
      closing: { ...inOrder.closing, outcome: 'refused' },
    } as const;
    const findings = judgeCase(
      RULES,
      closing({ ...turnedDown, materials: [...turnedDown.materials], results: [] }, { scheme }),
    );
    expect(findings.filter(callsForSomebody)).toEqual([]);
    expect(brief(findings)).toContain('GD-2-8 NOT_APPLICABLE NO_ATTACHMENTS');
  });
});

const CONDITIONAL: Scheme = {
  ...SCHEME,
  items: [
    ...SCHEME.items,
    {
      ...{ code: 'A03', name: '授权委托书', group: 'application', required: 'optional', formats: ['pdf'] },
      requiredWhen: { any: [{ all: [{ field: 'form.代办', asks: 'is', values: ['是'] }] }] },
    },
  ],
};

/** For each item a case that fails it alone: what it says, and on what evidence. */
const FAILING: readonly (readonly [
  why: string,
  facts: CaseFacts,
  finding: string,
  evidence: object,
  object?: string,
])[] = [
  [
    'two results with one number',
    closing(
      {
        results: [RESULT, { ...RESULT, name: '副本' }],
        materials: [m1, r1, { ...r1, material: 'r2', files: [captured('r2.pdf')] }],
      },
      { scheme: { ...SCHEME, items: SCHEME.items.map(({ atMost: _, ...one }) => one) } },
    ),
    'GD-1-8 FAIL NUMBER_TWICE',
    { count: 2, places: ['results[0]', 'results[1]'] },
  ],
  [
    'a material that was never looked at',
    closing({}, { checked: new Map([...closing().checked!].filter(([name]) => name !== 'r1')) }),
    'GD-1-11 FAIL CONTENT_NOT_CHECKED',
    { objects: 1 },
    'material:r1',
  ],
  [
    'other files in force than were looked at',
    closing({}, { checked: new Map([...closing().checked!, ['m1', 'other']]) }),
    'GD-1-11 FAIL CONTENT_CHANGED',
    { looked: 'other', inForce: digestOfContents(contentsOf(m1)).slice(0, 12) },
    'material:m1',
  ],
  [
    'more materials stated than there are',
    closing(stated({ materials: 3 })),
    'GD-2-1 FAIL MATERIALS_DIFFER',
    { stated: 3, found: 2 },
  ],
  [
    'fewer files stated than there are',
    closing(stated({ files: 1 })),
    'GD-2-1 FAIL FILES_DIFFER',
    { stated: 1, found: 2, withCountersignatures: 2 },
  ],
  [
    'another number of bytes stated',
    closing(stated({ bytes: 80_001 })),
    'GD-2-2 FAIL BYTES_DIFFER',
    { stated: 80_001, found: 80_000, withCountersignatures: 80_000 },
  ],
  [
    'a required step never recorded',
    closing({ steps: inOrder.steps.slice(0, 2) }),
    'GD-2-5 FAIL STEP_MISSING',
    { steps: ['decide'], count: 1 },
  ],
  [
    'a required step still to be done',
    closing({ steps: inOrder.steps.with(2, step('decide', 3, { state: '1' })) }),
    'GD-2-5 FAIL STEP_NOT_FINISHED',
    { steps: ['decide'], count: 1 },
  ],
  [
    'a step that nobody knows',
    closing({ steps: [...inOrder.steps, step('dream', 4)] }),
    'GD-2-5 WARN STEP_UNKNOWN',
    { steps: ['dream'], count: 1 },
  ],
  [
    'decided before it was reviewed',
    closing({ steps: [step('receive', 1), step('review', 3), step('decide', 2)] }),
    'GD-2-5 WARN STEP_OUT_OF_ORDER',
    { steps: ['decide'], count: 1 },
  ],
  [
    'granted although its last word is 退回',
    closing({ steps: [...inOrder.steps, step('review', 4, { action: 'return' })] }),
    'GD-2-5 FAIL STEP_LEFT_RETURNED',
    { steps: ['review'], count: 1 },
  ],
  [
    'a material that the form makes required',
    closing({}, { scheme: CONDITIONAL, asked: [{ item: 'A03', outcomes: ['granted', 'refused'] }] }),
    'GD-2-9 FAIL REQUIRED_MISSING',
    { items: ['A03'] },
  ],
  [
    'granted, and no paper of a result',
    closing({ materials: [m1], results: [] }, { scheme: { ...SCHEME, items: SCHEME.items.slice(0, 2) } }),
    'GD-2-9 WARN GROUP_EMPTY',
    { groups: ['result'] },
  ],
  [
    'a day longer than the law allows',
    closing(stated({ closedAt: '2026-03-10T07:00:00Z' }), {
      scheme: { ...SCHEME, limits: { statutoryWorkingDays: 6, promisedWorkingDays: null } },
    }),
    'GD-LOCAL-LIMIT FAIL OVER_STATUTORY',
    { workingDays: 7, excluded: 0, calendar: 'cn@1', limit: 6 },
  ],
  [
    'a day longer than the matter promises',
    closing({}, { scheme: { ...SCHEME, limits: { statutoryWorkingDays: 20, promisedWorkingDays: 4 } } }),
    'GD-LOCAL-LIMIT FAIL OVER_PROMISED',
    { workingDays: 5, excluded: 0, calendar: 'cn@1', limit: 4 },
  ],
  [
    'closed after the day that was promised',
    closing({ head: { ...inOrder.head, promisedAt: '2026-03-05T09:30:00Z' } }),
    'GD-LOCAL-LIMIT FAIL AFTER_PROMISED_DAY',
    { promised: '2026-03-05', closed: '2026-03-06' },
  ],
  [
    'a link of capture left out',
    closing({}, { captured: { links: 8, fault: 'GAP', line: 5 } }),
    'GD-2-6 FAIL NUMBERING_GAP',
    { line: 5, links: 8 },
  ],
  [
    'a chain that does not hold together',
    closing({}, { captured: { links: 9, fault: 'PREVIOUS_HASH', line: 4 } }),
    'GD-LOCAL-CHAIN FAIL CHAIN_BROKEN',
    { fault: 'PREVIOUS_HASH', line: 4, links: 9 },
  ],
  [
    'a chain that is not there',
    closing({}, { captured: { links: 0, fault: 'NOT_FOUND', line: null } }),
    'GD-LOCAL-CHAIN FAIL CHAIN_BROKEN',
    { fault: 'NOT_FOUND', line: null, links: 0 },
  ],
  [
    'a result without its document',
    closing({ results: [RESULT, { ...RESULT, number: '2' }] }),
    'GD-2-8 FAIL RESULT_WITHOUT_DOCUMENT',
    { results: 2, documents: 1 },
  ],
  [
    'scans confirmed and nothing signed',
    closing({ materials: [{ ...m1, ...scan }, r1] }),
    'GD-2-8 WARN COUNTERSIGNATURE_MISSING',
    { scans: 1, signatures: 0 },
  ],
  ['a required material missing', closing({ materials: [r1] }), 'GD-2-9 FAIL REQUIRED_MISSING', { items: ['A01'] }],
  [
    'granted without a licence',
    closing({ materials: [m1], results: [] }),
    'GD-2-9 FAIL REQUIRED_MISSING',
    { items: ['C01'] },
  ],
  ['no application form', closing({ form: null }), 'GD-2-9 FAIL REQUIRED_MISSING', { items: ['form'] }],
  [
    'a material that answers no item',
    closing({ materials: [m1, r1, described('x', null)] }),
    'GD-2-9 WARN UNLISTED',
    { group: 'application', unlisted: 'warn' },
    'material:x',
  ],
  [
    'the same where the scheme refuses such',
    closing({ materials: [m1, r1, described('x', 'Z99')] }, { scheme: { ...SCHEME, unlisted: 'refuse' } }),
    'GD-2-9 FAIL UNLISTED_REFUSED',
    { group: 'application', unlisted: 'refuse' },
    'material:x',
  ],
  [
    'two application forms where one is taken',
    closing({ materials: [m1, r1, described('m2', 'A01')] }),
    'GD-2-9 FAIL TOO_MANY',
    { item: 'A01', atMost: 1, found: 2 },
  ],
  [
    'an application paper among the results',
    closing({ materials: [m1, r1, described('m2', 'A02', { group: 'process' })] }),
    'GD-2-9 WARN GROUP_DIFFERS',
    { item: 'A02', expected: 'application', found: 'process' },
    'material:m2',
  ],
  [
    'one file handed in twice',
    closing({ materials: [m1, r1, described('m2', 'A02', { files: m1.files })] }),
    'GD-1-8 WARN SAME_CONTENT',
    { count: 2, places: ['file:m1/1', 'file:m2/1'] },
  ],
  ['no virus scanner', closing({}, { scanner: null }), 'GD-4-1 FAIL NO_SCANNER', { engine: null }],
  [
    'signatures a month old',
    closing({}, { scanner: { engine: 'ClamAV', signaturesAt: '2026-02-08T08:00:00Z' } }),
    'GD-4-1 FAIL SIGNATURES_EXPIRED',
    { engine: 'ClamAV', signaturesAt: '2026-02-08T08:00:00Z', days: 30 },
  ],
  [
    'signatures a week old',
    closing({}, { scanner: { engine: 'ClamAV', signaturesAt: '2026-03-03T08:00:00Z' } }),
    'GD-4-1 WARN SIGNATURES_OLD',
    { engine: 'ClamAV', signaturesAt: '2026-03-03T08:00:00Z', days: 7 },
  ],
  [
    'signatures that do not say how old they are',
    closing({}, { scanner: { engine: 'ClamAV', signaturesAt: null } }),
    'GD-4-1 WARN SIGNATURES_UNDATED',
    { engine: 'ClamAV', signaturesAt: null },
  ],
];

describe('a case that is not in order', () => {
  const rows = FAILING.map(([why, facts, finding, evidence, object = 'case']) => ({
    why,
    facts,
    finding,
    evidence,
    object,
  }));
  it.each(rows)('$why', ({ facts, finding, evidence, object }) => {
    const found = calling(facts);
    expect(brief(found)).toEqual([finding]);
    expect(found[0]).toMatchObject({ object });
    expect(found[0]!.evidence).toEqual(evidence);
  });

  it('every fault is told, not the first', () => {
    const found = calling(closing({ form: null, materials: [], steps: [], results: [], ...stated({}) }));
    expect(brief(found)).toEqual([
      'GD-2-1 FAIL MATERIALS_DIFFER',
      'GD-2-1 FAIL FILES_DIFFER',
      'GD-2-2 FAIL BYTES_DIFFER',
      'GD-2-5 FAIL STEP_MISSING',
      'GD-2-9 FAIL REQUIRED_MISSING',
      'GD-2-9 WARN GROUP_EMPTY',
    ]);
    expect(found.at(-2)!.evidence).toEqual({ items: ['form', 'A01', 'C01'] });
  });
});

describe('materials that hang on the form', () => {
  const said = (asked: CaseFacts['asked'], changes: Partial<Dossier> = {}) =>
    brief(judgeCase(RULES, closing(changes, { scheme: CONDITIONAL, asked }))).filter((one) => one.startsWith('GD-2-9'));

  it('are not asked for where their condition does not hold, or not with this outcome', () => {
    expect(said([])).toEqual(['GD-2-9 PASS SCOPE_MET']);
    expect(said([{ item: 'A03', outcomes: ['refused'] }])).toEqual(['GD-2-9 PASS SCOPE_MET']);
  });

  it('and nobody knows where nobody read the form; what is there need not be asked for', () => {
    expect(said(null)).toEqual(['GD-2-9 NOT_RUN CONDITION_UNKNOWN']);
    expect(said(null, { materials: [m1, r1, described('m3', 'A03')] })).toEqual(['GD-2-9 PASS SCOPE_MET']);
  });
});

describe('time limits', () => {
  const limited = (changes: Partial<Dossier>, facts: Partial<CaseFacts> = {}, rules = RULES) =>
    judgeCase(rules, closing(changes, facts)).filter(({ item }) => item === 'GD-LOCAL-LIMIT');
  const none = { ...SCHEME, limits: { statutoryWorkingDays: null, promisedWorkingDays: null } };

  it('count working days, holidays and days worked for them among them', () => {
    const spring = {
      head: { ...inOrder.head, acceptedAt: '2026-02-13T01:00:00Z', promisedAt: null },
      closing: { ...inOrder.closing, closedAt: '2026-02-28T08:00:00Z' },
    };
    // The 14th and the 28th are Saturdays that are worked; the 15th to the 23rd is 春节.
    expect(limited(spring)).toMatchObject([{ code: 'WITHIN_LIMITS', evidence: { workingDays: 6, statutory: 20 } }]);
  });

  it('leave out days of steps that the law does not count', () => {
    const hearing = step('visit', 4, { startedAt: '2026-03-03T01:00:00Z', endedAt: '2026-03-05T02:00:00Z' });
    const rules = rulesOf({
      check: { base: 'dat70@1', items: { 'GD-LOCAL-LIMIT': { parameters: { excluded: ['visit'] } } } },
    });
    const [found] = limited({ steps: [...inOrder.steps, hearing] }, {}, rules);
    expect(found).toMatchObject({ code: 'WITHIN_LIMITS', evidence: { workingDays: 2, excluded: 3 } });
    const open = { ...hearing, endedAt: undefined } as never;
    expect(limited({ steps: [...inOrder.steps, open] }, {}, rules)).toMatchObject([{ evidence: { excluded: 0 } }]);
  });

  it('say where they cannot be told: no limits, days that are not certain, no times, no scheme', () => {
    const unpromised = { head: { ...inOrder.head, promisedAt: null } };
    expect(limited(unpromised, { scheme: none })).toMatchObject([{ outcome: 'NOT_APPLICABLE', code: 'NO_LIMITS' }]);
    const late = { closing: { ...inOrder.closing, closedAt: '2027-01-04T08:00:00Z' } };
    expect(brief(limited(late))).toEqual([
      'GD-LOCAL-LIMIT FAIL AFTER_PROMISED_DAY',
      'GD-LOCAL-LIMIT NOT_RUN CALENDAR_UNKNOWN',
    ]);
    expect(limited(late)[1]!.evidence).toMatchObject({ years: ['2027'] });
    expect(limited({ closing: { ...inOrder.closing, closedAt: 'soon' } })).toMatchObject([{ code: 'TIMES_UNKNOWN' }]);
    expect(limited({}, { scheme: null })).toMatchObject([{ code: 'SCHEME_UNKNOWN' }]);
  });
});

describe('who took the steps', () => {
  const by = (parameters: object, steps = inOrder.steps) =>
    judgeCase(
      rulesOf({ check: { base: 'dat70@1', items: { 'GD-LOCAL-PERFORMERS': { parameters: { ...parameters } } } } }),
      closing({ steps }),
    ).filter(({ item }) => item === 'GD-LOCAL-PERFORMERS');
  const OTHER = '91350100M000100Y43';

  it('is not asked where the matter says nothing of it', () => {
    expect(by({})).toMatchObject([{ outcome: 'NOT_APPLICABLE', code: 'NO_RULES', evidence: { rules: 0, steps: 3 } }]);
  });

  it.each<[string, object, Partial<Dossier['steps'][0]>, string, object]>([
    [
      'a post that may not take it',
      { posts: { decide: ['审批决定岗'] } },
      {},
      'POST_NOT_ALLOWED',
      { steps: ['steps[2] decide'], count: 1 },
    ],
    [
      'one person for what takes two',
      { apart: [['review', 'decide']] },
      {},
      'SAME_PERSON',
      { steps: ['review = decide'], count: 1 },
    ],
    [
      'a unit that is none of the matter',
      { units: [] },
      { unit: { uscc: OTHER, name: '别的单位' } },
      'OTHER_UNIT',
      { steps: ['steps[2] decide'], count: 1 },
    ],
  ])('fails for %s', (_, parameters, changes, code, evidence) => {
    const found = by(parameters, inOrder.steps.with(2, step('decide', 3, changes)));
    expect(found).toEqual([expect.objectContaining({ outcome: 'FAIL', level: 'WARN', code, evidence })]);
  });

  it.each<[string, object, Partial<Dossier['steps'][0]>]>([
    ['the post it takes', { posts: { decide: ['审批决定岗', '审核岗'] } }, {}],
    ['two persons', { apart: [['review', 'decide']] }, { person: { id: 'S-2', post: '审核岗' } }],
    ['a unit that the matter names', { units: [OTHER] }, { unit: { uscc: OTHER, name: '受托单位' } }],
  ])('passes with %s', (_, parameters, changes) => {
    expect(by(parameters, inOrder.steps.with(2, step('decide', 3, changes)))).toMatchObject([
      { outcome: 'PASS', evidence: { rules: 1, steps: 3 } },
    ]);
  });
});

describe('the procedure', () => {
  const draw = (oneIn: number, serial: number) =>
    judgeCase(
      rulesOf({ check: { base: 'dat70@1', items: { 'GD-4-7': { parameters: { oneIn } } } } }),
      closing({
        head: { ...inOrder.head, case: `${inOrder.head.case.slice(0, -4)}${String(serial).padStart(4, '0')}` },
      }),
    ).find(({ item }) => item === 'GD-4-7')!;

  it('is looked at by people for some of the cases, drawn by their numbers', () => {
    expect(draw(1, 1)).toMatchObject({
      ...{ outcome: 'MANUAL_REVIEW', code: 'DRAWN_FOR_REVIEW', level: 'WARN' },
      evidence: { oneIn: 1, chain: 'whole', steps: 3, unnamed: 0 },
    });
    expect(draw(0, 1)).toMatchObject({ outcome: 'NOT_RUN', code: 'NOT_DRAWN' });
    const drawn = Array.from({ length: 400 }, (_, n) => draw(10, n)).filter(({ code }) => code === 'DRAWN_FOR_REVIEW');
    expect(drawn.length).toBeGreaterThan(20);
    expect(drawn.length).toBeLessThan(70);
  });
});

describe('what is not known of a case', () => {
  it('is never a pass', () => {
    const unknown = judgeCase(RULES, closing({}, { scheme: null, checked: null, captured: null, scanner: undefined }));
    const of = (item: string) => brief(unknown.filter((finding) => finding.item === item));
    expect(of('GD-1-11')).toEqual(['GD-1-11 NOT_RUN NOT_LOOKED_AT']);
    expect(of('GD-2-5')).toEqual(['GD-2-5 NOT_RUN SCHEME_UNKNOWN']);
    expect(of('GD-2-6')).toEqual(['GD-2-6 NOT_RUN CHAIN_NOT_READ']);
    expect(of('GD-2-9')).toEqual(['GD-2-9 NOT_RUN SCHEME_UNKNOWN']);
    expect(of('GD-4-1')).toEqual(['GD-4-1 NOT_RUN NOT_ASKED']);
    expect(of('GD-LOCAL-CHAIN')).toEqual(['GD-LOCAL-CHAIN NOT_RUN NOT_LOOKED_AT']);
  });
});
