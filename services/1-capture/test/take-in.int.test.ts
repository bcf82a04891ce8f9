import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { PublishedFile } from '@guidang/contracts';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AllowList } from '../src/fetch/allow-list.ts';
import { type Fetcher, type FetchLimits, openFetcher } from '../src/fetch/fetcher.ts';
import { Refused } from '../src/files/refused.ts';
import { type FilePorts, takeIn } from '../src/files/take-in.ts';
import { SOURCE } from './events.ts';
import { cutShort, openPublisher, type Publisher, says } from './publisher.ts';
import { realVault } from './real.ts';

const LIMITS: FetchLimits = {
  connectMs: 2_000,
  silenceMs: 5_000,
  totalMs: 60_000,
  redirects: 3,
  patienceMs: 600_000,
  pace: { bytes: 1_000, ms: 5_000 },
};
const vault = realVault();
let publisher: Publisher;
let fetcher: Fetcher;
let ports: FilePorts;
const signal = new AbortController().signal;

beforeAll(async () => {
  publisher = await openPublisher();
  fetcher = openFetcher(
    AllowList.parse(
      ['127.0.0.1', 'localhost'].map((host) => ({ host, sources: [SOURCE], private: true, ports: [publisher.port] })),
    ),
    LIMITS,
  );
  ports = {
    vault,
    fetcher,
    intake: 'intake',
    prearchive: 'prearchive',
    maxBytes: 100_000_000,
    gate: pLimit(4),
    moved: () => {},
  };
});
afterAll(async () => {
  await fetcher.close();
  await publisher.close();
  vault.close();
});

/** A PDF nobody has seen before. */
const fresh = (bytes: number): Buffer =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes - 18), Buffer.from('\n%%EOF\n  ')]);
const digest = (algorithm: 'sha256' | 'sm3', bytes: Buffer): string =>
  createHash(algorithm).update(bytes).digest('hex');

describe('with a real store', () => {
  it.each([
    ['a small file', 50_000, true],
    ['a file of 20 MB', 20_000_000, true],
    ['a file of 20 MB of which nothing is known', 20_000_000, false],
  ] as const)('%s comes over from the intake bucket, or from an address', async (_, size, known) => {
    const bytes = fresh(size);
    const sha256 = digest('sha256', bytes);
    const content = `sha256:${sha256}` as const;
    const said = known ? { sha256, sm3: digest('sm3', bytes), size } : {};
    await vault.put('intake', bytes);
    publisher.on('/f', says(200, {}, bytes));
    const address = `http://127.0.0.1:${publisher.port}/f`;
    const expected = {
      name: 'a.pdf',
      content,
      sm3: digest('sm3', bytes),
      size,
      puid: 'fmt/276',
      format: 'pdf',
      pages: null,
    };
    expect(await vault.has('prearchive', content)).toBe(false);
    expect(await takeIn(ports, SOURCE, { name: 'a.pdf', content, ...said } as PublishedFile, signal)).toEqual(expected);
    expect((await buffer(await vault.get('prearchive', content))).equals(bytes)).toBe(true);
    expect(await takeIn(ports, SOURCE, { name: 'a.pdf', address, ...said } as PublishedFile, signal)).toEqual(expected);
  });

  it('nothing is left of a large file that is not what was said, or that breaks off', async () => {
    const bytes = fresh(20_000_000);
    const content = `sha256:${digest('sha256', bytes)}` as const;
    await vault.put('intake', bytes);
    const wrong = { name: 'a.pdf', content, sm3: 'ab'.repeat(32) } as PublishedFile;
    await expect(takeIn(ports, SOURCE, wrong, signal)).rejects.toThrow(Refused);
    publisher.on('/cut', cutShort(bytes.length, bytes.subarray(0, 15_000_000)));
    const cut = { name: 'a.pdf', address: `http://127.0.0.1:${publisher.port}/cut`, sha256: content.slice(7) };
    await expect(takeIn(ports, SOURCE, cut as PublishedFile, signal)).rejects.toThrow('cannot be fetched now');
    expect(await vault.has('prearchive', content)).toBe(false);
  });

  it("a name is looked up by the system's own resolver", async () => {
    const bytes = fresh(1_000);
    publisher.on('/f', says(200, {}, bytes));
    const one = { name: 'a.pdf', address: `http://localhost:${publisher.port}/f` } as PublishedFile;
    expect(await takeIn(ports, SOURCE, one, signal)).toMatchObject({ content: `sha256:${digest('sha256', bytes)}` });
    const open = openFetcher(
      AllowList.parse([{ host: 'localhost', sources: [SOURCE], ports: [publisher.port] }]),
      LIMITS,
    );
    await expect(takeIn({ ...ports, fetcher: open }, SOURCE, one, signal)).rejects.toMatchObject({
      code: 'ADDRESS_NOT_ALLOWED',
      found: 'localhost: a private address',
    });
    await open.close();
  });

  it('what was never uploaded is refused', async () => {
    const one = { name: 'a.pdf', content: `sha256:${digest('sha256', fresh(100))}` } as PublishedFile;
    await expect(takeIn(ports, SOURCE, one, signal)).rejects.toMatchObject({ code: 'NOT_FOUND', part: 'content' });
  });
});
