import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ContentStore, ReadBack } from './content.ts';

/** Where a folder of objects has the bytes of a content name: under the digest, or as a store lays them out. */
export function objectFile(folder: string, content: string): string | undefined {
  const digest = /^sha256:([0-9a-f]{64})$/.exec(content)?.[1];
  if (digest === undefined) return undefined;
  const candidates = [join(folder, digest), join(folder, 'objects', 'sha256', digest)];
  return candidates.find((file) => existsSync(file));
}

/** A folder of objects by digest: copies of what a store holds, handed over on a disk. It says nothing of places, versions and locks. */
export const folderStore = (folder: string): ContentStore => ({
  place: '*',
  has: () => true,
  async readThrough({ content }, keep) {
    const file = objectFile(folder, content);
    return file === undefined ? null : digested(createReadStream(file), keep);
  },
  lock: async () => undefined,
});

/** Reads a stream to its end and says what it was. */
export async function digested(stream: NodeJS.ReadableStream, keep?: string): Promise<ReadBack> {
  const hash = createHash('sha256');
  let size = 0;
  const pass = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, keep === undefined ? undefined : chunk);
    },
  });
  if (keep === undefined) await pipeline(stream, pass.resume());
  else await pipeline(stream, pass, createWriteStream(keep));
  return { sha256: hash.digest('hex'), size };
}
