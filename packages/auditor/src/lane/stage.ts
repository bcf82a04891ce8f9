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

/** Where a case stands after a link of this type; types that are not here leave it where it is. */
export const STAGE_AFTER: Readonly<Partial<Record<LinkType, Stage>>> = {
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
