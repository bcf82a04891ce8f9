import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fault, planted } from './faults.ts';

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));

/** A fault with the file it stands in, below src, and the whole line. */
export interface PlantedFault extends Fault {
  readonly number: number;
  readonly file: string;
  readonly text: string;
  /** which one it is of those of its line that are written alike, from 0 */
  readonly nth: number;
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
    const alike = new Map<string, number>();
    for (const [i, fault] of faults.entries()) {
      const key = [fault.line, fault.was, fault.instead].join();
      const nth = alike.get(key) ?? 0;
      alike.set(key, nth + 1);
      all.push({ ...fault, file, number: first + i, text: lines[fault.line - 1]!.trim(), nth });
    }
  }
  return { texts, faults: all };
}
