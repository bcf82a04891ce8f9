import type { Dossier, DossierMaterial, Finding } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { callsForSomebody, judgeCase, judgeMaterial } from '../src/index.ts';
import { captured, closing, described, dossier, material, RESULT, RULES, step } from './specimens.ts';

const brief = (findings: readonly Finding[]) =>
  findings
    .filter(callsForSomebody)
    .map(({ item, outcome, code, evidence }) => [`${item} ${outcome} ${code}`, evidence]);

// Contracts refuse most of this long before; the items judge what they are given, wherever it comes from.
// biome-ignore lint/suspicious/noExplicitAny: values of types that no contract lets through
type Any = any;

const MATERIALS: readonly (readonly [why: string, changes: Any, item: string, evidence: object])[] = [
  [
    'a name of 201 characters',
    { name: '表'.repeat(201) },
    'GD-1-2 FAIL TOO_LONG',
    { count: 1, values: ['name title 201 > 200'] },
  ],
  [
    'a page count that is a text',
    { files: [{ ...captured('m1.pdf'), pages: '3' }] },
    'GD-1-3 FAIL WRONG_FORMAT',
    { count: 1, values: ['files[0].pages total_number_of_pages count'] },
  ],
  [
    'a digest that is none',
    { files: [captured('m1.pdf', { sm3: 'abc' })] },
    'GD-1-3 FAIL WRONG_FORMAT',
    { count: 1, values: ['files[0].sm3 digest_sm3 sm3'] },
  ],
  [
    'a way of collecting that is not in the list',
    { collected: 'fax' },
    'GD-1-4 FAIL OUTSIDE_DOMAIN',
    { count: 1, values: ['collected collection_method collected'] },
  ],
  [
    'a scan that nobody confirmed',
    { collected: 'scan', confirmed: false },
    'GD-1-5 WARN SCAN_NOT_CONFIRMED',
    { collected: 'scan', confirmed: false },
  ],
  [
    'a file of no pages',
    { files: [captured('m1.pdf', { pages: 0 })] },
    'GD-1-5 WARN PAGES_IMPLAUSIBLE',
    { pages: 0, bytes: 40_000 },
  ],
  [
    'more pages than its bytes can hold',
    { files: [captured('m1.pdf', { size: 59 })] },
    'GD-1-5 WARN PAGES_IMPLAUSIBLE',
    { pages: 3, bytes: 59 },
  ],
  [
    'what a failed conversion leaves behind',
    { name: '申请\ufffd表' },
    'GD-1-6 FAIL BROKEN_CHARACTERS',
    { count: 1, values: ['name title U+FFFD'] },
  ],
  [
    'a mark that turns the text around',
    { name: '表\u202egnp.fdp' },
    'GD-1-6 FAIL BROKEN_CHARACTERS',
    { count: 1, values: ['name title U+202E'] },
  ],
  [
    'half a character',
    { name: '表\ud840' },
    'GD-1-6 FAIL BROKEN_CHARACTERS',
    { count: 1, values: ['name title U+D840'] },
  ],
  [
    'a line break in a name',
    { name: '申请\n表' },
    'GD-1-6 FAIL BROKEN_CHARACTERS',
    { count: 1, values: ['name title U+000A'] },
  ],
  [
    'symbols in a name',
    { name: '①申请表★★' },
    'GD-1-6 WARN SPECIAL_CHARACTERS',
    { count: 1, values: ['name title U+2460 U+2605'] },
  ],
  [
    'a private character in a file name',
    { files: [{ ...captured('m1.pdf'), name: '\ue81e.pdf' }] },
    'GD-1-6 WARN PRIVATE_CHARACTERS',
    { count: 1, values: ['files[0].name computer_file_name U+E81E→U+9FB4'] },
  ],
  ['no name at all', { name: undefined }, 'GD-2-3 FAIL ELEMENT_MISSING', { count: 1, values: ['name title'] }],
  ['a blank name', { name: '　' }, 'GD-2-4 FAIL ELEMENT_EMPTY', { count: 1, values: ['name title'] }],
];

