import { buildHashTree, type DigestName, type ReducedTree, type VerifiedToken } from '@guidang/evidence';
import type { AskToken } from './authority.ts';

/** What one group of digests has of a timestamp that many share: the token, and the reduced tree that leads from the group to it (RFC 4998 §4.2). */
export interface GroupStamp {
  readonly token: Buffer;
  readonly verified: VerifiedToken;
  readonly root: Buffer;
  readonly tree: ReducedTree;
}

/** Has a group of digests timestamped, together with whoever waits at the same moment. A case is a group of one: the digest of its manifest. */
export type StampGroup = (group: readonly Uint8Array[], signal: AbortSignal) => Promise<GroupStamp>;

export interface BatchOptions {
  /** The digest of the tree, of what waits, and of what the token is over. */
  readonly algorithm: DigestName;
  /** Groups under one timestamp at most. */
  readonly most: number;
  /** How long the first one waits for others, in milliseconds. */
  readonly waitMs: number;
  /** Told of every batch that was stamped. */
  readonly stamped?: (groups: number) => void;
}

interface Waiter {
  readonly group: readonly Uint8Array[];
  readonly resolve: (stamp: GroupStamp) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Brings what waits at the same moment under one root and asks for one timestamp over it: as soon as `most` wait, or the first has waited `waitMs`, whichever comes
 * first. One question is under way at a time: who comes meanwhile waits and shares the next, so the slower the authority, the fewer it is asked. When it fails,
 * everybody in the batch is told, and nobody has a timestamp.
 */
export class TimestampBatches {
  readonly #ask: AskToken;
  readonly #options: BatchOptions;
  readonly #waiting = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;
  #asking: readonly Waiter[] = [];

  constructor(ask: AskToken, options: BatchOptions) {
    this.#ask = ask;
    this.#options = options;
  }

  /** How many groups wait at this moment, the batch under way included. */
  get waiting(): number {
    return this.#asking.length + this.#waiting.size;
  }

  readonly stamp: StampGroup = (group, signal) =>
    new Promise<GroupStamp>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const waiter: Waiter = {
        group,
        resolve: (stamp) => settle(() => resolve(stamp)),
        reject: (error) => settle(() => reject(error)),
      };
      const giveUp = (): void => waiter.reject(signal.reason);
      const settle = (done: () => void): void => {
        signal.removeEventListener('abort', giveUp);
        this.#waiting.delete(waiter);
        done();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(waiter);
      if (this.#waiting.size >= this.#options.most) this.#go();
      else this.#timer ??= setTimeout(() => this.#go(), this.#options.waitMs);
    });

  #go(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // The question under way ends in another call.
    if (this.#asking.length > 0 || this.#waiting.size === 0) return;
    const batch = [...this.#waiting].slice(0, this.#options.most);
    for (const waiter of batch) this.#waiting.delete(waiter);
    this.#asking = batch;
    void this.#stampAll(batch).finally(() => {
      this.#asking = [];
      this.#go();
    });
  }

  async #stampAll(batch: readonly Waiter[]): Promise<void> {
    const { algorithm, stamped } = this.#options;
    try {
      const { root, trees } = buildHashTree(
        batch.map(({ group }) => group),
        algorithm,
      );
      const { token, verified } = await this.#ask(root, algorithm);
      stamped?.(batch.length);
      for (const [i, { resolve }] of batch.entries()) resolve({ token, verified, root, tree: trees[i]! });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
