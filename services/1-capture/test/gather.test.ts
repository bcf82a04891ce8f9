import { createHash } from 'node:crypto';
import type { CaseEvent, FilesFacts, PublishedFile } from '@guidang/contracts';
import { keyOf, MemoryStore, VaultUnavailable, vaultOver } from '@guidang/vault';
import pLimit from 'p-limit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CaptureFacts, type CaptureState, captureRule } from '../src/decide.ts';
import { AllowList } from '../src/fetch/allow-list.ts';
import { FetchFailed } from '../src/fetch/failed.ts';
import { type Fetcher, openFetcher } from '../src/fetch/fetcher.ts';
import { type CapturePorts, gatherer } from '../src/gather.ts';
import { captureStep } from '../src/step.ts';
import { Chain, recordOf } from './chain.ts';
import { accepted, added, CASE, closed, file, issued, replaced, SOURCE, step, withdrawn } from './events.ts';
import { cutShort, endless, openPublisher, type Publisher, says } from './publisher.ts';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const digest = (algorithm: 'sha256' | 'sm3', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');
const named = (bytes: Uint8Array): `sha256:${string}` => `sha256:${digest('sha256', bytes)}`;
const OTHER = 'ab'.repeat(32);

let publisher: Publisher;
let fetcher: Fetcher;
let store: MemoryStore;
let ports: CapturePorts;

beforeAll(async () => {
  publisher = await openPublisher();
  fetcher = openFetcher(
    AllowList.parse([{ host: 'files.test', sources: [SOURCE], private: true, ports: [publisher.port], atOnce: 64 }]),
    {
      connectMs: 2_000,
      silenceMs: 500,
      totalMs: 10_000,
      redirects: 3,
      patienceMs: 3_600_000,
      pace: { bytes: 1_000, ms: 1_000 },
    },
    async () => [{ address: '127.0.0.1', family: 4 }],
  );
});
afterAll(async () => {
  await fetcher.close();
  await publisher.close();
});
beforeEach(() => {
  store = new MemoryStore();
  ports = {
    vault: vaultOver(store),
    fetcher,
    intake: 'intake',
    prearchive: 'prearchive',
    maxBytes: 50_000_000,
    gate: pLimit(16),
    moved: () => {},
    patienceMs: 600_000,
    now: () => 0,
  };
});

const upload = (bytes: Buffer) => ports.vault.put('intake', bytes);
const address = (path: string): string => `http://files.test:${publisher.port}${path}`;
const there = async (bucket: string): Promise<number> => {
  let count = 0;
  for await (const _ of store.list(bucket, '')) count += 1;
  return count;
};

/** Gathers for an event as the runtime asks for it. */
function asking(
  event: CaseEvent,
  { links = [], signal = new AbortController().signal }: { links?: Uint8Array[]; signal?: AbortSignal } = {},
): () => Promise<CaptureFacts> {
  const gather = gatherer(ports);
  const record = recordOf(event, 7);
  return () =>
    gather({
      state: captureRule.initial(CASE) as CaptureState,
      input: event,
      scheme: undefined,
      case: CASE,
      record,
      links: async () => links,
      signal,
    });
}
const gathered = async (event: CaseEvent): Promise<FilesFacts> => (await asking(event)()) as FilesFacts;
/** What became of the one file of a material. */
const outcome = async (one: PublishedFile): Promise<unknown> =>
  (await gathered(added('m1', 'A01', { files: [one] }))).files[0];
const uploadedFile = (bytes: Buffer, more: Partial<PublishedFile> = {}): PublishedFile =>
  file('申请表.pdf', { content: named(bytes), ...more });
const fetchedFile = (path: string, more: Partial<PublishedFile> = {}): PublishedFile =>
  ({ name: '申请表.pdf', address: address(path), ...more }) as PublishedFile;

const found = (bytes: Buffer, more: object = {}) => ({
  name: '申请表.pdf',
  content: named(bytes),
  sm3: digest('sm3', bytes),
  size: bytes.length,
  puid: 'fmt/276',
  format: 'pdf',
  pages: null,
  ...more,
});
const refused = (code: string, part: string, expected: string | null = null, was: string | null = null) => ({
  name: '申请表.pdf',
  code,
  field: `data.files[0].${part}`,
  expected,
  found: was,
});
/** A PDF with so many bytes, its start and its end where they belong. */
const pdfOf = (bytes: number): Buffer =>
  Buffer.concat([PDF.subarray(0, 9), Buffer.alloc(bytes - 18, 32), PDF.subarray(-9)]);

describe('a file is taken in under its content, with both digests and what it is', () => {
  it.each([
    ['uploaded, with everything said about it', true, 70],
    ['uploaded, with nothing said about it', false, 70],
    ['uploaded, larger than what is read at once', true, 5 * 1024 ** 2],
    ['uploaded, larger than what is put at once', true, 9 * 1024 ** 2],
    ['uploaded, large, with nothing said about it', false, 9 * 1024 ** 2],
  ] as const)('%s', async (_, all, size) => {
    const bytes = pdfOf(size);
    await upload(bytes);
    const said = all
      ? { sha256: digest('sha256', bytes), sm3: digest('sm3', bytes), size, pages: 3, mediaType: 'image/png' }
      : {};
    expect(await outcome(uploadedFile(bytes, said))).toEqual(found(bytes, { pages: all ? 3 : null }));
    expect((await ports.vault.read('prearchive', named(bytes), size)).equals(bytes)).toBe(true);
  });

  it.each([70, 9 * 1024 ** 2])('fetched, %i bytes', async (size) => {
    const bytes = pdfOf(size);
    publisher.on('/f', says(200, {}, bytes));
    expect(await outcome(fetchedFile('/f'))).toEqual(found(bytes));
    const said = { sha256: digest('sha256', bytes), sm3: digest('sm3', bytes), size };
    expect(await outcome(fetchedFile('/f', said))).toEqual(found(bytes));
    expect((await ports.vault.read('prearchive', named(bytes), size)).equals(bytes)).toBe(true);
  });

  it('whatever its name says', async () => {
    const bytes = Buffer.from('MZ is how programs begin, and this is only a text');
    await upload(bytes);
    const facts = await outcome(uploadedFile(bytes));
    expect(facts).toMatchObject({ name: '申请表.pdf' });
    expect((facts as { format: string }).format).not.toBe('pdf');
  });

  it('twice is the same', async () => {
    await upload(PDF);
    const first = await outcome(uploadedFile(PDF));
    expect(await outcome(uploadedFile(PDF))).toEqual(first);
    expect(await there('prearchive')).toBe(1);
  });
});

describe('an uploaded file is refused, and nothing is written', () => {
  const EMPTY = Buffer.alloc(0);
  const LENGTH = String(PDF.length);

  it.each<[string, Buffer, Partial<PublishedFile>, object]>([
    [
      'the digest beside its name is another',
      PDF,
      { sha256: OTHER },
      refused('DIGEST_MISMATCH', 'sha256', `sha256:${OTHER}`, named(PDF)),
    ],
    [
      'its SM3 is another',
      PDF,
      { sm3: OTHER },
      refused('DIGEST_MISMATCH', 'sm3', `sm3:${OTHER}`, `sm3:${digest('sm3', PDF)}`),
    ],
    ['it is smaller than said', PDF, { size: 1000 }, refused('SIZE_MISMATCH', 'size', '1000', LENGTH)],
    ['it is larger than said', PDF, { size: 10 }, refused('SIZE_MISMATCH', 'size', '10', LENGTH)],
    ['it is much smaller than said', PDF, { size: 9_000_000 }, refused('SIZE_MISMATCH', 'size', '9000000', LENGTH)],
    ['it is empty', EMPTY, {}, refused('EMPTY_FILE', 'size', null, '0')],
    ['it is empty and said to be', EMPTY, { size: 0 }, refused('EMPTY_FILE', 'size', null, '0')],
  ])('%s', async (_, bytes, said, expected) => {
    await upload(bytes);
    expect(await outcome(uploadedFile(bytes, said))).toEqual(expected);
    expect(await there('prearchive')).toBe(0);
  });

  it.each([{}, { size: PDF.length }])('it was never uploaded (%j)', async (said) => {
    expect(await outcome(uploadedFile(PDF, said))).toEqual(refused('NOT_FOUND', 'content'));
  });

  it('the digest beside its name is another, and so nothing is looked for', async () => {
    expect(await outcome(uploadedFile(PDF, { sha256: OTHER }))).toMatchObject({ code: 'DIGEST_MISMATCH' });
  });

  it('it is larger than we take', async () => {
    ports = { ...ports, maxBytes: 20 };
    await upload(PDF);
    expect(await outcome(uploadedFile(PDF))).toEqual(refused('TOO_LARGE', 'content', '20', LENGTH));
    expect(await there('prearchive')).toBe(0);
  });

  it.each([
    ['read whole', PDF.length],
    ['streamed', undefined],
  ])('its bytes rotted in the intake bucket (%s)', async (_, size) => {
    await upload(PDF);
    const rotten = Buffer.from(PDF).fill('x', 20, 21);
    store.rot('intake', keyOf(named(PDF)), rotten);
    const said = size === undefined ? {} : { size };
    expect(await outcome(uploadedFile(PDF, said))).toEqual(
      refused('DIGEST_MISMATCH', 'content', named(PDF), named(rotten)),
    );
    expect(await there('prearchive')).toBe(0);
  });
});

describe('a file at an address is refused, and nothing is written', () => {
  it.each<[string, Partial<PublishedFile>, Parameters<Publisher['on']>[1], object]>([
    ['it is not there', {}, says(404), refused('NOT_FOUND', 'address', null, 'HTTP 404')],
    ['it is not there any more', {}, says(410), refused('NOT_FOUND', 'address', null, 'HTTP 410')],
    ['the host does not give it out', {}, says(403), refused('FETCH_REFUSED', 'address', 'HTTP 200', 'HTTP 403')],
    [
      'its SHA-256 is another',
      { sha256: OTHER },
      says(200, {}, PDF),
      refused('DIGEST_MISMATCH', 'sha256', `sha256:${OTHER}`, named(PDF)),
    ],
    [
      'its SM3 is another',
      { sm3: OTHER },
      says(200, {}, PDF),
      refused('DIGEST_MISMATCH', 'sm3', `sm3:${OTHER}`, `sm3:${digest('sm3', PDF)}`),
    ],
    [
      'its length is not what was said',
      { size: 10 },
      says(200, { 'content-length': String(PDF.length) }, PDF),
      refused('SIZE_MISMATCH', 'size', '10', String(PDF.length)),
    ],
    [
      'it is shorter than was said, and has no length of its own',
      { size: 1000 },
      (_, response) => void response.writeHead(200).write(PDF, () => response.end()),
      refused('SIZE_MISMATCH', 'size', '1000', String(PDF.length)),
    ],
    ['it is empty', {}, says(200), refused('EMPTY_FILE', 'size', null, '0')],
    [
      'its length is more than we take',
      {},
      cutShort(60_000_000, PDF),
      refused('TOO_LARGE', 'address', '50000000', '60000000'),
    ],
    [
      'it is sent on to this machine',
      {},
      says(302, { location: 'http://localhost/' }),
      refused('ADDRESS_NOT_ALLOWED', 'address', null, 'localhost: not on the allow-list'),
    ],
  ])('%s', async (_, said, answer, expected) => {
    publisher.on('/r', answer);
    expect(await outcome(fetchedFile('/r', said))).toEqual(expected);
    expect(await there('prearchive')).toBe(0);
  });

  it('it does not end', async () => {
    ports = { ...ports, maxBytes: 1_000_000 };
    publisher.on('/r', endless);
    expect(await outcome(fetchedFile('/r'))).toMatchObject({ code: 'TOO_LARGE', expected: '1000000' });
    expect(await outcome(fetchedFile('/r', { size: 500_000 }))).toMatchObject({
      code: 'SIZE_MISMATCH',
      expected: '500000',
    });
    expect(await there('prearchive')).toBe(0);
  });

  it('its host is that of another system', async () => {
    publisher.on('/r', says(200, {}, PDF));
    const theirs = { ...added('m1', 'A01', { files: [fetchedFile('/r')] }), source: 'urn:dg:other' };
    expect((await gathered(theirs)).files).toEqual([
      refused('ADDRESS_NOT_ALLOWED', 'address', null, 'files.test: not on the allow-list'),
    ]);
  });

  it('its host is not listed', async () => {
    const one = { ...fetchedFile('/r'), address: 'http://evil.test/r' };
    expect(await outcome(one)).toEqual(
      refused('ADDRESS_NOT_ALLOWED', 'address', null, 'evil.test: not on the allow-list'),
    );
  });
});

describe('what may pass is asked again', () => {
  it.each<[string, Parameters<Publisher['on']>[1], string]>([
    ['a host that is overloaded', says(503), 'HTTP 503'],
    ['a host that cuts a file short', cutShort(1000, PDF), 'UND_ERR_SOCKET'],
  ])('%s, until it has been so for too long', async (_, answer, why) => {
    publisher.on('/p', answer);
    let now = 5_000_000;
    ports = { ...ports, now: () => now };
    const ask = asking(added('m1', 'A01', { files: [fetchedFile('/p')] }));
    await expect(ask()).rejects.toThrow(FetchFailed);
    now += 599_999;
    await expect(ask()).rejects.toThrow(FetchFailed);
    now += 1;
    expect(await ask()).toMatchObject({ files: [refused('FETCH_UNAVAILABLE', 'address', null, `files.test: ${why}`)] });
    expect(await there('prearchive')).toBe(0);
  });

  it('a store that does not answer is never a fault of the file, however long it lasts', async () => {
    await upload(PDF);
    publisher.on('/p', says(200, {}, PDF));
    const unavailable = async (): Promise<never> => {
      throw new VaultUnavailable({ bucket: 'any', key: 'any' }, 'down');
    };
    const { vault } = ports;
    const late = { ...ports, patienceMs: 0 };
    for (const [broken, one] of [
      [{ ...vault, read: unavailable, get: unavailable }, uploadedFile(PDF)],
      [{ ...vault, read: unavailable, get: unavailable }, uploadedFile(PDF, { size: PDF.length })],
      [{ ...vault, put: unavailable }, uploadedFile(PDF)],
      [{ ...vault, put: unavailable }, fetchedFile('/p')],
    ] as const) {
      ports = { ...late, vault: broken };
      await expect(asking(added('m1', 'A01', { files: [one] }))()).rejects.toThrow(VaultUnavailable);
    }
  });

  it('what was had is not fetched again', async () => {
    publisher.on('/good', says(200, {}, PDF));
    publisher.on('/gone', says(404));
    publisher.on('/bad', says(503));
    const files = ['/good', '/bad', '/gone'].map((path) => fetchedFile(path));
    const ask = asking(added('m1', 'A01', { files }));
    const before = publisher.seen.length;
    await expect(ask()).rejects.toThrow(FetchFailed);
    publisher.on('/bad', says(200, {}, PDF));
    const { files: outcomes } = (await ask()) as FilesFacts;
    expect(outcomes).toMatchObject([{ content: named(PDF) }, { content: named(PDF) }, { code: 'NOT_FOUND' }]);
    const asked = publisher.seen.slice(before).map(({ url }) => url);
    expect(asked.toSorted()).toEqual(['/bad', '/bad', '/gone', '/good']);
  });

  it('work that is given up ends without a verdict, even when the time is over', async () => {
    ports = { ...ports, patienceMs: 0 };
    publisher.on('/hang', () => {});
    const giving = new AbortController();
    const work = asking(added('m1', 'A01', { files: [fetchedFile('/hang')] }), { signal: giving.signal })();
    setTimeout(() => giving.abort(), 30);
    await expect(work).rejects.toThrow();
    await upload(PDF);
    const uploads = asking(added('m1', 'A01', { files: [uploadedFile(PDF)] }), { signal: giving.signal });
    await expect(uploads()).rejects.toThrow();
  });
});

describe('a sign of life', () => {
  it('is given with every piece of a file that comes, and with every attempt that fails in time', async () => {
    let signs = 0;
    ports = {
      ...ports,
      moved: () => {
        signs += 1;
      },
    };
    publisher.on('/f', (_, response) => {
      response.writeHead(200);
      response.write(PDF, () => setTimeout(() => response.end(PDF), 20));
    });
    await gathered(added('m1', 'A01', { files: [fetchedFile('/f')] }));
    expect(signs).toBeGreaterThanOrEqual(2);
    const before = signs;
    publisher.on('/p', says(503));
    await expect(asking(added('m1', 'A01', { files: [fetchedFile('/p')] }))()).rejects.toThrow(FetchFailed);
    expect(signs).toBe(before + 1);
  });

  it('is not given by a store that does not answer', async () => {
    let signs = 0;
    const read = async (): Promise<never> => {
      throw new VaultUnavailable({ bucket: 'any', key: 'any' }, 'down');
    };
    ports = {
      ...ports,
      vault: { ...ports.vault, read, get: read },
      moved: () => {
        signs += 1;
      },
    };
    await expect(asking(added('m1', 'A01', { files: [uploadedFile(PDF)] }))()).rejects.toThrow(VaultUnavailable);
    expect(signs).toBe(0);
  });
});

describe('which files', () => {
  it('all of an event, in its order, with the fields they stand in', async () => {
    await upload(PDF);
    const signature = { scan: { confirmed: true, countersignature: file('签名.png') } };
    const files = [uploadedFile(PDF), file('b.pdf'), uploadedFile(PDF), file('c.pdf')];
    const facts = await gathered(added('m1', 'A01', { files, ...signature }));
    expect(facts.files).toMatchObject([
      { content: named(PDF) },
      { name: 'b.pdf', field: 'data.files[1].content' },
      { content: named(PDF) },
      { name: 'c.pdf', field: 'data.files[3].content' },
    ]);
    expect(facts.countersignature).toMatchObject({ name: '签名.png', field: 'data.scan.countersignature.content' });
  });

  it.each([
    ['the form', accepted(), 'data.applicant.form.content'],
    ['a replacement', replaced('m1', 'm2', 'A01'), 'data.files[0].content'],
    ["a result's document", issued('r1'), 'data.document.files[0].content'],
  ])('%s', async (_, event, field) => {
    expect(await gathered(event)).toMatchObject({ files: [{ code: 'NOT_FOUND', field }], countersignature: null });
  });

  it.each([
    ['a step', step()],
    ['a withdrawal', withdrawn()],
  ])('none for %s', async (_, event) => {
    expect(await asking(event)()).toEqual({});
  });

  it('four of an event side by side', async () => {
    let now = 0;
    let most = 0;
    publisher.on('/f', (_, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now -= 1;
        response.writeHead(200).end(PDF);
      }, 20);
    });
    await gathered(added('m1', 'A01', { files: Array.from({ length: 12 }, () => fetchedFile('/f')) }));
    expect(most).toBe(4);
  });
});

