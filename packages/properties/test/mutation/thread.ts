import { Worker } from 'node:worker_threads';
import type { Answer, Asked } from './worker.ts';

/** A fault may make a loop that never ends: that is found as well. What it has used of the processor says so, on a slow machine as on a fast one. */
const MOST_CPU_SECONDS = 12;
const LOOK_MS = 1_000;
/** Modules that were loaded stay in memory until their thread ends. */
const QUESTIONS = 200;

/** A thread that answers one question after the other; after one that it never answers, or that ends it, another thread goes on. */
export class Thread {
  readonly #texts: ReadonlyMap<string, string>;
  #worker: Worker | undefined;
  #asked = 0;

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  /** @returns null where it hangs or the thread ends */
  async ask(asked: Asked): Promise<Answer | null> {
    if (++this.#asked % QUESTIONS === 0) await this.end();
    this.#worker ??= new Worker(new URL('./worker.ts', import.meta.url), { workerData: { texts: this.#texts } });
    const worker = this.#worker;
    const answer = await new Promise<Answer | Error | null>((done) => {
      const end = (said: Answer | Error | null): void => {
        clearInterval(timer);
        worker.off('message', end).off('error', failed).off('exit', ended);
        done(said);
      };
      const failed = (error: Error): void => end('reach' in asked ? error : null);
      const ended = (): void => end(null);
      const { user: before } = process.cpuUsage();
      const timer = setInterval(() => {
        if (!('reach' in asked) && process.cpuUsage().user - before > MOST_CPU_SECONDS * 1e6) ended();
      }, LOOK_MS);
      worker.on('message', end).on('error', failed).on('exit', ended);
      worker.postMessage(asked);
    });
    if (answer instanceof Error) throw answer;
    if (answer === null) await this.end();
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }
}
