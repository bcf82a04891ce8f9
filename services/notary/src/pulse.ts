import type { LogReader } from '@guidang/stream';

/** Milliseconds without a sign after which it is taken to hang. The longest wait of an honest turn is that of a store or a witness that does not answer. */
const SILENCE_MS = 10 * 60_000;

/**
 * Whether the work goes on. What is read, and every turn, is a sign of it. Where the notary stands still on purpose, because a link was refused, it
 * is alive: to start it again would change nothing, and would end the alarm.
 */
export class Pulse {
  readonly #now: () => number;
  readonly #silenceMs: number;
  #last: number;
  #resting = false;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(now: () => number, silenceMs: number = SILENCE_MS) {
    this.#now = now;
    this.#silenceMs = silenceMs;
    this.#last = now();
  }

  beat = (): void => {
    this.#resting = false;
    this.#last = this.#now();
  };

  rest = (): void => {
    this.#resting = true;
  };

  get beats(): boolean {
    return this.#resting || this.#now() - this.#last < this.#silenceMs;
  }
}

/** A reader that gives a sign with everything it reads: opening a long log takes long, and is work all the same. */
export const heard = (reader: LogReader, pulse: Pulse): LogReader => ({
  partitions: (topic) => reader.partitions(topic),
  extent: (topic, partition) => reader.extent(topic, partition),
  ends: (topics) => reader.ends(topics),
  async read(...asked) {
    const answer = await reader.read(...asked);
    pulse.beat();
    return answer;
  },
  async *scan(...asked) {
    for await (const entry of reader.scan(...asked)) {
      pulse.beat();
      yield entry;
    }
  },
  close: () => reader.close(),
});
