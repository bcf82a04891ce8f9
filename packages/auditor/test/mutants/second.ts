import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const VERIFIER = fileURLToPath(new URL('../../../../verifiers/python/verify.py', import.meta.url));

/** What the verifier in the other language says of a dump. */
export interface Opinion {
  readonly verdict: 'whole' | 'broken';
  readonly first: {
    readonly topic: string | null;
    readonly partition: number | null;
    readonly offset: number | null;
    readonly what: string;
  } | null;
}

/** Questions that may lie before the other verifier unanswered: their folders lie on the disk. */
const AT_ONCE = 16;

/** The second verifier, started once and asked about thousands of dumps while the auditor goes on. */
export class SecondVerifier {
  readonly #child: ChildProcess;
  readonly #waiting: { resolve: (opinion: Opinion) => void; reject: (error: Error) => void }[] = [];
  #free: (() => void)[] = [];
  #err = '';

  constructor() {
    this.#child = spawn('python3', ['-B', VERIFIER, '--batch'], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr!.on('data', (piece: Buffer) => {
      this.#err += piece.toString('utf8');
    });
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      this.#waiting.shift()!.resolve(JSON.parse(line) as Opinion);
      this.#free.shift()?.();
    });
    this.#child.on('close', () => {
      for (const { reject } of this.#waiting) reject(new Error(`the second verifier has stopped: ${this.#err}`));
      for (const go of this.#free) go();
    });
  }

  /** @param anchors file @param gone the folder is removed once it was judged @returns once it is asked: what will be answered */
  async ask(anchors: string, dir: string, gone = true): Promise<{ readonly answer: Promise<Opinion> }> {
    if (this.#waiting.length >= AT_ONCE) await new Promise<void>((resolve) => this.#free.push(resolve));
    const answer = new Promise<Opinion>((resolve, reject) => this.#waiting.push({ resolve, reject })).finally(() => {
      if (gone) rmSync(dir, { recursive: true, force: true });
    });
    // Whoever asked looks at it later; until then a refusal is nobody's.
    answer.catch(() => {});
    this.#child.stdin!.write(`${anchors}\t${dir}\n`);
    return { answer };
  }

  /** Ends it, after it has answered everything. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
    this.#child.stdin!.end();
    await closed;
  }
}
