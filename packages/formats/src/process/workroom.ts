import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Answer, Question } from './messages.ts';

/** Tells the process to load its readers before it is asked. */
export const READY = '--ready';

/** How often the memory of a busy process is looked at, in milliseconds. */
const LOOK_EVERY = 100;
const PAGE = 4096;

/** How a question ended other than by facts. */
export type Ended = 'TIME' | 'MEMORY' | 'CRASH';

export type Outcome = { readonly answer: Answer } | { readonly ended: Ended; readonly detail: string };

/** One inspecting process and at most one question at a time; a new process follows one that ended. */
export class Workroom {
  readonly #program: URL;
  readonly #ready: boolean;
  #child: ChildProcess | undefined;
  #closed = false;

  /** @param ready its process is started before the first file comes, and again as soon as one has ended, with its readers loaded */
  constructor(program: URL, ready: boolean) {
    this.#program = program;
    this.#ready = ready;
    if (ready) this.#start();
  }

  /** Of the process that stands ready, or is at work. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Never throws: whatever happens to the process is an outcome. */
  async ask(question: Question): Promise<Outcome> {
    const child = this.#start();
    const { timeMs, memoryBytes } = question.limits;
    return new Promise((resolve) => {
      const settle = (outcome: Outcome): void => {
        clearTimeout(timer);
        clearInterval(look);
        child.removeAllListeners('message');
        child.removeAllListeners('exit');
        child.removeAllListeners('error');
        child.on('error', unheard);
        if ('ended' in outcome || 'failed' in outcome.answer) this.#end(child);
        resolve(outcome);
      };
      const timer = setTimeout(() => settle({ ended: 'TIME', detail: `longer than ${timeMs} ms` }), timeMs);
      const look = setInterval(async () => {
        if ((await residentBytes(child.pid)) > memoryBytes)
          settle({ ended: 'MEMORY', detail: `more than ${memoryBytes} bytes` });
      }, LOOK_EVERY);
      child.once('message', (answer: Answer) => settle({ answer }));
      child.once('exit', (code, signal) =>
        settle({ ended: 'CRASH', detail: `ended with ${signal ?? `code ${code}`}` }),
      );
      child.once('error', (error) => settle({ ended: 'CRASH', detail: error.name }));
      child.send(question);
    });
  }

  close(): void {
    this.#closed = true;
    if (this.#child) this.#end(this.#child);
  }

  #end(child: ChildProcess): void {
    if (this.#child === child) this.#child = undefined;
    child.kill('SIGKILL');
    if (this.#ready && !this.#closed) this.#start();
  }

  #start(): ChildProcess {
    if (this.#child?.connected) return this.#child;
    this.#child = fork(this.#program, this.#ready ? [READY] : [], {
      serialization: 'advanced',
      // Not the service's environment: its credentials are none of a file's business.
      env: { PATH: process.env.PATH, VIPS_CONCURRENCY: '1' },
      execArgv: ['--permission', '--allow-fs-read=*', '--allow-addons', '--allow-worker', '--max-old-space-size=512'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('error', unheard);
    this.#child.unref();
    this.#child.channel?.unref();
    return this.#child;
  }
}

/** A process that cannot be started, or breaks its pipe while it is being ended, is no news before a file is asked about: then it is an outcome. */
function unheard(): void {}

/** Resident memory of a process; 0 where the system does not say (no /proc), and then only the heap limit holds. */
async function residentBytes(pid: number | undefined): Promise<number> {
  try {
    return Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]) * PAGE;
  } catch {
    return 0;
  }
}
