import type { StepName } from '@guidang/contracts';
import { STEPS } from '@guidang/contracts';
import type { Announced } from '@guidang/store/decide';
import type { CaseMemory } from '@guidang/stream';
import type { Stage } from './stage.ts';

/** What one step has written of a case so far. */
export interface StepRoom {
  /** What the step itself remembers; undefined before its first link. */
  memory: CaseMemory | undefined;
  /** Offset and time of its last link in the partition; -1 where there is none. */
  lastOffset: number;
  lastTime: string;
  /**
   * Earlier memories, oldest first, for a step that reads several topics, each with the topics whose inputs may still have met it: between which links an input was
   * met that no link answers is known by the order of its own topic alone.
   */
  before: { readonly memory: CaseMemory; readonly topics: readonly string[] }[];
}

/** A link whose digest the seal of its case will name. */
export interface NamedLink {
  readonly step: StepName;
  readonly offset: number;
  readonly sha256: string;
}

/** All that an audit must remember of one case: JSON, so that it can be put aside on disk and fetched again. */
export interface CaseRoom {
  readonly name: string;
  stage: Stage;
  /** Whether it was looked at if the case belongs into this partition. */
  placed: boolean;
  readonly steps: Record<StepName, StepRoom>;
  /** Links of capture and check until the case is sealed. */
  links: NamedLink[];
  /** Objects the case is known to consist of until it is stored; kept only where contents are looked at. */
  objects: { content: string; size: number; offset: number; time: number }[];
  /** What its package was announced with; kept only where contents are looked at. */
  announced: Announced | null;
}

export const emptyRoom = (name: string): CaseRoom => ({
  name,
  stage: 'unknown',
  placed: false,
  steps: Object.fromEntries(
    STEPS.map((step) => [step, { memory: undefined, lastOffset: -1, lastTime: '', before: [] }]),
  ) as unknown as CaseRoom['steps'],
  links: [],
  objects: [],
  announced: null,
});
