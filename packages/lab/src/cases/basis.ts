import type { ApplicationForm, Scheme } from '@guidang/contracts';
import { OPINIONS } from '../documents/sheets/handling.ts';
import { MATTERS, type Matter, matter, matterCode, type ProcessStepCode, schemeOf, stepsOf } from '../matters/index.ts';
import { DEPARTMENTS, type Department } from '../people/departments.ts';
import { Random } from '../random.ts';
import { type Applicant, applicantFor, formOf } from './applicant.ts';
import { compact, firstDay, sittings, workdays } from './calendar.ts';
import { type CaseKind, KINDS, MIX } from './kinds.ts';
import { kindAt } from './mix.ts';
import { type CaseOptions, DEFAULTS } from './options.ts';
import { partOf } from './submission.ts';

/** When people sit down to a case, in order. The last two only where something has to be mended. */
export const SITTINGS = ['receive', 'review', 'inspect', 'decide', 'close', 'amend', 'again'] as const;
export type Sitting = (typeof SITTINGS)[number];
export type Outcome = 'granted' | 'refused' | 'ended';

/** What one recorded step of the handling says. */
export interface Handling {
  officer: string;
  opinion: string;
}

/** All that is settled about a case before its papers are made. */
export interface Basis {
  kind: CaseKind;
  variant: string | null;
  matter: Matter;
  scheme: Scheme;
  department: Department;
  number: string;
  outcome: Outcome;
  applicant: Applicant;
  form: ApplicationForm;
  channel: '1' | '2' | '3';
  /** identifier of the submission that serves two cases, and the names of the materials both have */
  submission: { id: string; shares: readonly string[] } | null;
  /** working days */
  day: number;
  at: Readonly<Record<Sitting, number>>;
  handling: Readonly<Record<ProcessStepCode, Handling>>;
  files: number;
  /** bytes of its large file; null where it has none */
  large: number | null;
  /** chance of this case alone, and that of the whole submission (the same one where there is none) */
  own: Random;
  shared: Random;
}

export function basisOf(seed: string, index: number, options: CaseOptions): Basis {
  const own = new Random(`${seed}/case/${index}`);
  const kind = options.kind ?? kindAt(seed, index, options.mix ?? MIX);
  const asked = typeof options.matter === 'string' ? matter(options.matter) : options.matter;
  const part = kind === 'submission' ? partOf(seed, index, asked?.id) : null;
  const shared = part ? new Random(part.path) : own;
  const m = part?.matter ?? asked ?? own.fork('matter').pick(MATTERS);
  const applicant = applicantFor(part?.first ?? m, shared.fork('applicant'));
  const outcome = kind === 'refused' || kind === 'ended' ? kind : 'granted';
  const day = dayFor(index, (options.now ?? DEFAULTS.now).getTime(), shared);
  const number = `${matterCode(m)}${compact(day)}${serialOf(seed, index)}`;
  const { share, bytes } = options.large ?? DEFAULTS.large;
  return {
    kind,
    variant: variantOf(kind, options.variant, own.fork('variant')),
    matter: m,
    scheme: schemeOf(m),
    department: DEPARTMENTS[m.department],
    number,
    outcome,
    applicant,
    form: formOf(
      number,
      applicant,
      fieldsOf(m, applicant, own.fork('fields')),
      own.fork('salt').bytes(32).toString('hex'),
    ),
    channel: shared.fork('channel').pick(['1', '1', '1', '2', '2', '3']),
    submission: part && { id: part.id, shares: part.shares },
    day,
    at: momentsOf(m, day, own.fork('calendar')),
    handling: handlingOf(m, outcome, own.fork('handling')),
    files: options.files ?? DEFAULTS.files,
    large: !part && own.fork('large').chance(share) ? bytes : null,
    own,
    shared,
  };
}

/** Whether a material is handed in once for two cases. */
export const isShared = ({ submission }: Basis, { name }: { name: string }): boolean =>
  submission?.shares.includes(name) ?? false;

/** Serials run through the cases of a seed and begin anywhere, so that seeds seldom meet. After ten thousand they begin again, twelve weeks earlier. */
const ROUND = 10_000;
const serialOf = (seed: string, index: number): string =>
  String((new Random(`${seed}/serial`).below(ROUND) + index) % ROUND).padStart(4, '0');

function dayFor(index: number, now: number, random: Random): number {
  const weeks = 12 * Math.floor(index / ROUND);
  return firstDay(now - weeks * 7 * 24 * 3_600_000, random.fork('day'));
}

/** @throws RangeError where the kind has no such variant */
function variantOf(kind: CaseKind, asked: string | undefined, random: Random): string | null {
  const variants: readonly string[] = KINDS[kind].variants;
  if (asked !== undefined && !variants.includes(asked)) throw new RangeError(`${kind} has no variant ${asked}`);
  return asked ?? (variants.length > 0 ? random.pick(variants) : null);
}

/** 即办件 are done in one go; others take their days, within what was promised. */
function momentsOf(m: Matter, day: number, random: Random): Basis['at'] {
  const most = m.kind === '1' ? 0 : Math.min(3, Math.floor((m.promisedDays ?? 1) / 4));
  const gaps = SITTINGS.map((sitting) => {
    if (sitting === 'receive') return 0;
    return sitting === 'amend' || sitting === 'again' ? random.between(1, 2) : random.between(0, most);
  });
  const times = sittings(day, gaps, random);
  return Object.fromEntries(SITTINGS.map((sitting, i) => [sitting, times[i]!])) as Record<Sitting, number>;
}

/** 承诺办结时间 counted from the day of acceptance; a matter without one has none. */
export const promisedDay = ({ matter: m, day }: Basis): number | null =>
  m.promisedDays === null ? null : workdays(day, m.promisedDays);

function handlingOf(m: Matter, outcome: Outcome, random: Random): Basis['handling'] {
  const opinions: Record<ProcessStepCode, readonly string[]> = {
    receive: OPINIONS.receive,
    accept: OPINIONS.accept,
    review: outcome === 'refused' ? OPINIONS.decline : outcome === 'ended' ? OPINIONS.end : OPINIONS.review,
    inspect: OPINIONS.inspect,
    decide: outcome === 'refused' ? OPINIONS.decline : outcome === 'ended' ? OPINIONS.end : OPINIONS.decide,
    close: OPINIONS.close,
  };
  return Object.fromEntries(
    stepsOf(m).map((code) => [
      code,
      { officer: `${m.department}-${random.digits(4)}`, opinion: random.pick(opinions[code]) },
    ]),
  ) as Record<ProcessStepCode, Handling>;
}

/** The form's own fields, filled in. */
function fieldsOf(m: Matter, { person: { birth } }: Applicant, random: Random): [string, string][] {
  const decade = Math.floor((2026 - Number(birth.slice(0, 4))) / 10);
  return m.fields.map(([name, values]) => [
    name,
    name === '年龄段' ? values[Math.min(Math.max(decade - 8, 0), values.length - 1)]! : random.pick(values),
  ]);
}
