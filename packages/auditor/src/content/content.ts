import type { Raised } from '../findings/finding.ts';
import type { ContentTask } from '../lane/sink.ts';

/** How much was read back from the stores. */
export interface ContentCount {
  readonly objects: number;
  readonly bytes: number;
}

/** Looks at objects in the stores: layer 6. */
export type ContentAudit = (
  tasks: readonly ContentTask[],
  found: (finding: Raised) => void,
  progress: (done: number, of: number) => void,
) => Promise<ContentCount>;
