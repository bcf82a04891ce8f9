import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { s3Vault } from '../src/index.ts';
import { placeAs } from './parts.ts';

const MIB = 1024 ** 2;
const CHUNKS = 1200;

/** 300 MiB that nobody holds: each chunk is made when it is asked for. */
const generated = (salt: number): Readable =>
  Readable.from(
    (function* () {
      for (let n = 0; n < CHUNKS; n += 1) {
        const chunk = Buffer.allocUnsafeSlow(MIB / 4);
        chunk.fill(createHash('sha256').update(`${salt} ${n}`).digest());
        yield chunk;
      }
    })(),
    { objectMode: false },
  );

const vault = s3Vault(placeAs('service'));
afterAll(() => vault.close());

it('takes in and reads back 300 MiB with memory for a few parts', { timeout: 180_000 }, async () => {
  const salt = Date.now();
  const before = process.memoryUsage().rss;
  let highest = 0;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 20);
  const stored = await vault.put('prearchive', generated(salt));
  for await (const _ of await vault.get('prearchive', stored.name, { sm3: stored.sm3 }));
  clearInterval(watch);
  expect(stored).toMatchObject({ size: (CHUNKS * MIB) / 4, created: true });
  expect(highest - before).toBeLessThan(150 * MIB);
});
