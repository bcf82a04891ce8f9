import type { CaseLink } from './links/index.ts';
import type { StepName } from './names.ts';

/**
 * The legal order of a case (chain.md): per step, which link types may follow which, and which input types a link type may answer.
 * `null` stands for the beginning of the step's chain.
 */
export type LinkType = CaseLink['type'];

const open: readonly LinkType[] = [
  'CaseOpened',
  'FormCaptured',
  'MaterialCaptured',
  'MaterialSuperseded',
  'MaterialRefused',
  'ProcessStepRecorded',
  'ResultCaptured',
  'CaseReopened',
];
const checking: readonly (LinkType | null)[] = [
  null,
  'MaterialChecked',
  'CaseRefused',
  'CaseAwaitingReview',
  'FindingResolved',
  'ResolutionRefused',
];

/** What is done to a case that is stored, or to a package from elsewhere that was received, in any order. */
const keeping: readonly LinkType[] = [
  'CaseStored',
  'PackageReceived',
  'EvidenceRenewed',
  'RenewalRefused',
  'PackageInspected',
];

/** For each link type, what may stand directly before it in the same step's chain of the same case. */
export const MAY_FOLLOW: Readonly<Record<LinkType, readonly (LinkType | null)[]>> = {
  CaseOpened: [null],
  FormCaptured: open,
  MaterialCaptured: open,
  MaterialSuperseded: open,
  MaterialRefused: open,
  ProcessStepRecorded: open,
  ResultCaptured: open,
  CaseCaptured: open,
  CaseWithdrawn: open,
  CaseReopened: ['CaseCaptured'],
  MaterialChecked: checking,
  CaseChecked: checking,
  CaseRefused: checking,
  CaseAwaitingReview: checking,
  FindingResolved: ['CaseRefused', 'CaseAwaitingReview', 'FindingResolved', 'ResolutionRefused'],
  ResolutionRefused: [...checking, 'CaseChecked'],
  CaseSealed: [null],
  CasePackaged: [null],
  CaseStored: [null, 'PackageRefused'],
  PackageRefused: [null, 'PackageRefused'],
  EvidenceRenewed: keeping,
  RenewalRefused: keeping,
  PackageInspected: keeping,
  PackageReceived: [null, 'PackageTurnedAway'],
  PackageTurnedAway: [null, 'PackageTurnedAway'],
  CaseIndexed: [null, 'CopyMade', 'UseRefused'],
  ReceivedIndexed: [null, 'UseRefused'],
  CopyMade: ['CaseIndexed', 'ReceivedIndexed', 'CopyMade', 'UseRefused'],
  UseRefused: [null, 'CaseIndexed', 'ReceivedIndexed', 'CopyMade', 'UseRefused'],
};

/** For each link type, the types of records it may answer: event types, link types or decision types. */
export const MAY_ANSWER: Readonly<Record<LinkType, readonly string[]>> = {
  CaseOpened: ['case.accepted'],
  FormCaptured: ['case.form.replaced'],
  MaterialCaptured: ['case.material.added', 'case.material.replaced'],
  MaterialSuperseded: ['case.material.replaced'],
  MaterialRefused: ['case.form.replaced', 'case.material.added', 'case.material.replaced', 'case.result.issued'],
  ProcessStepRecorded: ['case.step.recorded'],
  ResultCaptured: ['case.result.issued'],
  CaseCaptured: ['case.closed'],
  CaseWithdrawn: ['case.withdrawn'],
  CaseReopened: ['case.amended'],
  MaterialChecked: ['CaseOpened', 'FormCaptured', 'MaterialCaptured', 'MaterialSuperseded', 'ResultCaptured'],
  CaseChecked: ['CaseCaptured', 'finding.resolved'],
  CaseRefused: ['CaseCaptured', 'finding.resolved'],
  CaseAwaitingReview: ['CaseCaptured'],
  FindingResolved: ['finding.resolved'],
  ResolutionRefused: ['finding.resolved'],
  CaseSealed: ['CaseChecked'],
  CasePackaged: ['CaseSealed'],
  CaseStored: ['CasePackaged'],
  PackageRefused: ['CasePackaged'],
  EvidenceRenewed: ['renewal.due'],
  RenewalRefused: ['renewal.due'],
  PackageInspected: ['package.inspected'],
  PackageReceived: ['package.handed-in'],
  PackageTurnedAway: ['package.handed-in'],
  CaseIndexed: ['CaseStored'],
  ReceivedIndexed: ['PackageReceived'],
  CopyMade: ['use.requested'],
  UseRefused: ['use.requested'],
};

/** Whether a step may write a link of type `next` directly after one of type `before` (null: at the beginning). */
export const isLegalOrder = (before: LinkType | null, next: LinkType): boolean => MAY_FOLLOW[next].includes(before);

/** Which step writes which type. */
export const STEP_OF: Readonly<Record<LinkType, StepName>> = {
  CaseOpened: 'capture',
  FormCaptured: 'capture',
  MaterialCaptured: 'capture',
  MaterialSuperseded: 'capture',
  MaterialRefused: 'capture',
  ProcessStepRecorded: 'capture',
  ResultCaptured: 'capture',
  CaseCaptured: 'capture',
  CaseWithdrawn: 'capture',
  CaseReopened: 'capture',
  MaterialChecked: 'check',
  CaseChecked: 'check',
  CaseRefused: 'check',
  CaseAwaitingReview: 'check',
  FindingResolved: 'check',
  ResolutionRefused: 'check',
  CaseSealed: 'seal',
  CasePackaged: 'package',
  CaseStored: 'store',
  PackageRefused: 'store',
  EvidenceRenewed: 'store',
  RenewalRefused: 'store',
  PackageInspected: 'store',
  PackageReceived: 'store',
  PackageTurnedAway: 'store',
  CaseIndexed: 'use',
  ReceivedIndexed: 'use',
  CopyMade: 'use',
  UseRefused: 'use',
};
