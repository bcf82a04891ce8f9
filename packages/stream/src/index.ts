export {
  type CachedCase,
  type CachedLink,
  type CachePosition,
  type SqlDoor,
  type StateCache,
  sqlCache,
  sqlDoor,
} from './cache.ts';
export { ControlFollower } from './controls.ts';
export { decisionRecord } from './decisions.ts';
export { ChainJudge, InputCursor, type ReadOn } from './judge.ts';
export type { ClientLog, KafkaOptions } from './kafka.ts';
export {
  blank,
  type CaseMemory,
  IllegalOrder,
  type Ingredients,
  type MadeLink,
  makeLink,
  remember,
} from './make-link.ts';
export { heldBytes, PartitionMemory } from './memory.ts';
export { misplaced } from './misplaced.ts';
export { feedbackRecord, openKeyOf, parkedFeedback, parkedId, parkedOf, parkedRecord } from './parked.ts';
export { openPublisher, type Publisher } from './publisher.ts';
export { accepts } from './quick/accepts.ts';
export { decideQuickly, type QuickDecision, type QuickLink, quickLink, takeOver } from './quick/quick-link.ts';
export { cursorOver, type Extent, type LogEntry, type LogReader, openReader } from './reader.ts';
export { firstDifference, type LinkFault, type LinkFinding, type OpenedLink, openLink, redecide } from './redecide.ts';
export { RELEASED, type Release, releaseOf } from './release.ts';
export { type ReplayFinding, type ReplayReport, replay } from './replay.ts';
export { GivenUp, untilItAnswers } from './retry.ts';
export { type RuleVersions, ruleOf } from './rule-versions.ts';
export { type RunningStep, type RunOptions, runStep } from './run-step.ts';
export { SchemeFollower } from './scheme-follower.ts';
export { publishedScheme, SchemeBook } from './schemes.ts';
export type { AnyStep, Backoff, Gathering, Step } from './step.ts';
export { silent, type Telemetry } from './telemetry.ts';
export { TopicTail } from './topic-tail.ts';
export { TRACE_HEADERS } from './trace.ts';
export { type Answered, type CommittedBatch, type OpenWriter, openWriter, type TransactionalWriter } from './writer.ts';
