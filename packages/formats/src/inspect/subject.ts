import type { Bytes } from '../bytes.ts';
import type { Identity } from '../identify/identify.ts';
import type { Limits } from '../limits.ts';
import type { SignatureAnchors } from '../trust.ts';

/** A file in front of an inspector. */
export interface Subject {
  readonly bytes: Bytes;
  /** where it lies on the local disk, if it does */
  readonly path: string | null;
  readonly identity: Identity;
  readonly limits: Limits;
  /** whom signatures inside the file are believed */
  readonly anchors: SignatureAnchors;
  /** when to stop of one's own accord (performance.now), a little before the process would be ended */
  readonly deadline: number;
}
