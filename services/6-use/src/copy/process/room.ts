import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { NoCopy } from '../copy.ts';
import type { Answer, Question } from './messages.ts';

/** How much one copy may cost. */
export interface CopyLimits {
  readonly timeMs: number;
  /** bytes of resident memory of the process */
  readonly memoryBytes: number;
  /** a process that had nothing to do for so long is ended: it holds some 300 MiB */
  readonly idleMs: number;
}

/** How often the memory of a busy process is looked at, in milliseconds. */
const LOOK_EVERY = 100;
const PAGE = 4096;

/** One copying process and at most one question at a time; a new process follows one that ended. */
export class Room {
  readonly #program: URL;
  readonly #limits: CopyLimits;
  #child: ChildProcess | undefined;
  #resting: NodeJS.Timeout | undefined;

  constructor(program: URL, limits: CopyLimits) {
    this.#program = program;
    this.#limits = limits;
  }

  /** @throws NoCopy where the file cost the process its life, or more than it may; Error where the process could not do its work at all */
  async ask(question: Question): Promise<Exclude<Answer, { ready: true }>> {
    clearTimeout(this.#resting);
    const child = await this.#started();
    const { timeMs, memoryBytes } = this.#limits;
    const stopped = new AbortController();
    const { signal } = stopped;
    const timer = setTimeout(() => fail(new NoCopy('TIME')), timeMs);
    const look = setInterval(async () => {
      if ((await residentBytes(child.pid)) > memoryBytes) fail(new NoCopy('MEMORY'));
    }, LOOK_EVERY);
    const failed = Promise.withResolvers<never>();
    const fail = failed.reject;
    try {
      child.send(question, (error) => error && fail(new NoCopy('CRASHED')));
      const [answer] = (await Promise.race([
        once(child, 'message', { signal }),
        once(child, 'exit', { signal }).then(() => Promise.reject(new NoCopy('CRASHED'))),
        failed.promise,
      ])) as [Answer];
      if ('ready' in answer) throw new Error('the copying process answered out of turn');
      if ('broke' in answer) this.#end(child);
      return answer;
    } catch (error) {
      this.#end(child);
      throw error;
    } finally {
      clearTimeout(timer);
      clearInterval(look);
      stopped.abort();
      this.#resting = setTimeout(() => this.close(), this.#limits.idleMs).unref();
    }
  }

  close(): void {
    clearTimeout(this.#resting);
    if (this.#child) this.#end(this.#child);
  }

  #end(child: ChildProcess): void {
    if (this.#child === child) this.#child = undefined;
    // A process that is being ended may still break its pipe; that is no news.
    child.on('error', () => undefined);
    child.kill('SIGKILL');
  }

  async #started(): Promise<ChildProcess> {
    if (this.#child?.connected) return this.#child;
    const child = fork(this.#program, {
      serialization: 'advanced',
      // Not the service's environment: its credentials are none of a file's business.
      env: { PATH: process.env.PATH, VIPS_CONCURRENCY: '1' },
      execArgv: ['--permission', '--allow-fs-read=*', '--allow-addons', '--allow-worker', '--max-old-space-size=768'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // What does not come up is a fault of this machine and says nothing of the file: it is thrown, and tried again.
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the copying process ended with ${code} at once`))),
    ]);
    child.unref();
    child.channel?.unref();
    this.#child = child;
    return child;
  }
}

/** Resident memory of a process; 0 where the system does not say (no /proc), and then only the heap limit holds. */
async function residentBytes(pid: number | undefined): Promise<number> {
  try {
    return Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]) * PAGE;
  } catch {
    return 0;
  }
}
