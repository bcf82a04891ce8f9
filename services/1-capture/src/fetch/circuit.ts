import { Refused } from '../files/refused.ts';
import { FetchFailed } from './failed.ts';

/** Failures in a row after which a host may be taken for one that does not answer, where none of them alone took as long as patience lasts. */
const FAILURES = 3;
/** What asking a dead host again may cost: one part in so many of the time. */
const SHARE = 10;

/**
 * Whether a host is asked at all. Whoever waits for a file has the rest of its partition wait as well, other systems' cases among them. So a host that has given nothing for as long as
 * patience lasts is not asked any more: its files are refused at once, and their publisher sends them again when it is well. One file in a while tries it.
 */
export class Circuit {
  readonly #host: string;
  readonly #patienceMs: number;
  readonly #now: () => number;
  #failures = 0;
  /** since when it has given nothing */
  #since = Number.POSITIVE_INFINITY;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #again = 0;
  #open = false;
  #why = '';

  /** @param now milliseconds of a clock that only goes forward */
  constructor(host: string, patienceMs: number, now: () => number) {
    this.#host = host;
    this.#patienceMs = patienceMs;
    this.#now = now;
  }

  /** Asks, unless that is in vain. An answer is an answer also where it is no. @throws Refused where it is in vain, and whatever `ask` throws */
  async through<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    const began = this.#now();
    if (this.#open) {
      if (began < this.#again) throw unavailable(this.#host, this.#why);
      // This one tries; those beside it do not wait for what comes of it.
      this.#again = Number.POSITIVE_INFINITY;
    }
    try {
      const answer = await ask();
      this.#answered();
      return answer;
    } catch (error) {
      // Work that was given up tells nothing of the host; the next one tries.
      if (signal.aborted) this.#again = 0;
      else if (error instanceof FetchFailed) this.#failed(began, error.why);
      else this.#answered();
      throw error;
    }
  }

  #answered(): void {
    this.#failures = 0;
    this.#since = Number.POSITIVE_INFINITY;
    this.#answeredAt = this.#now();
    this.#open = false;
  }

  #failed(began: number, why: string): void {
    const now = this.#now();
    this.#failures += 1;
    this.#why = why;
    this.#since = Math.min(this.#since, Math.max(began, this.#answeredAt));
    const enough = this.#failures >= FAILURES || now - began >= this.#patienceMs;
    this.#open = enough && now - this.#since >= this.#patienceMs;
    this.#again = now + Math.max(this.#patienceMs, SHARE * (now - began));
  }
}

/** A file that could not be had for as long as patience lasts; its publisher may send it again. */
export const unavailable = (host: string, why: string): Refused =>
  new Refused('FETCH_UNAVAILABLE', 'address', null, `${host}: ${why}`.slice(0, 200));
