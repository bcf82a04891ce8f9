import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Answer, Question } from './messages.ts';

/** A picture could not be had: why, by a stable code. */
export class NoPicture extends Error {
  override readonly name = 'NoPicture';
  readonly code: 'PASSWORD' | 'DAMAGED' | 'NO_SUCH_PAGE' | 'TIME' | 'CRASHED';
  constructor(code: NoPicture['code']) {
    super(`没有预览 / no picture: ${code}`);
    this.code = code;
  }
}

export interface Picture {
  readonly png: Uint8Array;
  readonly pages: number;
  /** Codes of what is not on the picture as the document has it. */
  readonly notes: readonly string[];
}

const TIME_MS = 20_000;
const IDLE_MS = 60_000;
const PROGRAM = new URL('./main.ts', import.meta.url);

/** Pages as pictures, drawn one after the other in a process of its own that is ended where a file takes too much of it. */
export class Previews {
  #child: ChildProcess | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #resting: NodeJS.Timeout | undefined;

  /** @throws NoPicture; Error where the process could not be started at all */
  draw(question: Question): Promise<Picture> {
    const drawn = this.#turn.then(() => this.#ask(question));
    this.#turn = drawn.catch(() => undefined);
    return drawn;
  }

  close(): void {
    clearTimeout(this.#resting);
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async #ask(question: Question): Promise<Picture> {
    clearTimeout(this.#resting);
    const child = await this.#started();
    const stopped = new AbortController();
    const { signal } = stopped;
    const timer = setTimeout(() => late.reject(new NoPicture('TIME')), TIME_MS);
    const late = Promise.withResolvers<never>();
    try {
      child.send(question);
      const [answer] = (await Promise.race([
        once(child, 'message', { signal }),
        once(child, 'exit', { signal }).then(() => Promise.reject(new NoPicture('CRASHED'))),
        late.promise,
      ])) as [Answer];
      if ('png' in answer) return answer;
      throw new NoPicture('against' in answer ? answer.against : 'CRASHED');
    } catch (error) {
      if (!(error instanceof NoPicture) || error.code === 'TIME' || error.code === 'CRASHED') this.close();
      throw error;
    } finally {
      clearTimeout(timer);
      stopped.abort();
      this.#resting = setTimeout(() => this.close(), IDLE_MS).unref();
    }
  }

  async #started(): Promise<ChildProcess> {
    if (this.#child?.connected) return this.#child;
    const child = fork(PROGRAM, {
      serialization: 'advanced',
      // Not the service's environment: its credentials are none of a file's business.
      env: { PATH: process.env.PATH, VIPS_CONCURRENCY: '1' },
      execArgv: ['--permission', '--allow-fs-read=*', '--allow-addons', '--allow-worker', '--max-old-space-size=512'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the drawing process ended with ${code} at once`))),
    ]);
    child.on('error', () => undefined);
    child.unref();
    child.channel?.unref();
    this.#child = child;
    return child;
  }
}
