import { MATTERS, type Matter, matterCode, schemeOf } from '../matters/index.ts';
import type { DepartmentId } from '../people/departments.ts';
import { MOULDS } from './moulds.ts';
import { ACTIONS, nameOf, SUBJECTS } from './names.ts';

/** Matters of the city, the lab's own among them: as many as one city of this size lists. */
export const CITY_SIZE = 491;

/** One matter of a mould, under a code of its own. */
function made(department: DepartmentId, name: string, mould: string, number: number): Matter {
  const { level, ...rest } = MOULDS.find((one) => one.mould === mould)!;
  const catalogue = `001${rest.type}${String(number).padStart(4, '0')}000`;
  // What is configured through registry begins with its first version.
  const matter = { ...rest, level, department, name, catalogue, id: '', schemeVersion: 1 };
  return { ...matter, id: `m-${matterCode(matter)}` };
}

/** By turns: the first matter of each department, then the second of each, so that every department has its share however many are taken. */
function byTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

const candidates = (Object.entries(SUBJECTS) as [DepartmentId, (typeof SUBJECTS)[DepartmentId]][]).map(
  ([department, subjects]) =>
    byTurns(
      subjects.map(([subject, mould]) =>
        ACTIONS[mould]!.map((action) => ({ department, mould, name: nameOf(subject, action) })),
      ),
    ),
);

/** The city's matters: those of the lab, whose schemes lie in a folder, and those that are configured through registry. */
export const CITY_MATTERS: readonly Matter[] = [
  ...MATTERS,
  ...byTurns(candidates)
    .slice(0, CITY_SIZE - MATTERS.length)
    .map(({ department, name, mould }, at) => made(department, name, mould, at + 1)),
];

/** What the scheme of a mould's matters says, as registry takes it for a template. */
export function templateOf(mould: string): object {
  const { items, unlisted, steps, retention, sharing, openness, referenceCode, validFrom, check } = schemeOf(
    CITY_MATTERS.find((one) => one.mould === mould)!,
  );
  const { fonds: _, ...parts } = referenceCode;
  return { items, unlisted, steps, retention, sharing, openness, referenceCode: parts, validFrom, check };
}

/** A line of the national list of matters, by its identifiers. */
export const listLineOf = (matter: Matter): Record<string, string | number> => ({
  ...{ task_code: matterCode(matter), task_name: matter.name, task_type: matter.type },
  ...{ dept_code: matterCode(matter).slice(0, 18), server_type: matter.applicant, project_type: matter.kind },
  ...(matter.statutoryDays !== null && { anticipate_day: matter.statutoryDays }),
  ...(matter.promisedDays !== null && { promise_day: matter.promisedDays }),
  task_state: '1',
});