const inOrder = dossier();
const head = (changes: Any): Any => ({ head: { ...inOrder.head, ...changes } });
const end = (changes: Any): Any => ({ closing: { ...inOrder.closing, ...changes } });
const steps = (changes: Any): Any => ({ steps: inOrder.steps.with(1, step('review', 2, changes)) });
const result = (changes: Any): Any => ({ results: [{ ...RESULT, ...changes }] });

const CASES: readonly (readonly [why: string, changes: Partial<Dossier>, item: string, evidence: object])[] = [
  [
    'an opinion of 1001 characters',
    steps({ opinion: '好'.repeat(1001) }),
    'GD-1-2 FAIL TOO_LONG',
    { count: 1, values: ['steps[1].opinion action_description 1001 > 1000'] },
  ],
  [
    'a number of a result that is too long',
    result({ number: '1'.repeat(51) }),
    'GD-1-2 FAIL TOO_LONG',
    { count: 1, values: ['results[0].number result_code 51 > 50'] },
  ],
  [
    '30 February',
    result({ validFrom: '2026-02-30T00:00:00Z' }),
    'GD-1-3 FAIL WRONG_FORMAT',
    { count: 1, values: ['results[0].validFrom valid_from time'] },
  ],
  [
    'a credit code with a wrong check character',
    steps({ unit: { uscc: '12441500196720244X', name: '卫生健康局' } }),
    'GD-1-3 FAIL WRONG_FORMAT',
    { count: 1, values: ['steps[1].unit.uscc organization_code uscc'] },
  ],
  [
    'a kind of applicant outside the list',
    head({ applicant: { ...inOrder.head.applicant, kind: '8' } }),
    'GD-1-4 FAIL OUTSIDE_DOMAIN',
    { count: 1, values: ['head.applicant.kind apply_type applicantKind'] },
  ],
  [
    'an outcome outside the list',
    end({ outcome: 'forgotten' }),
    'GD-1-4 FAIL OUTSIDE_DOMAIN',
    { count: 1, values: ['closing.outcome result outcome'] },
  ],
  [
    'accepted before it was received',
    head({ acceptedAt: '2026-03-01T00:29:59Z' }),
    'GD-1-5 FAIL OUT_OF_ORDER',
    { count: 1, values: ['head.receivedAt > head.acceptedAt'] },
  ],
  [
    'a step that ends before it begins',
    steps({ endedAt: '2026-03-02T00:59:59Z' }),
    'GD-1-5 FAIL OUT_OF_ORDER',
    { count: 1, values: ['steps[1].startedAt > steps[1].endedAt'] },
  ],
  [
    'a licence that ends before it begins',
    result({ validUntil: '2026-03-04T00:00:00Z' }),
    'GD-1-5 FAIL OUT_OF_ORDER',
    { count: 1, values: ['results[0].validFrom > results[0].validUntil'] },
  ],
  [
    'closed in the future',
    end({ closedAt: '2026-03-10T08:05:01Z' }),
    'GD-1-5 FAIL IN_THE_FUTURE',
    { count: 1, values: ['closing.closedAt'] },
  ],
  [
    'a fonds that is not that of the scheme',
    head({ department: { ...inOrder.head.department, fonds: 'J032' } }),
    'GD-1-5 FAIL NOT_OF_SCHEME',
    { count: 1, values: ['head.department.fonds'] },
  ],
  [
    'a result from before the acceptance',
    result({ issuedAt: '2026-03-01T00:45:00Z' }),
    'GD-1-5 FAIL RESULT_BEFORE_ACCEPTANCE',
    { count: 1, values: ['head.acceptedAt > results[0].issuedAt'] },
  ],
  [
    'a time before there were electronic cases',
    head({ receivedAt: '1989-12-31T23:59:59Z' }),
    'GD-1-5 WARN LONG_AGO',
    { count: 1, values: ['head.receivedAt'] },
  ],
  [
    'a result from after the closing',
    result({ issuedAt: '2026-03-07T00:00:00Z' }),
    'GD-1-5 WARN OUTSIDE_CASE',
    { count: 1, values: ['results[0].issuedAt'] },
  ],
  [
    'promised for a time before acceptance',
    head({ promisedAt: '2026-02-20T00:00:00Z' }),
    'GD-1-5 WARN PROMISE_BEFORE_ACCEPTANCE',
    { count: 1, values: ['head.acceptedAt > head.promisedAt'] },
  ],
  [
    'a case number of another day',
    head({ case: `${inOrder.head.matter.code}202602280001` }),
    'GD-1-5 WARN NUMBER_OF_OTHER_MATTER',
    { count: 1, values: ['head.case'] },
  ],
  [
    'a control character in an opinion',
    steps({ opinion: '同意\u0007' }),
    'GD-1-6 FAIL BROKEN_CHARACTERS',
    { count: 1, values: ['steps[1].opinion action_description U+0007'] },
  ],
  [
    'a finished step without its end',
    steps({ endedAt: undefined }),
    'GD-2-3 FAIL ELEMENT_MISSING',
    { count: 1, values: ['steps[1].endedAt action_end_time'] },
  ],
  [
    'a result without a number',
    result({ number: '' }),
    'GD-2-4 FAIL ELEMENT_EMPTY',
    { count: 1, values: ['results[0].number result_code'] },
  ],
];

