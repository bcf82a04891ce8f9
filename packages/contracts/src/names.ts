/**
 * The words of the house, once: steps, topics, and which topic belongs to whom (architecture.md §1, §4).
 * A folder, a consumer group, a metric label and a chart value use the same word.
 */

/** The six steps in the order of the chain. */
export const STEPS = ['capture', 'check', 'seal', 'package', 'store', 'use'] as const;
export type StepName = (typeof STEPS)[number];

export type ArchiveTopic = `archive.${StepName}`;
export type ParkedTopic = `archive.${StepName}.parked`;

export const CASE_EVENTS = 'case.events';
export const CASE_DECISIONS = 'case.decisions';
export const CASE_FEEDBACK = 'case.feedback';
export const CHECKPOINTS = 'archive.checkpoint';
export const SCHEMES = 'registry.schemes';
/** Where operators bid steps pause and go on. It belongs to the running of the stream, not to what is archived: no audit reads it. */
export const CONTROLS = 'stream.controls';

/** Where the notary puts aside a link it could not take into the log. */
export const NOTARY_PARKED = 'archive.notary.parked';

/** The topic a step appends its links to. */
export const archiveTopic = (step: StepName): ArchiveTopic => `archive.${step}`;
/** The topic a step puts aside what it could not work on. */
export const parkedTopic = (step: StepName): ParkedTopic => `archive.${step}.parked`;

/** The archive topics in chain order: also the order of ranges in a checkpoint. */
export const ARCHIVE_TOPICS: readonly ArchiveTopic[] = STEPS.map(archiveTopic);
export const PARKED_TOPICS: readonly ParkedTopic[] = STEPS.map(parkedTopic);

/** Topics keyed by case number: all have the same number of partitions, so partition n of one answers partition n of another. */
export const CASE_KEYED_TOPICS: readonly string[] = [
  CASE_EVENTS,
  ...ARCHIVE_TOPICS,
  ...PARKED_TOPICS,
  NOTARY_PARKED,
  CASE_DECISIONS,
  CASE_FEEDBACK,
];

/** Every topic of the system. `infra/kafka/topics.yaml` names the same ones (held by a test). */
export const TOPICS: readonly string[] = [...CASE_KEYED_TOPICS, CHECKPOINTS, SCHEMES, CONTROLS];

/** What each step reads. Partition n of all of them goes to one member. */
export const READS: Readonly<Record<StepName, readonly string[]>> = {
  capture: [CASE_EVENTS],
  check: ['archive.capture', CASE_DECISIONS],
  seal: ['archive.check'],
  package: ['archive.seal'],
  store: ['archive.package', CASE_DECISIONS],
  use: ['archive.store', CASE_DECISIONS],
};
