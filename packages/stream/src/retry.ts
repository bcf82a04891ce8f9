import { setTimeout as sleep } from 'node:timers/promises';
import type { Backoff } from './step.ts';

/** The work was given up because the partition was lost or the service stops. Not a fault. */
export class GivenUp extends Error {
  constructor() {
    super('given up: the partition was lost or the service stops');
    this.name = 'GivenUp';
  }
}

/**
 * Asks until there is an answer. A throw means "not now, ask again": pauses double up to a limit and are shortened at random, so that many who wait
 * for the same thing do not come back at the same moment. @throws GivenUp when the signal is raised
 */
export async function untilItAnswers<T>(
  ask: () => Promise<T>,
  { firstMs, mostMs }: Backoff,
  signal: AbortSignal,
  failed: (attempt: number, error: unknown) => void,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw new GivenUp();
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || error instanceof GivenUp) throw new GivenUp();
      failed(attempt, error);
      const pause = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 20)) * (1 - Math.random() / 2);
      await sleep(pause, undefined, { signal }).catch(() => {
        throw new GivenUp();
      });
    }
  }
}
