import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fault, planted } from './faults.ts';

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));

/** A fault with the file it stands in, below src, and the whole line. */
export interface PlantedFault extends Fault {
  readonly number: number;
  readonly file: string;
  readonly text: string;
}

/** Every file below src with its faults asleep in it, numbered through from 1. */
export function planting(): { texts: ReadonlyMap<string, string>; faults: readonly PlantedFault[] } {
  const names = globSync('**/*.ts', { cwd: SOURCE })
    .filter((name) => name !== 'index.ts')
    .sort();
  const texts = new Map<string, string>();
  const all: PlantedFault[] = [];
  for (const file of names) {
    const source = readFileSync(SOURCE + file, 'utf8');
    const lines = source.split('\n');
    const first = all.length + 1;
    const { text, faults } = planted(source, first);
    texts.set(SOURCE + file, text);
    all.push(...faults.map((fault, i) => ({ ...fault, file, number: first + i, text: lines[fault.line - 1]!.trim() })));
  }
  return { texts, faults: all };
}
