import type { RawRecord } from '@guidang/contracts';
import type { InputQueue } from './input-queue.ts';
import type { Verdict } from './verdicts.ts';

/** An input that was passed over without an answer, and by rule is not one to be skipped: an answer or a parked record may still come. */
export interface Late {
  readonly record: RawRecord;
  readonly verdicts: readonly Verdict[];
}

/** A link as far as its place in the order of answers goes. */
export interface Answer<Mark> {
  readonly mark: Mark;
  readonly input: number;
}

/** What was found at the offset that a link says it answers. */
export type Found =
  | { readonly is: 'there'; readonly record: RawRecord }
  | { readonly is: 'missing' }
  | { readonly is: 'answered' };

/** Answers that are looked at together for which of them stand out of order. */
const WINDOW = 5_000;

/**
 * The records of one input topic as they are answered. A step answers in the order of its inputs, so one cursor walks forward; what it passes over is
 * remembered until it is clear why. Where links turn out not to be in order, the fewest that have to be taken out to restore the order are the ones
 * that were moved.
 */
export class Answers<Mark> {
  readonly #queue: InputQueue;
  readonly #pull: (offset: number) => Promise<void>;
  readonly #pass: (record: RawRecord) => readonly Verdict[] | undefined;
  readonly #outOfOrder: (mark: Mark, input: number, expected: number) => void;
  readonly late = new Map<number, Late>();
  #passed = -1;
  #window: Answer<Mark>[] | undefined;

  /**
   * @param pull sees to it that the queue holds everything up to an offset
   * @param pass judges a record that is passed over; undefined where all is well with it
   */
  constructor(
    queue: InputQueue,
    pull: (offset: number) => Promise<void>,
    pass: (record: RawRecord) => readonly Verdict[] | undefined,
    outOfOrder: (mark: Mark, input: number, expected: number) => void,
  ) {
    this.#queue = queue;
    this.#pull = pull;
    this.#pass = pass;
    this.#outOfOrder = outOfOrder;
  }

  /** Whether the record at this offset was passed over or answered. */
  isBehind(offset: number): boolean {
    return offset <= this.#passed;
  }

  /** Takes the record that a link answers. */
  async answer(offset: number, mark: Mark): Promise<Found> {
    const found = await this.#find(offset);
    if (found.is === 'there') this.#note({ mark, input: offset });
    return found;
  }

  async #find(offset: number): Promise<Found> {
    if (offset <= this.#passed) {
      const late = this.late.get(offset);
      if (!late) return { is: 'answered' };
      this.late.delete(offset);
      return { is: 'there', record: late.record };
    }
    await this.#pull(offset);
    for (;;) {
      const shown = this.#queue.peek();
      const record = shown instanceof Promise ? await shown : shown;
      if (!record || record.offset > offset) return { is: 'missing' };
      this.#queue.take();
      this.#passed = record.offset;
      if (record.offset === offset) return { is: 'there', record };
      const verdicts = this.#pass(record);
      if (verdicts) this.late.set(record.offset, { record, verdicts });
    }
  }

  #note(answer: Answer<Mark>): void {
    const disturbed = this.#disturbed();
    if (!disturbed && !this.#window) return;
    this.#window ??= [];
    this.#window.push(answer);
    if (!disturbed || this.#window.length >= WINDOW) this.#settle();
  }

  /** Whether an input waits for a link that should have come by now. */
  #disturbed(): boolean {
    if (this.late.size === 0) return false;
    for (const { verdicts } of this.late.values()) if (verdicts.some((verdict) => verdict.do === 'gather')) return true;
    return false;
  }

  #settle(): void {
    const window = this.#window ?? [];
    this.#window = undefined;
    for (const { at, expected } of outliers(window.map(({ input }) => input)))
      this.#outOfOrder(window[at]!.mark, window[at]!.input, expected);
  }

  /** What was never taken, at the end. */
  async *rest(): AsyncGenerator<RawRecord> {
    this.#settle();
    for (;;) {
      const shown = this.#queue.peek();
      const record = shown instanceof Promise ? await shown : shown;
      if (!record) return;
      this.#queue.take();
      yield record;
    }
  }
}

/** Positions of those that are not in the longest ascending row, with what stands before their place in it. */
export function outliers(numbers: readonly number[]): { at: number; expected: number }[] {
  // Patience sorting: ends[n] is the position of the smallest number that ends an ascending row of n + 1.
  const ends: number[] = [];
  const before: number[] = [];
  for (const [at, number] of numbers.entries()) {
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]!]! < number) low = middle + 1;
      else high = middle;
    }
    before[at] = low === 0 ? -1 : ends[low - 1]!;
    ends[low] = at;
  }
  const inRow = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) inRow.add(at);
  const found: { at: number; expected: number }[] = [];
  let last = -1;
  for (const [at, number] of numbers.entries())
    if (inRow.has(at)) last = number;
    else found.push({ at, expected: last });
  return found;
}
