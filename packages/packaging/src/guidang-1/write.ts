import { crc32 } from 'node:zlib';
import { dosTime } from '../zip/layout.ts';
import { type ZipEntry, zip } from '../zip/write.ts';
import type { PlannedFile } from './case-files.ts';
import { HELD_BYTES, type Objects, partsOf } from './objects.ts';
import type { PackagePlan } from './plan.ts';

/** The package as a stream of bytes: a plan and its objects give the same bytes whenever and wherever. Memory stays flat whatever the size of the files. */
export const writePackage = (plan: PackagePlan, objects: Objects): AsyncGenerator<Uint8Array> =>
  zip(entriesOf(plan, objects), dosTime(plan.at));

async function* entriesOf({ folder, files }: PackagePlan, objects: Objects): AsyncGenerator<ZipEntry> {
  for (const file of files) {
    const { size } = file;
    const path = `${folder}/${file.path}`;
    if (size > HELD_BYTES) {
      yield { path, size, crc32: await crcOf(partsOf(file.parts, objects)), body: partsOf(file.parts, objects) };
      continue;
    }
    const bytes = await held(file, objects);
    yield { path, size, crc32: crc32(bytes), body: bytes };
  }
}

async function held({ parts, size }: PlannedFile, objects: Objects): Promise<Uint8Array> {
  const [only, ...more] = parts;
  if (typeof only === 'string' && more.length === 0) return objects.read(only, size);
  const chunks: Uint8Array[] = [];
  for await (const chunk of partsOf(parts, objects)) chunks.push(chunk);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

async function crcOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let crc = 0;
  for await (const chunk of chunks) crc = crc32(chunk, crc);
  return crc;
}
