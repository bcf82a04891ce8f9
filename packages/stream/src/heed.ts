import { setTimeout as sleep } from 'node:timers/promises';
import { CONTROLS, type StepName } from '@guidang/contracts';
import { ControlFollower } from './controls.ts';
import { Gate } from './gate.ts';
import type { LogReader } from './reader.ts';
import type { Telemetry } from './telemetry.ts';

/** How soon a step heeds that it was paused, or may go on. */
const HEED_MS = 1_000;

/** A step's ear for what operators bid it: closes the gate where somebody has paused the step, and opens it where it may go on. */
export class Heed {
  readonly gate = new Gate();
  readonly #step: StepName;
  readonly #controls: ControlFollower;
  readonly #telemetry: Telemetry;
  #heard = false;

  constructor(step: StepName, reader: Pick<LogReader, 'read'>, telemetry: Telemetry) {
    this.#step = step;
    this.#telemetry = telemetry;
    this.#controls = new ControlFollower(reader, (error) => this.#trouble(error));
  }

  /** Hears what holds now. @throws where the broker does not answer */
  async hear(): Promise<void> {
    await this.#controls.refresh();
    const paused = this.#controls.paused(this.#step) !== undefined;
    if (this.#heard && paused === this.gate.closed) return;
    this.#heard = true;
    if (paused) this.gate.close();
    else this.gate.open();
    this.#telemetry.paused({ step: this.#step, paused });
  }

  /** Goes on hearing until the signal is raised. While nobody can be asked, what was heard last holds; it is said once. */
  async keepHearing(until: AbortSignal): Promise<void> {
    for (let deaf = false; ; ) {
      await sleep(HEED_MS, undefined, { signal: until }).catch(() => {});
      if (until.aborted) return;
      try {
        await this.hear();
        deaf = false;
      } catch (error) {
        if (!deaf && !until.aborted) this.#trouble(error);
        deaf = true;
      }
    }
  }

  #trouble(error: unknown): void {
    this.#telemetry.trouble({ step: this.#step, where: CONTROLS, error });
  }
}
