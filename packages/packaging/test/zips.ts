import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { dosTime } from '../src/zip/layout.ts';
import { zip } from '../src/zip/write.ts';

export interface File {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export const LIMITS = { entries: 1_000, directoryBytes: 1_000_000, nameBytes: 500, bytes: 10_000_000_000 };

/** A ZIP as the writer writes it. */
export const zipOf = (files: readonly File[], at = '2026-03-05T09:30:00Z'): Promise<Buffer> =>
  buffer(
    zip(
      (async function* () {
        for (const { path, bytes } of files) yield { path, size: bytes.length, crc32: crc32(bytes), body: bytes };
      })(),
      dosTime(at),
    ),
  );
