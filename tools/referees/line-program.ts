import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const PATIENCE_MS = 120_000;

/**
 * A program that answers one line of JSON to each line it is asked: started once, since starting a JVM takes a hundred times as long as a question.
 * A program that dies, or is silent for two minutes, is an error and no judgement.
 */
export class LineProgram {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  #said = '';
  #over: Error | undefined;

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#waiting.shift()?.resolve(line));
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk}`.slice(-2000);
    });
    this.#child.once('error', (error) => this.#end(error));
    this.#child.once('close', (code, signal) => this.#end(new Error(`${program}: ${signal ?? code}\n${this.#said}`)));
    // Where it is gone, `close` says so.
    this.#child.stdin.on('error', () => {});
  }

  #end(error: Error): void {
    this.#over ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#over);
  }

  /** @param fields of the question; none may hold a tab or a line feed */
  async ask(...fields: readonly string[]): Promise<unknown> {
    if (fields.some((field) => /[\t\r\n]/.test(field))) throw new RangeError('a field holds a tab or a line feed');
    if (this.#over) throw this.#over;
    const silence = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE_MS);
    try {
      const line = await new Promise<string>((resolve, reject) => {
        this.#waiting.push({ resolve, reject });
        this.#child.stdin.write(`${fields.join('\t')}\n`);
      });
      return JSON.parse(line);
    } finally {
      clearTimeout(silence);
    }
  }

  end(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }
}
