import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '@guidang/evidence';

/** What a witness must never forget: the last checkpoint it cosigned of each log, as a signed note. */
export interface WitnessStore {
  /** The last one of this origin; null where there never was one. Throws where it cannot tell. */
  read(origin: string): Promise<string | null>;
  /** On disk when it returns. Where it throws, the old or the new one is kept, and `read` says which. */
  write(origin: string, note: string): Promise<void>;
}

/** Origins are texts of their owners' choosing, so files are named by their digest, as monitors ask for them (C2SP tlog-witness). */
export const originHash = (origin: string): string => sha256Hex(origin);

const missing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const synced = async (file: string, flags: string, text?: string): Promise<void> => {
  const handle = await open(file, flags, 0o600);
  try {
    if (text !== undefined) await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** One file for each origin. A write is whole or not there: bytes first, then the name, then the folder that holds the name. */
export const fileStore = (dir: string): WitnessStore => {
  const fileOf = (origin: string): string => join(dir, `${originHash(origin)}.checkpoint`);
  return {
    read: async (origin) => {
      try {
        return await readFile(fileOf(origin), 'utf8');
      } catch (error) {
        if (missing(error)) return null;
        throw error;
      }
    },
    write: async (origin, note) => {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const next = `${fileOf(origin)}.new`;
      await synced(next, 'w', note);
      await rename(next, fileOf(origin));
      await synced(dir, 'r');
    },
  };
};
