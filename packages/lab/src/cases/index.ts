export { type CasePlan, labCase, labSubmission } from './case.ts';
export type { Expectation, ExpectedFinding } from './expectation.ts';
export type { PlannedFile } from './files.ts';
export { type HostileRecord, hostileRecords } from './hostile.ts';
export { CASE_KINDS, type CaseKind, KINDS, MIX, type Mix } from './kinds.ts';
export { type CaseOptions, DEFAULTS } from './options.ts';