it('a closing writes the links of the case as one object, one in a line, and the rule takes what was found', async () => {
  await upload(PDF);
  const chain = new Chain();
  for (const event of [
    accepted(),
    added('m1', 'A01', { files: [uploadedFile(PDF)] }),
    added('m2', 'A02', { files: [file('missing.pdf')] }),
    step(),
  ])
    expect(chain.take(event, await asking(event)())).toMatchObject({ do: 'emit' });
  const links = chain.outputs.map(({ value }) => value!);
  const closing = closed();
  const facts = await asking(closing, { links })();
  const took = chain.take(closing, facts);
  expect(took).toMatchObject({ do: 'emit', link: { type: 'CaseCaptured' } });
  const {
    content,
    size,
    links: count,
  } = (facts as { chain: { content: `sha256:${string}`; size: number; links: number } }).chain;
  expect(count).toBe(4);
  const lines = (await ports.vault.read('prearchive', content, size)).toString().split('\n');
  expect(lines.pop()).toBe('');
  expect(lines).toEqual(links.map((link) => Buffer.from(link).toString()));
});

it('the step keeps its links at hand, and decides by the rule that others decide again by', () => {
  const { rule, keepsLinks } = captureStep(ports);
  expect(keepsLinks).toBe(true);
  expect(rule).toBe(captureRule);
});
