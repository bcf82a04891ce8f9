import { EarlierFailed } from './errors.ts';

/**
 * One after the other for each key, side by side for different keys. Where one fails, those that were already waiting behind it fail with it:
 * they were handed over to come after it.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const mine =
      before === undefined
        ? work()
        : before.then(work, (cause: unknown) => {
            throw cause instanceof EarlierFailed ? cause : new EarlierFailed(cause);
          });
    this.#last.set(key, mine);
    const done = (): void => {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    };
    mine.then(done, done);
    return mine;
  }

  /** Resolves when nothing is under way any more, however it ended. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.allSettled(this.#last.values());
  }
}
