import type { StepName } from '@guidang/contracts';

/** What the runtime tells about its work. Names of steps, topics and types only: nothing of a case. */
export interface Telemetry {
  /** A record was decided: `type` is the link's type, or the reason it was skipped or parked for. */
  decided(what: { step: StepName; outcome: 'emit' | 'skip' | 'park'; type: string; seconds: number }): void;
  /** Something that may pass was met, and is tried again. */
  retried(what: { step: StepName; attempt: number; error: unknown }): void;
  committed(what: { step: StepName; partition: number; records: number; seconds: number }): void;
  /** Records of an input partition that wait behind the one last read. */
  lag(what: { step: StepName; topic: string; partition: number; records: number }): void;
  /** Whether somebody has paused the step; told as soon as it is known and at every change. */
  paused(what: { step: StepName; paused: boolean }): void;
  /** The runtime lost its footing and begins again; or the cache cannot be reached. */
  trouble(what: { step: StepName; where: string; error: unknown }): void;
}

export const silent: Telemetry = {
  decided: () => {},
  retried: () => {},
  committed: () => {},
  lag: () => {},
  paused: () => {},
  trouble: () => {},
};
