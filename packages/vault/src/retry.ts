import { setTimeout as sleep } from 'node:timers/promises';
import { VaultUnavailable } from './errors.ts';

export interface RetryOptions {
  /** How often at most, the first time included. */
  readonly attempts: number;
  /** Wait before the second attempt in milliseconds; doubled each time, with a random share of a half off. */
  readonly backoffMs: number;
}

/** Asks again, a bounded number of times, where the store was not available. Every other error is an answer. */
export async function retrying<T>({ attempts, backoffMs }: RetryOptions, ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof VaultUnavailable) || attempt >= attempts) throw error;
      await sleep(backoffMs * 2 ** (attempt - 1) * (1 - Math.random() / 2));
    }
  }
}
