import { GivenUp } from './retry.ts';

/** What new work has to pass while it is open, and waits at while somebody has paused the step. What has passed is not called back. */
export class Gate {
  #opening: PromiseWithResolvers<void> | undefined;

  get closed(): boolean {
    return this.#opening !== undefined;
  }

  close(): void {
    this.#opening ??= Promise.withResolvers<void>();
  }

  open(): void {
    this.#opening?.resolve();
    this.#opening = undefined;
  }

  /** Resolves when the gate is open. @throws GivenUp when the signal is raised first */
  passed(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new GivenUp());
    const opening = this.#opening;
    if (opening === undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(new GivenUp());
      signal.addEventListener('abort', giveUp, { once: true });
      void opening.promise.then(() => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      });
    });
  }
}
