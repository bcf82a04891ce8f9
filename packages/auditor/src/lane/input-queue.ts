import type { RawRecord } from '@guidang/contracts';
import type { EntryStream } from '../source/source.ts';

/** Bytes of values that wait in memory for the step that reads them. */
const HELD_BYTES = 32 * 1024 * 1024;

/** Opens the topic again at an offset that was given before. */
export type Reopen = (from: number) => EntryStream;

/**
 * Records of one topic on their way to the step that reads them, in the order of their offsets. A step that lags behind for a day must not fill the
 * memory: beyond a limit only the offset is kept, and what lies behind it is read a second time when its turn comes.
 */
export class InputQueue {
  #records: (RawRecord | undefined)[] = [];
  #at = 0;
  #held = 0;
  /** First offset that was not kept, and the last one there is; undefined while all are kept. */
  #cold: { from: number; last: number } | undefined;
  readonly #reopen: Reopen;
  readonly #limit: number;

  constructor(reopen: Reopen, limit: number = HELD_BYTES) {
    this.#reopen = reopen;
    this.#limit = limit;
  }

  push(record: RawRecord): void {
    if (this.#cold) {
      this.#cold.last = record.offset;
      return;
    }
    const size = record.value?.length ?? 0;
    if (this.#held > 0 && this.#held + size > this.#limit) {
      this.#cold = { from: record.offset, last: record.offset };
      return;
    }
    // An opened link takes several times the memory of its bytes: of those that will wait long it is opened again.
    if (this.#held > this.#limit / 8) record.known = undefined;
    this.#records.push(record);
    this.#held += size;
  }

  /** The next record without taking it; undefined where there is none. */
  peek(): RawRecord | undefined | Promise<RawRecord | undefined> {
    const record = this.#records[this.#at];
    return record ?? (this.#cold ? this.#warm() : undefined);
  }

  /** Takes what `peek` has shown. */
  take(): void {
    this.#held -= this.#records[this.#at]?.value?.length ?? 0;
    // Let go of at once: a record holds what it was read from, and the link that was opened of it.
    this.#records[this.#at] = undefined;
    this.#at += 1;
    if (this.#at < 1_024 || this.#at * 2 < this.#records.length) return;
    this.#records = this.#records.slice(this.#at);
    this.#at = 0;
  }

  /** Reads what was not kept, as much of it as may be kept now. */
  async #warm(): Promise<RawRecord | undefined> {
    const { from, last } = this.#cold!;
    const stream = this.#reopen(from);
    this.#records = [];
    this.#at = 0;
    this.#held = 0;
    this.#cold = undefined;
    try {
      let reached = from - 1;
      while (reached < last && this.#cold === undefined) {
        const piece = await stream.next();
        if (piece.length === 0) break;
        for (const entry of piece) if (entry.kind === 'record' && entry.offset <= last) this.push(entry.record);
        reached = piece.at(-1)!.offset;
      }
      if (this.#cold !== undefined) (this.#cold as { from: number; last: number }).last = last;
    } finally {
      await stream.close();
    }
    return this.#records[0];
  }
}
