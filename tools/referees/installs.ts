import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const PROGRESS_MS = 5_000;

/** Where judges live: below .local/, each in a folder named after its version. */
export const JUDGES = join(ROOT, '.local/tools/judges');

/** Maven's repository, shared with the rest of the house. */
export const MAVEN_REPOSITORY = join(ROOT, '.local/cache/m2');

/** Judges that are being installed, side by side, and one line every few seconds for all of them. */
export class Installs {
  readonly #tell: (line: string) => void;
  readonly #under = new Set<string>();
  #progress: NodeJS.Timeout | undefined;

  /** @param tell where progress goes; nowhere unless said */
  constructor(tell: (line: string) => void = () => {}) {
    this.#tell = tell;
  }

  async run(name: string, install: () => Promise<void>): Promise<void> {
    this.#tell(`安装评判者 / installing a judge: ${name}`);
    this.#under.add(name);
    this.#progress ??= setInterval(() => this.#still(), PROGRESS_MS);
    try {
      await install();
    } finally {
      this.#under.delete(name);
      if (this.#under.size === 0) {
        clearInterval(this.#progress);
        this.#progress = undefined;
      }
    }
  }

  /** Fills a folder of JUDGES as a whole or not at all: what was cut off in the middle is not taken for a judge the next time. */
  async furnish(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
    if (existsSync(folder)) return;
    const draft = `${folder}.${process.pid}.draft`;
    mkdirSync(draft, { recursive: true });
    try {
      await this.run(basename(folder), () => fill(draft));
      // Another process may have been at it too, and been first; its folder is as good.
      if (!existsSync(folder)) renameSync(draft, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }

  #still(): void {
    this.#tell(`仍在安装 / still installing: ${[...this.#under].join(', ')}`);
  }
}
