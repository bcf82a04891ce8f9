import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CapturedFile } from '@guidang/contracts';
import { bothDigests } from '@guidang/evidence';
import { afterAll, expect, it } from 'vitest';
import { checkPackage, type Objects, planPackage, writePackage } from '../src/index.ts';
import { authorities } from './authorities.ts';
import { inputOf } from './made-package.ts';
import { objectsOver, sealedCase } from './sealed-case.ts';

const MIB = 1024 ** 2;
const dir = mkdtempSync(join(tmpdir(), 'guidang-memory-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** 250 MiB that nobody holds: each chunk is made when it is asked for. */
async function* large(): AsyncGenerator<Buffer> {
  for (let n = 0; n < 1_000; n++) yield Buffer.alloc(MIB / 4, `${n}`);
}

it('a package of 250 MiB is written and judged with memory for a few pieces', async () => {
  const digests = bothDigests();
  for await (const chunk of large()) digests.update(chunk);
  const { sha256, sm3 } = digests.done();
  const content = `sha256:${sha256}` as const;
  const file: CapturedFile = {
    name: 'video.mp4',
    content,
    sm3,
    size: 250 * MIB,
    puid: 'fmt/199',
    format: 'mp4',
    pages: null,
  };
  const who = await authorities();
  const one = sealedCase(who, { elsewhere: [file] });
  const small = objectsOver(one.store);
  const objects: Objects = { ...small, open: async (name) => (name === content ? large() : small.open(name)) };
  const before = process.memoryUsage().rss;
  let highest = 0;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 20);
  const path = join(dir, 'large.zip');
  const out = await open(path, 'w');
  for await (const chunk of writePackage(await planPackage(inputOf(one), objects), objects)) await out.write(chunk);
  await out.close();
  const checks = await checkPackage(path, who.trust);
  clearInterval(watch);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(highest - before).toBeLessThan(150 * MIB);
});
