import type { LinkType } from '@guidang/contracts';

/** How far a case has come, as its links tell. */
export type Stage =
  | 'unknown'
  | 'open'
  | 'captured'
  | 'refused'
  | 'checked'
  | 'sealed'
  | 'packaged'
  | 'package-refused'
  | 'stored'
  | 'withdrawn';

/** Stages in which nothing more has to come. */
export const ENDED: ReadonlySet<Stage> = new Set(['stored', 'withdrawn']);

const AFTER: Readonly<Partial<Record<LinkType, Stage>>> = {
  CaseOpened: 'open',
  CaseCaptured: 'captured',
  CaseReopened: 'open',
  CaseWithdrawn: 'withdrawn',
  CaseChecked: 'checked',
  CaseRefused: 'refused',
  CaseSealed: 'sealed',
  CasePackaged: 'packaged',
  PackageRefused: 'package-refused',
  CaseStored: 'stored',
};
/** A case that passed the check is archived as it is, whatever is captured of it later (decision 0001). */
const PASSED: ReadonlySet<Stage> = new Set(['checked', 'sealed', 'packaged', 'package-refused', 'stored']);

/** Where a case stands after a link of this type. */
export function stageAfter(stage: Stage, type: LinkType): Stage {
  const next = AFTER[type] ?? stage;
  return PASSED.has(stage) && !PASSED.has(next) ? stage : next;
}
