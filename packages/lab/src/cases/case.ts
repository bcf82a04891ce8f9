import type { ApplicationForm, CaseEvent, Scheme } from '@guidang/contracts';
import { personalOf } from './applicant.ts';
import { basisOf } from './basis.ts';
import { eventsOf } from './events.ts';
import type { Expectation } from './expectation.ts';
import type { PlannedFile } from './files.ts';
import type { CaseKind } from './kinds.ts';
import { making } from './making.ts';
import type { CaseOptions } from './options.ts';
import { broughtBy, ordinary } from './story.ts';
import { TURNS } from './turns/turns.ts';

/** A case from its first word to its last: what is published, in order, and the objects it names. */
export interface CasePlan {
  seed: string;
  index: number;
  kind: CaseKind;
  variant: string | null;
  /** 办件编号, 43 characters; key of every record of the case */
  case: string;
  scheme: Scheme;
  /** the one object that names people; the first of `files` is its bytes */
  form: ApplicationForm;
  /** 一件事一次办: set where another case has the same */
  submission: string | null;
  /** in the order and with the times in which they happen, all before `now` */
  events: readonly CaseEvent[];
  /** every object of the case once, to be put where the publisher's files are before the events are told */
  files: readonly PlannedFile[];
  /** names, numbers, phones, addresses: none of these texts may be found in any record */
  personal: readonly string[];
  expect: Expectation;
}

/**
 * Case number `index` of a seed. The same seed, index and options make the same plan and the same bytes, in any order, alone or side by side.
 * @throws RangeError where the options ask for a variant, matter or mix that there is not
 */
export async function labCase(seed: string, index: number, options: CaseOptions = {}): Promise<CasePlan> {
  const basis = basisOf(seed, index, options);
  const { acts, expect } = TURNS[basis.kind](ordinary(basis), basis);
  const files = await making(acts, basis);
  const brought = acts.flatMap((act) => broughtBy(act)?.files ?? []).map((file) => files.of(file));
  const objects = [files.form, ...brought, ...(files.countersignature ? [files.countersignature] : [])];
  return {
    seed,
    index,
    kind: basis.kind,
    variant: basis.variant,
    case: basis.number,
    scheme: basis.scheme,
    form: basis.form,
    submission: basis.submission?.id ?? null,
    events: eventsOf(acts, basis, files),
    files: [...new Map(objects.map(({ file }) => [file.content, file])).values()],
    personal: personalOf(basis.applicant),
    expect,
  };
}

/** The two cases of submission `n`, that are cases 2n and 2n+1 where they are asked for by kind. */
export const labSubmission = (seed: string, n: number, options: CaseOptions = {}): Promise<[CasePlan, CasePlan]> =>
  Promise.all([
    labCase(seed, n * 2, { ...options, kind: 'submission' }),
    labCase(seed, n * 2 + 1, { ...options, kind: 'submission' }),
  ]);
