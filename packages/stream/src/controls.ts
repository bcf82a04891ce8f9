import { CONTROLS, parseStepControl, type StepControl, type StepName } from '@guidang/contracts';
import type { LogReader } from './reader.ts';
import { TopicTail } from './topic-tail.ts';

/** Follows `stream.controls`: which steps somebody has paused, and who said what before. Few records in years, so all of them are kept. */
export class ControlFollower {
  readonly #said: StepControl[] = [];
  readonly #tail: TopicTail;

  /** @param complain told of every record that bids nothing: it is passed over, and stops nobody */
  constructor(reader: Pick<LogReader, 'read'>, complain: (error: Error) => void = () => {}) {
    this.#tail = new TopicTail(
      reader,
      CONTROLS,
      (record) => this.#said.push(parseStepControl(record)),
      ({ offset }, { faults }) => {
        const fields = faults.map(({ field, rule }) => `${field}: ${rule}`).join(', ');
        complain(new Error(`${CONTROLS} ${offset} 不是环节控制记录 / bids nothing: ${fields}`));
      },
    );
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
  refresh(): Promise<void> {
    return this.#tail.refresh();
  }
}
