import type { z } from 'zod';
import type { StepName } from '../names.ts';
import { CaptureLink } from './capture.ts';
import { CheckLink } from './check.ts';
import { PackageLink } from './package.ts';
import { SealLink } from './seal.ts';
import { StoreLink } from './store.ts';
import { UseLink } from './use.ts';

export * from './build.ts';
export * from './capture.ts';
export * from './check.ts';
export * from './dossier.ts';
export * from './link.ts';
export * from './manifest.ts';
export * from './package.ts';
export * from './seal.ts';
export * from './store.ts';
export * from './use.ts';

/** The contract of each step's links. */
export const LINKS = {
  capture: CaptureLink,
  check: CheckLink,
  seal: SealLink,
  package: PackageLink,
  store: StoreLink,
  use: UseLink,
} as const satisfies Record<StepName, z.ZodType>;
export type CaseLink = CaptureLink | CheckLink | SealLink | PackageLink | StoreLink | UseLink;
