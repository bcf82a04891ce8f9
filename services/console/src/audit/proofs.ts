import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, type Run, runCommand } from './command.ts';

export interface ProofPorts {
  /** The auditor's command, word by word. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly brokers: readonly string[];
  /** Where the files of the log lie, with a credential that may read; undefined: nothing can be proven. */
  readonly placesFile: string | undefined;
}

/** What came of a wish for a proof: the file, or what the auditor said instead. */
export type Proof = { readonly zip: Buffer } | { readonly refused: string };

const LONGEST_MS = 120_000;
/** Proofs made side by side; whoever comes beyond is asked to come again. */
const AT_ONCE = 2;

/** Proofs of cases, as `guidang prove` makes them, by that command: who gets one here gets no other than who makes it from a dump. */
export class Proofs {
  readonly #ports: ProofPorts;
  readonly #runs = new Set<Run>();
  #making = 0;

  constructor(ports: ProofPorts) {
    this.#ports = ports;
  }

  get possible(): boolean {
    return this.#ports.placesFile !== undefined;
  }

  /** Undefined where too many are being made. */
  async make(caseNumber: string): Promise<Proof | undefined> {
    const { command, folder, brokers, placesFile } = this.#ports;
    if (this.#making >= AT_ONCE || placesFile === undefined) return undefined;
    this.#making += 1;
    const file = join(folder, `${randomUUID()}.proof`);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const words = ['prove', '--case', caseNumber, '--out', file, '--brokers', brokers.join(','), '--log', placesFile];
      const { code, complained } = await this.#endOf(runCommand(command, words, LONGEST_MS));
      return code === 0 ? { zip: readFileSync(file) } : { refused: complained.trim().split('\n').at(-1) ?? '' };
    } finally {
      this.#making -= 1;
      rmSync(file, { force: true });
    }
  }

  /** Ends those being made; who asked for them gets none. */
  close(): void {
    for (const run of this.#runs) run.kill();
  }

  async #endOf(run: Run): Promise<Ended> {
    this.#runs.add(run);
    try {
      return await run.ended;
    } finally {
      this.#runs.delete(run);
    }
  }
}
