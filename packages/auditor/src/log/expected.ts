import { bundlePath, entriesOf, TILE_WIDTH } from '@guidang/evidence';
import type { ReadLogFile } from '../dump/log-files.ts';

/**
 * The digests of leaves [from, to) as the public files of the log have them. Not believed before they lead to a signed root.
 * @param size of the tree the files belong to: where it ends, bundles are not full
 * @returns undefined where a file is missing or is none
 */
export async function expectedLeaves(
  read: ReadLogFile,
  size: number,
  from: number,
  to: number,
): Promise<Buffer[] | undefined> {
  if (to > size) return undefined;
  const leaves: Buffer[] = [];
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++) {
    const bundle = await read(bundlePath(index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH)));
    const entries = bundle && entriesOf(bundle);
    if (!entries) return undefined;
    for (const [i, entry] of entries.entries()) {
      const at = index * TILE_WIDTH + i;
      if (at >= from && at < to) leaves.push(Buffer.from(entry));
    }
  }
  return leaves.length === to - from && leaves.every((leaf) => leaf.length === 32) ? leaves : undefined;
}
