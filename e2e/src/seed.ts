import { CASE_EVENTS } from '@guidang/contracts';
import { labCase } from '@guidang/lab/cases';
import type { LogReader } from '@guidang/stream';
import { everyRecord } from './raw.ts';

/** The same on a fresh machine every time; where it ran before, its cases are known already and others are taken. */
export async function unusedSeed(reader: LogReader, name: string): Promise<string> {
  const known = new Set<string>();
  for await (const { key } of everyRecord(reader, [CASE_EVENTS])) known.add(Buffer.from(key ?? '').toString());
  for (let run = 1; ; run++) {
    const seed = `${name}-${run}`;
    if (!known.has((await labCase(seed, 0)).case)) return seed;
  }
}