describe('metadata of a material', () => {
  it.each(MATERIALS)('%s', (_, changes, item, evidence) => {
    const of: DossierMaterial = described('m1', 'A01', changes);
    expect(brief(judgeMaterial(RULES, material({}, of)))).toEqual([[item, evidence]]);
  });

  it('counts characters as people do, and takes every script and the punctuation of Chinese writing', () => {
    expect(brief(judgeMaterial(RULES, material({}, described('m1', 'A01', { name: '𠮷'.repeat(200) }))))).toEqual([]);
    const name = '《执业注册》申请表（第Ⅲ类）〔2026〕12号—甲、乙·Ü“丙”：二○二六';
    expect(brief(judgeMaterial(RULES, material({}, described('m1', 'A01', { name }))))).toEqual([]);
  });

  it('never stands in evidence', () => {
    const name = `张三\ufffd①${'表'.repeat(300)}`;
    const text = JSON.stringify(judgeMaterial(RULES, material({}, described('m1', 'A01', { name, collected: name }))));
    expect(text).toContain('BROKEN_CHARACTERS');
    expect(text).not.toMatch(/张三|表/);
  });
});

describe('metadata of a case', () => {
  it.each(CASES)('%s', (_, changes, item, evidence) => {
    expect(brief(judgeCase(RULES, closing(changes)))).toEqual([[item, evidence]]);
  });

  it('a step that is still to be done has no end, and that is right', () => {
    const open = { ...step('visit', 4, { state: '1' as const }), endedAt: undefined } as Any;
    expect(brief(judgeCase(RULES, closing({ steps: [...inOrder.steps, open] })))).toEqual([
      ['GD-2-5 WARN STEP_OUT_OF_ORDER', { steps: ['decide'], count: 1 }],
    ]);
  });

  it.each(
    Object.keys(inOrder.head).flatMap((field) => [
      [field, undefined],
      [field, null],
      [field, '\u0000 no such thing'],
    ]),
  )('%s as %s is judged, and breaks nothing', (field, value) => {
    const findings = judgeCase(RULES, closing(head({ [field!]: value })));
    const needed = !['scheme', 'promisedAt', 'submission'].includes(field!) || typeof value === 'string';
    if (needed && field !== 'scheme') expect(findings.some(callsForSomebody)).toBe(true);
  });

  it('names at most forty places and says how many there are', () => {
    const many = Array.from({ length: 100 }, () => step('review', 2, { name: '审'.repeat(101) }));
    const [found] = brief(judgeCase(RULES, closing({ steps: [...inOrder.steps, ...many] })));
    expect(found![1]).toMatchObject({ count: 100 });
    expect((found![1] as { values: string[] }).values).toHaveLength(40);
  });
});
