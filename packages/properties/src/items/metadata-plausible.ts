import { type Finding, parseCaseNumber, parseMatterCode } from '@guidang/contracts';
import { z } from 'zod';
import { firstOf } from '../evidence.ts';
import type { CaseFacts, MaterialFacts } from '../facts.ts';
import { item, type Say } from '../item.ts';

const codes = {
  PLAUSIBLE: ['PASS', 'times are in order and nothing contradicts another'],
  IN_THE_FUTURE: ['FAIL', 'a time that lies after the check'],
  OUT_OF_ORDER: ['FAIL', 'received, accepted and closed are not in this order, or something ends before it begins'],
  NOT_OF_SCHEME: ['FAIL', 'matter, department or fonds are not those of the scheme'],
  RESULT_BEFORE_ACCEPTANCE: ['FAIL', 'a result that was issued before the case was accepted'],
  FILE_EMPTY: ['FAIL', 'a file of no bytes'],
  AGE_IMPOSSIBLE: ['FAIL', 'by the number in the form the applicant was not born yet, or is older than people become'],
  AGE_OUTSIDE_MATTER: ['WARN', 'by the number in the form the applicant is younger or older than the matter takes'],
  LONG_AGO: ['WARN', 'a time before there were electronic cases'],
  OUTSIDE_CASE: ['WARN', 'a step or a result lies before the case was received or after it was closed'],
  PROMISE_BEFORE_ACCEPTANCE: ['WARN', 'promised for a time before it was accepted'],
  SCHEME_NOT_YET_VALID: ['WARN', 'accepted before its scheme was valid'],
  NUMBER_OF_OTHER_MATTER: ['WARN', 'the case number is made of the code of another matter, or of another day'],
  SCAN_NOT_CONFIRMED: ['WARN', 'scanned at the window and not confirmed by the applicant'],
  PAGES_IMPLAUSIBLE: ['WARN', 'a file of no pages, or of more than its bytes can hold'],
} as const;
type Code = keyof typeof codes;

const parameters = z.strictObject({
  oldest: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .describe('a time before this day is told'),
  aheadMinutes: z.int().nonnegative().describe('by how much a time may lie after the check'),
  leastBytesPerPage: z.int().positive().describe('fewer bytes hold no page'),
  leastAge: z.int().nonnegative().describe('years an applicant has at least when the case is accepted'),
  mostAge: z.int().positive().describe('years an applicant has at most'),
});
type Parameters = z.infer<typeof parameters>;

/** Years an applicant has, at least and at most, as the parameters of GD-1-5 have it: whoever opens the form asks for them. */
export const ageLimitsIn = (of: Readonly<Record<string, unknown>>): Pick<Parameters, 'leastAge' | 'mostAge'> =>
  parameters.pick({ leastAge: true, mostAge: true }).parse({ leastAge: of.leastAge, mostAge: of.mostAge });

/** A value with the place it stands in, as evidence names it. */
type Dated = readonly [path: string, time: string | null | undefined];
const MINUTE_MS = 60_000;
const SHANGHAI_MS = 8 * 3_600_000;

/** Milliseconds; NaN for what is no time, which compares with nothing. GD-1-3 says so of it. */
const ms = (time: string | null | undefined): number => (time ? Date.parse(time) : Number.NaN);

/** Pairs in which the first is later than the second. */
const reversed = (pairs: readonly (readonly [Dated, Dated])[]): string[] =>
  pairs.filter(([[, a], [, b]]) => ms(a) > ms(b)).map(([[a], [b]]) => `${a} > ${b}`);

function timesOf({ dossier: { head, steps, results, closing } }: CaseFacts): Dated[] {
  return [
    ['head.receivedAt', head.receivedAt],
    ['head.acceptedAt', head.acceptedAt],
    ...steps.flatMap((step, i): Dated[] => [
      [`steps[${i}].startedAt`, step.startedAt],
      [`steps[${i}].endedAt`, step.endedAt],
    ]),
    ...results.map((result, i): Dated => [`results[${i}].issuedAt`, result.issuedAt]),
    ['closing.closedAt', closing.closedAt],
  ];
}

function orderOf({ dossier: { head, steps, results, closing } }: CaseFacts): string[] {
  const received: Dated = ['head.receivedAt', head.receivedAt];
  const accepted: Dated = ['head.acceptedAt', head.acceptedAt];
  const closed: Dated = ['closing.closedAt', closing.closedAt];
  return reversed([
    [received, accepted],
    [accepted, closed],
    ...steps.map((step, i): [Dated, Dated] => [
      [`steps[${i}].startedAt`, step.startedAt],
      [`steps[${i}].endedAt`, step.endedAt],
    ]),
    ...results.map((result, i): [Dated, Dated] => [
      [`results[${i}].validFrom`, result.validFrom],
      [`results[${i}].validUntil`, result.validUntil],
    ]),
  ]);
}

/** The day a 43-character case number carries, and the matter it is made of (standards/4d §3). */
function numberContradicts({ dossier: { head } }: CaseFacts): boolean {
  const parts = parseCaseNumber(head.case ?? '');
  if (!parts || !parseMatterCode(parts.matter)) return false;
  const days = [head.receivedAt, head.acceptedAt]
    .map(ms)
    .filter((time) => !Number.isNaN(time))
    .map(dayOf);
  return parts.matter !== head.matter?.code || (days.length > 0 && !days.includes(parts.date));
}
const dayOf = (time: number): string => new Date(time + SHANGHAI_MS).toISOString().slice(0, 10).replaceAll('-', '');

