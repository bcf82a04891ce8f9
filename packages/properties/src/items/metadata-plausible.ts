import { type Finding, LIMITS, parseCaseNumber, parseMatterCode } from '@guidang/contracts';
import type { CaseFacts, MaterialFacts } from '../facts.ts';
import { item, type Say } from '../item.ts';

const codes = {
  PLAUSIBLE: ['PASS', 'times are in order and nothing contradicts another'],
  IN_THE_FUTURE: ['FAIL', 'a time that lies after the check'],
  OUT_OF_ORDER: ['FAIL', 'received, accepted and closed are not in this order, or something ends before it begins'],
  NOT_OF_SCHEME: ['FAIL', 'matter, department or fonds are not those of the scheme'],
  FILE_EMPTY: ['FAIL', 'a file of no bytes'],
  LONG_AGO: ['WARN', 'a time before there were electronic cases'],
  OUTSIDE_CASE: ['WARN', 'a step or a result lies before the case was received or after it was closed'],
  PROMISE_BEFORE_ACCEPTANCE: ['WARN', 'promised for a time before it was accepted'],
  SCHEME_NOT_YET_VALID: ['WARN', 'accepted before its scheme was valid'],
  NUMBER_OF_OTHER_MATTER: ['WARN', 'the case number is made of the code of another matter, or of another day'],
  SCAN_NOT_CONFIRMED: ['WARN', 'scanned at the window and not confirmed by the applicant'],
  PAGES_IMPLAUSIBLE: ['WARN', 'a file of no pages'],
} as const;
type Code = keyof typeof codes;

/** A value with the place it stands in, as evidence names it. */
type Dated = readonly [path: string, time: string | null | undefined];
const OLDEST = Date.parse('1990-01-01T00:00:00Z');
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

function caseFaults(say: Say<Code>, facts: CaseFacts): Finding[] {
  const { head, closing } = facts.dossier;
  const times = timesOf(facts);
  const [first, last] = [ms(head.receivedAt), ms(closing.closedAt)];
  const told = (code: Code, values: string[]): Finding[] =>
    values.length > 0 ? [say(code, 'case', { count: values.length, values: values.slice(0, 40) })] : [];
  const where = (test: (time: number) => boolean, of = times): string[] =>
    of.filter(([, time]) => test(ms(time))).map(([path]) => path);
  const latest = ms(facts.at) + LIMITS.aheadMs;
  return [
    ...told(
      'IN_THE_FUTURE',
      where((time) => time > latest),
    ),
    ...told('OUT_OF_ORDER', orderOf(facts)),
    ...told('NOT_OF_SCHEME', schemeDiffers(facts)),
    ...told(
      'LONG_AGO',
      where((time) => time < OLDEST),
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

function materialFaults(say: Say<Code>, { described, files, material }: MaterialFacts): Finding[] {
  const unconfirmed = described?.collected === 'scan' && described.confirmed !== true;
  return [
    ...(unconfirmed ? [say('SCAN_NOT_CONFIRMED', `material:${material}`)] : []),
    ...files.flatMap(({ object, captured }) => [
      ...(captured.size === 0 ? [say('FILE_EMPTY', object)] : []),
      ...(captured.pages === 0 ? [say('PAGES_IMPLAUSIBLE', object)] : []),
    ]),
  ];
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
      'times in their order and not in the future, matter and department against the scheme, the case number against matter and day; of a material its sizes, pages and the confirmation of a scan',
    basis: 'standards/1 §1.4; the rules are ours',
    sure: 'F',
    built: 'part',
    codes,
  },
  (say) => ({
    file: (facts) => {
      const faults = materialFaults(say, facts);
      return faults.length > 0 ? faults : [say('PLAUSIBLE', `material:${facts.material}`)];
    },
    case: (facts) => {
      const faults = caseFaults(say, facts);
      return faults.length > 0 ? faults : [say('PLAUSIBLE', 'case')];
    },
  }),
);
