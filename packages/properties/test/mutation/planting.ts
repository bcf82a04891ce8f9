import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fault, planted } from './faults.ts';

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));

/** A fault with the file it stands in. */
export interface PlantedFault extends Fault {
  readonly number: number;
  readonly file: string;
}

/** Every file with its faults asleep in it, numbered through from 1. @param names files below src */
export function planting(names: readonly string[]): {
  texts: ReadonlyMap<string, string>;
  faults: readonly PlantedFault[];
} {
  const texts = new Map<string, string>();
  const all: PlantedFault[] = [];
  for (const file of names) {
    const first = all.length + 1;
    const { text, faults } = planted(readFileSync(SOURCE + file, 'utf8'), first);
    texts.set(SOURCE + file, text);
    all.push(...faults.map((fault, i) => ({ ...fault, file, number: first + i })));
  }
  return { texts, faults: all };
}
