import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { openFile, readZip } from '../src/index.ts';
import { dosTime } from '../src/zip/layout.ts';
import { type ZipEntry, zip } from '../src/zip/write.ts';

const dir = mkdtempSync(join(tmpdir(), 'guidang-zip64-'));
afterAll(() => rmSync(dir, { recursive: true }));

const PIECE = Buffer.alloc(1024 * 1024);
const PIECES = 4_100;
const SMALL = 66_000;

/** Writes it with holes where the zeros are: large on paper alone. */
async function writeSparse(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w');
  let [at, from, held]: [number, number, Uint8Array[]] = [0, 0, []];
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(held);
    await file.write(bytes, 0, bytes.length, from);
    held = [];
  };
  for await (const chunk of chunks) {
    if (held.length === 0) from = at;
    at += chunk.length;
    if (chunk !== PIECE) held.push(chunk);
    if (chunk === PIECE || held.length > 5_000) {
      if (held.length > 0) await flush();
      from = at;
    }
  }
  await flush();
  await file.truncate(at);
  await file.close();
}

async function* pieces(): AsyncGenerator<Buffer> {
  for (let i = 0; i < PIECES; i++) yield PIECE;
}

async function* entries(): AsyncGenerator<ZipEntry> {
  let crc = 0;
  for (let i = 0; i < PIECES; i++) crc = crc32(PIECE, crc);
  yield { path: 'large', size: PIECES * PIECE.length, crc32: crc, body: pieces() };
  for (let i = 0; i < SMALL; i++) yield { path: `small/${i}`, size: 3, crc32: crc32('abc'), body: Buffer.from('abc') };
}

it('beyond 4 GiB and 65,535 entries there is Zip64, which Python and we read', async () => {
  const path = join(dir, 'large.zip');
  await writeSparse(path, zip(entries(), dosTime('2026-03-05T09:30:00Z')));
  const script = `
import zipfile
z = zipfile.ZipFile('${path}'); i = z.infolist()
print(len(i), i[0].file_size, i[1].header_offset > 2**32, z.read(i[-1]))`;
  expect(execFileSync('python3', ['-c', script]).toString().trim()).toBe(`66001 ${PIECES * 1024 ** 2} True b'abc'`);
  const source = await openFile(path);
  const limits = { entries: 70_000, directoryBytes: 1e7, nameBytes: 500, bytes: 1e10 };
  const { members, findings } = await readZip(source, limits);
  await source.close();
  expect(findings).toEqual([]);
  expect([members.length, members[0]!.size]).toEqual([SMALL + 1, PIECES * 1024 ** 2]);
});
