import { existsSync } from 'node:fs';
import { filesBelow, hashOf } from '../files.ts';
import type { Launch, Part } from '../part.ts';
import { ROOT } from '../paths.ts';
import { HOST } from '../ports.ts';

/** A program of this repository that runs as a part of its own. */
export interface Program {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly port: number;
  /** Its main.ts, from the repository's root. */
  readonly main: string;
  readonly env: NodeJS.ProcessEnv;
  /** Heap limit in MiB: a program that leaks ends early and loudly instead of taking the machine with it. */
  readonly heapMiB: number;
  /** Folders, from the root, whose change means that another program would start now than the one that runs. */
  readonly sources: readonly string[];
  readonly healthy?: () => Promise<boolean>;
}

export function program(of: Program): Part {
  const main = `${ROOT}/${of.main}`;
  return {
    name: of.name,
    zh: of.zh,
    en: of.en,
    port: of.port,
    missing: () => (existsSync(main) ? undefined : `${of.main}:文件不存在 / no such file`),
    version: async () => `node ${process.versions.node}`,
    prepare: async (): Promise<Launch> => ({
      command: process.execPath,
      args: [`--max-old-space-size=${of.heapMiB}`, '--max-semi-space-size=4', '--enable-source-maps', main],
      env: { PATH: process.env.PATH, TZ: 'UTC', ...of.env },
      cwd: ROOT,
      rests: [
        hashOf(
          filesBelow(
            of.sources.map((source) => `${ROOT}/${source}`),
            isCode,
          ),
        ),
      ],
    }),
    healthy: of.healthy ?? (() => answersHttp(of.port)),
  };
}

const isCode = (file: string): boolean => /\.(ts|mjs|json)$/.test(file) && !file.endsWith('.test.ts');

/** Any answer will do: a process that hangs still has its connections accepted by the system, but does not answer. */
async function answersHttp(port: number): Promise<boolean> {
  try {
    await fetch(`http://${HOST}:${port}/`, { signal: AbortSignal.timeout(1500) });
    return true;
  } catch {
    return false; // refused or silent: not yet
  }
}