function schemeDiffers({ dossier: { head }, scheme }: CaseFacts): string[] {
  if (!scheme) return [];
  const pairs: readonly (readonly [path: string, is: string | undefined, should: string])[] = [
    ['head.matter.code', head.matter?.code, scheme.matter.code],
    ['head.department.uscc', head.department?.uscc, scheme.department.uscc],
    ['head.department.fonds', head.department?.fonds, scheme.department.fonds],
  ];
  return pairs.filter(([, is, should]) => is !== should).map(([path]) => path);
}

function caseFaults(say: Say<Code>, facts: CaseFacts, { oldest, aheadMinutes }: Parameters): Finding[] {
  const { head, closing, results } = facts.dossier;
  const times = timesOf(facts);
  const old = Date.parse(`${oldest}T00:00:00Z`);
  const [first, last] = [ms(head.receivedAt), ms(closing.closedAt)];
  const told = (code: Code, values: string[]): Finding[] =>
    values.length > 0 ? [say(code, 'case', { count: values.length, values: firstOf(values) })] : [];
  const where = (test: (time: number) => boolean, of = times): string[] =>
    of.filter(([, time]) => test(ms(time))).map(([path]) => path);
  const latest = ms(facts.at) + aheadMinutes * MINUTE_MS;
  return [
    ...told(
      'IN_THE_FUTURE',
      where((time) => time > latest),
    ),
    ...told('OUT_OF_ORDER', orderOf(facts)),
    ...told('NOT_OF_SCHEME', schemeDiffers(facts)),
    ...told(
      'RESULT_BEFORE_ACCEPTANCE',
      reversed(
        results.map((result, i): [Dated, Dated] => [
          ['head.acceptedAt', head.acceptedAt],
          [`results[${i}].issuedAt`, result.issuedAt],
        ]),
      ),
    ),
    ...told(
      'LONG_AGO',
      where((time) => time < old),
    ),
    ...told(
      'OUTSIDE_CASE',
      where((time) => time < first || time > last, times.slice(2, -1)),
    ),
    ...told(
      'PROMISE_BEFORE_ACCEPTANCE',
      reversed([
        [
          ['head.acceptedAt', head.acceptedAt],
          ['head.promisedAt', head.promisedAt],
        ],
      ]),
    ),
    ...told(
      'SCHEME_NOT_YET_VALID',
      reversed([
        [
          ['scheme.validFrom', facts.scheme?.validFrom],
          ['head.acceptedAt', head.acceptedAt],
        ],
      ]),
    ),
    ...told('NUMBER_OF_OTHER_MATTER', numberContradicts(facts) ? ['head.case'] : []),
  ];
}

function materialFaults(say: Say<Code>, facts: MaterialFacts, parameters: Parameters): Finding[] {
  const { described, files, material } = facts;
  const { leastBytesPerPage } = parameters;
  const unconfirmed = described?.collected === 'scan' && described.confirmed !== true;
  return [
    ...(unconfirmed
      ? [say('SCAN_NOT_CONFIRMED', `material:${material}`, { collected: 'scan', confirmed: false })]
      : []),
    ...ageFaults(say, facts, parameters),
    ...files.flatMap(({ object, captured: { size, pages } }) => [
      ...(size === 0 ? [say('FILE_EMPTY', object, { bytes: size })] : []),
      ...(pages === 0 || (pages !== null && size > 0 && size / pages < leastBytesPerPage)
        ? [say('PAGES_IMPLAUSIBLE', object, { pages, bytes: size })]
        : []),
    ]),
  ];
}

/** What the form says of the applicant's age: whether it fits, never the age itself. */
function ageFaults(
  say: Say<Code>,
  { form, files, material }: MaterialFacts,
  { leastAge, mostAge }: Parameters,
): Finding[] {
  const object = files[0]?.object ?? `material:${material}`;
  switch (form?.age) {
    case 'impossible':
      return [say('AGE_IMPOSSIBLE', object, { age: form.age })];
    case 'too-young':
    case 'too-old':
      return [say('AGE_OUTSIDE_MATTER', object, { age: form.age, leastAge, mostAge })];
    default:
      return [];
  }
}

/** Pages announced of all files; null where none were. */
function pagesOf({ files }: MaterialFacts): number | null {
  const said = files.flatMap(({ captured: { pages } }) => (pages === null ? [] : [pages]));
  return said.length > 0 ? said.reduce((sum, pages) => sum + pages, 0) : null;
}

export const metadataPlausible = item(
  {
    code: 'GD-1-5',
    zh: '元数据项数据值合理性检测',
    en: 'metadata values are plausible',
    property: 'authenticity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'times in their order and not in the future, matter and department against the scheme, the case number against matter and day; of a material its sizes, pages and the confirmation of a scan; of the form whether the age of the applicant is possible and one that the matter takes (found by whoever opens the form; the age itself stands nowhere)',
    basis: 'DA/T 70-2018 (clause not known); the rules are ours',
    sure: 'F',
    built: 'yes',
    parameters,
    codes,
  },
  ['file', 'case'],
  (say, parameters) => ({
    file: (facts) => {
      const faults = materialFaults(say, facts, parameters);
      if (faults.length > 0) return faults;
      const { files, form, material } = facts;
      const looked = { files: files.length, pages: pagesOf(facts), ...(form && { age: form.age ?? 'not-looked' }) };
      return [say('PLAUSIBLE', `material:${material}`, looked)];
    },
    case: (facts) => {
      const faults = caseFaults(say, facts, parameters);
      if (faults.length > 0) return faults;
      const { steps, results } = facts.dossier;
      const times = timesOf(facts).filter(([, time]) => !Number.isNaN(ms(time))).length;
      return [say('PLAUSIBLE', 'case', { times, steps: steps.length, results: results.length })];
    },
  }),
);
