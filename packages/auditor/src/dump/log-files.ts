import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePath, parseCheckpointText, parseNote, TILE_WIDTH, tilePath, tileWidth } from '@guidang/evidence';
import { type Vault, VaultNotFound } from '@guidang/vault';

/** The last published checkpoint of a log, and the only file of it that changes. */
export const LOG_CHECKPOINT = 'checkpoint';

/** Reads a file of the log by its path; undefined where there is none. */
export type ReadLogFile = (path: string) => Promise<Uint8Array | undefined>;

/** Bytes of the largest file of a log: a bundle of 256 entries, 34 bytes each. */
const MOST_BYTES = 64 * 1024;

/** The log as it lies in a bucket of the vault, under the bucket's root. */
export const logInVault =
  (vault: Vault, bucket: string): ReadLogFile =>
  async (path) => {
    try {
      return await vault.read(bucket, { key: path }, MOST_BYTES);
    } catch (error) {
      if (error instanceof VaultNotFound) return undefined;
      throw error;
    }
  };

/** The log as it lies in a folder. */
export const logInFolder =
  (folder: string): ReadLogFile =>
  async (path) => {
    const file = join(folder, path);
    return existsSync(file) ? readFileSync(file) : undefined;
  };

/** Size a checkpoint speaks of; 0 where it cannot be read: then there is nothing to fetch, and the auditor says what is wrong with it. */
export function sizeOf(checkpoint: Uint8Array): number {
  const note = parseNote(Buffer.from(checkpoint).toString('utf8'));
  const text = note.ok ? parseCheckpointText(note.value.text) : note;
  return text.ok ? text.value.size : 0;
}

/** Paths of all tiles and bundles of a tree of `size`: the full ones and those at its right edge (C2SP tlog-tiles). */
export function* logPaths(size: number): Generator<string> {
  for (let index = 0; index * TILE_WIDTH < size; index++)
    yield bundlePath(index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH));
  for (let level = 0; tileWidth(level, 0, size) > 0; level++)
    for (let index = 0; ; index++) {
      const width = tileWidth(level, index, size);
      if (width === 0) break;
      yield tilePath({ level, index, width });
    }
}
