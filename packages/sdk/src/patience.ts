import { setTimeout as sleep } from 'node:timers/promises';
import { Unreachable } from './errors.ts';

/** How long one call may go on asking, and the pauses in between: doubling, each shortened by up to half at random. */
export interface Patience {
  /** milliseconds from the first attempt after which no further one is made */
  readonly totalMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}
export const PATIENCE: Patience = { totalMs: 60_000, firstPauseMs: 200, longestPauseMs: 10_000 };

/** Something that may pass. `afterMs` is how long the other side asked us to wait. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
  readonly afterMs: number;
  constructor(why: string, { afterMs = 0, cause }: { afterMs?: number; cause?: unknown } = {}) {
    super(why, { cause });
    this.afterMs = afterMs;
  }
}

/**
 * Asks until there is an answer or patience ends. Only NotNow is asked again; whatever else is thrown is an answer.
 * @throws Unreachable with the last NotNow as its cause
 */
export async function patiently<T>(ask: () => Promise<T>, patience: Patience): Promise<T> {
  const until = performance.now() + patience.totalMs;
  for (let pause = patience.firstPauseMs; ; pause = Math.min(pause * 2, patience.longestPauseMs)) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof NotNow)) throw error;
      const wait = Math.max(error.afterMs, pause * (1 - Math.random() / 2));
      if (performance.now() + wait > until)
        throw new Unreachable(`多次尝试未果 / asked several times, in vain: ${error.message}`, { cause: error });
      await sleep(wait);
    }
  }
}
