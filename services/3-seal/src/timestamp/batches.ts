import type { SealFacts } from '@guidang/contracts';
import { base64, buildBatch, hex } from '@guidang/evidence';
import type { AskAuthority } from '@guidang/host';

export type Timestamp = SealFacts['timestamp'];

/** Has a digest timestamped, together with whoever waits at the same moment. */
export type Stamp = (digest: Uint8Array, signal: AbortSignal) => Promise<Timestamp>;

export interface BatchOptions {
  /** Digests under one timestamp at most. */
  readonly most: number;
  /** How long the first one waits for others, in milliseconds. */
  readonly waitMs: number;
}

interface Waiter {
  readonly digest: Uint8Array;
  readonly resolve: (timestamp: Timestamp) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Brings the digests that wait at the same moment under one root and asks for one timestamp over it; each gets the token and its own path (RFC 4998 §4.2).
 * One question is under way at a time: who comes meanwhile waits and shares the next, so the slower the authority, the fewer it is asked. When it fails,
 * everybody in the batch is told, and nobody has a timestamp.
 */
export class TimestampBatches {
  readonly #ask: AskAuthority;
  readonly #options: BatchOptions;
  readonly #waiting = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;
  #asking = false;

  constructor(ask: AskAuthority, options: BatchOptions) {
    this.#ask = ask;
    this.#options = options;
  }

  readonly stamp: Stamp = (digest, signal) =>
    new Promise<Timestamp>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const waiter: Waiter = {
        digest,
        resolve: (timestamp) => settle(() => resolve(timestamp)),
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
    if (this.#asking || this.#waiting.size === 0) return;
    const batch = [...this.#waiting].slice(0, this.#options.most);
    for (const waiter of batch) this.#waiting.delete(waiter);
    this.#asking = true;
    void this.#stampAll(batch).finally(() => {
      this.#asking = false;
      this.#go();
    });
  }

  async #stampAll(batch: readonly Waiter[]): Promise<void> {
    try {
      const { root, paths } = buildBatch(batch.map(({ digest }) => digest));
      const token = base64(await this.#ask(root));
      for (const { digest, resolve } of batch) {
        const path = paths.get(hex(digest))!.map((group) => [...group]);
        resolve({ token, root: hex(root), path });
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
