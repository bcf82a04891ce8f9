import {
  CONTROLS,
  Malformed,
  parseStepControl,
  type RawRecord,
  type StepControl,
  type StepName,
} from '@guidang/contracts';
import type { LogReader } from './reader.ts';

/** Follows `stream.controls`: which steps somebody has paused, and who said what before. Few records in years, so all of them are kept. */
export class ControlFollower {
  readonly #reader: Pick<LogReader, 'read'>;
  readonly #complain: (error: Error) => void;
  readonly #said: StepControl[] = [];
  #next = 0;
  #reading: Promise<void> | undefined;

  /** @param complain told of every record that bids nothing: it is passed over, and stops nobody */
  constructor(reader: Pick<LogReader, 'read'>, complain: (error: Error) => void = () => {}) {
    this.#reader = reader;
    this.#complain = complain;
  }

  /** Everything that was said, oldest first. */
  get said(): readonly StepControl[] {
    return this.#said;
  }

  /** By what the step is paused; undefined where it is not. What was said last holds. */
  paused(step: StepName): StepControl | undefined {
    const last = this.#said.findLast((one) => one.step === step);
    return last?.action === 'PAUSE' ? last : undefined;
  }

  /** Reads what was said since the last time. @throws where the broker does not answer */
  async refresh(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const { entries, next, end } = await this.#reader.read(CONTROLS, 0, this.#next);
      for (const entry of entries) if (entry.kind === 'record') this.#take(entry.record);
      this.#next = next;
      if (next >= end) return;
    }
  }

  #take(record: RawRecord): void {
    try {
      this.#said.push(parseStepControl(record));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const fields = error.faults.map(({ field, rule }) => `${field}: ${rule}`).join(', ');
      this.#complain(new Error(`${CONTROLS} ${record.offset} 不是环节控制记录 / bids nothing: ${fields}`));
    }
  }
}
