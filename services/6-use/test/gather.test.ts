import type { CaseIndexed, CopyMade, RawRecord } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import type { Gathering } from '@guidang/stream';
import { MemoryStore, type Vault, VaultUnavailable, vaultOver } from '@guidang/vault';
import pLimit from 'p-limit';
import { afterAll, describe, expect, it } from 'vitest';
import { openWorkshop, type Workshop } from '../src/copy/workshop.ts';
import { type UseFacts, type UseInput, type UseState, useRule } from '../src/decide.ts';
import { gatherer, type UsePorts } from '../src/gather.ts';
import type { Entry } from '../src/index/entry.ts';
import { body, Chain } from './chain.ts';
import { codesOn, seen, textOf } from './seeing.ts';
import { pdf } from './specimens.ts';
import { bookWith, placesHolding, requested, requestRecord, type StoredCase, storedCase } from './stored.ts';

const workshop = openWorkshop({ workers: 1 });
afterAll(() => workshop.close());

const one = await storedCase({
  specimens: [
    { name: 'permit.pdf', format: 'pdf', puid: 'fmt/477', bytes: await pdf({ pages: 2 }) },
    { name: 'broken.pdf', format: 'pdf', puid: 'fmt/18', bytes: Buffer.from('%PDF-1.4 not one') },
    { name: 'large.pdf', format: 'pdf', puid: 'fmt/18', bytes: Buffer.alloc(9 * 1024 * 1024, 'large ') },
  ],
});
const pathOf = (name: string): string => one.link.body.index.files.find(({ path }) => path.endsWith(name))!.path;

interface World {
  readonly ports: UsePorts;
  readonly entries: Entry[];
  readonly told: string[];
  readonly copies: Vault;
}

async function world(stored: StoredCase = one, more: Partial<UsePorts> = {}): Promise<World> {
  const entries: Entry[] = [];
  const told: string[] = [];
  const copies = vaultOver(new MemoryStore());
  const ports: UsePorts = {
    holdings: {
      places: await placesHolding(stored),
      spoolFolder: '/tmp',
      copyFailed: (place, error) => told.push(`${place}: ${(error as Error).name}`),
    },
    shelf: {
      put: async (entry) => void entries.push(entry as Entry),
      forget: async () => true,
      cutterOf: async () => undefined,
    },
    copies: { vault: copies, bucket: 'use' },
    workshop,
    verifyUrl: 'https://archive.example.gov.cn/verify',
    indexing: pLimit(2),
    copying: pLimit(1),
    ...more,
  };
  return { ports, entries, told, copies };
}

function gather(
  ports: UsePorts,
  state: UseState,
  record: RawRecord,
  signal = new AbortController().signal,
): Promise<UseFacts> {
  const { value: input, case: caseNumber } = useRule.parse(record);
  const named = useRule.schemeOf(state, input);
  const scheme = named && bookWith().find(named.id, named.version);
  const asked: Gathering<UseState, UseInput> = {
    state,
    input,
    scheme,
    case: caseNumber,
    record,
    links: async () => [],
    signal,
  };
  return gatherer(ports)(asked);
}

/** The link as it is once its package lies in places that gave it version ids. */
const recordOf = ({ link, record }: StoredCase): RawRecord => ({ ...record, value: Buffer.from(JSON.stringify(link)) });

async function indexed(found: World, stored = one): Promise<Chain> {
  const chain = new Chain(stored.link.case);
  const record = recordOf(stored);
  body(chain.take(record, await gather(found.ports, chain.memory.state, record)), 'CaseIndexed');
  return chain;
}

describe('a stored case', () => {
  it('is put into the index from its package, and what was found are the facts', async () => {
    const found = await world();
    const chain = await indexed(found);
    const facts = chain.links[0]!.facts as CaseIndexed['facts'];
    expect(facts).toMatchObject({ files: one.link.body.index.files.length, unread: [] });
    expect(found.entries).toHaveLength(1);
    expect(facts.words).toBe(found.entries[0]!.wordCount);
    expect(found.told).toEqual([]);
  });

  it('is read from the other place where the first has lost or spoilt it, and somebody hears of it', async () => {
    const found = await world();
    const places = await placesHolding(one);
    const spoilt = new MemoryStore();
    const vault = vaultOver(spoilt);
    const { key } = await vault.put('archive', one.bytes);
    spoilt.rot('archive', key, Buffer.from(one.bytes).fill(0, 100, 200));
    const copy = one.link.body.copies[0]!;
    const at = (await vault.head('archive', { key }))!.versionId!;
    const moved = {
      ...one,
      link: { ...one.link, body: { ...one.link.body, copies: [{ ...copy, versionId: at }, one.link.body.copies[1]!] } },
    };
    places.set('a', vault);
    const chain = new Chain(one.link.case);
    const ports = { ...found.ports, holdings: { ...found.ports.holdings, places } };
    await gather(ports, chain.memory.state, recordOf(moved));
    expect(found.told).toEqual(['a: VaultCorrupt']);
    expect(found.entries).toHaveLength(1);
  });

  it('is asked for again where no place answers', async () => {
    const found = await world();
    const away = { ...vaultOver(new MemoryStore()), get: down, read: down } as unknown as Vault;
    const places = new Map([
      ['a', away],
      ['b', away],
    ]);
    const ports = { ...found.ports, holdings: { ...found.ports.holdings, places } };
    await expect(gather(ports, new Chain(one.link.case).memory.state, recordOf(one))).rejects.toThrow(VaultUnavailable);
    expect(found.entries).toEqual([]);
  });
});

describe('a request', () => {
  it('gets a copy of the archived file, made for it, with a code that leads to its verification', async () => {
    const found = await world();
    const chain = await indexed(found);
    const record = requestRecord(requested(one.link.case, pathOf('1.pdf')));
    const facts = (await gather(found.ports, chain.memory.state, record)) as CopyMade['facts'];
    const made = body(chain.take(record, facts), 'CopyMade');
    expect(facts).toMatchObject({ pages: 2, how: 'kept' });
    const bytes = await found.copies.read('use', made.copy.content, 10_000_000);
    expect(sha256Hex(bytes)).toBe(made.copy.content.slice(7));
    expect(await codesOn(await seen(bytes, 1))).toEqual([`https://archive.example.gov.cn/verify/${made.copyId}`]);
    const text = await textOf(bytes);
    for (const words of ['办理银行贷款', made.of.referenceCode, made.of.title, 'archivist-07', '2026-03-20 16:05'])
      expect(text).toContain(words);
  });

  it('gets the same copy however often it is gathered for', async () => {
    const found = await world();
    const chain = await indexed(found);
    const record = requestRecord(requested(one.link.case, pathOf('1.pdf')));
    const [first, again] = [
      await gather(found.ports, chain.memory.state, record),
      await gather(found.ports, chain.memory.state, record),
    ];
    expect(again).toEqual(first);
  });

  it('for a file that is broken is refused, as a finding about the file', async () => {
    const found = await world();
    const chain = await indexed(found);
    for (const name of ['2.pdf', '3.pdf']) {
      const record = requestRecord(requested(one.link.case, pathOf(name)));
      const took = chain.take(record, await gather(found.ports, chain.memory.state, record));
      expect(body(took, 'UseRefused')).toMatchObject({ reason: 'FORMAT_HAS_NO_COPY', detail: 'BROKEN' });
    }
  });

  it.each([
    ['a case that is not stored', (path: string) => requested('OTHER-0001', path), 'CASE_NOT_STORED'],
    ['no such file', () => requested(one.link.case, 'data/x'), 'NO_SUCH_FILE'],
    [
      'somebody without rights',
      (path: string) => requested(one.link.case, path, { by: { role: 'citizen' } }),
      'RIGHTS',
    ],
  ])('of %s is refused without a look at the archive', async (_, asking, reason) => {
    const found = await world();
    const state = { ...(await indexed(found)).memory.state };
    const nowhere = { ...found.ports, holdings: { ...found.ports.holdings, places: new Map() } };
    const request = asking(pathOf('1.pdf'));
    const before = request.case === one.link.case ? state : new Chain(request.case).memory.state;
    expect(await gather(nowhere, before, requestRecord(request))).toEqual({ reason });
  });

  it('is asked again, and never refused, where the copy cannot be made now', async () => {
    const found = await world();
    const chain = await indexed(found);
    const record = requestRecord(requested(one.link.case, pathOf('1.pdf')));
    const broken: Workshop = {
      make: () => Promise.reject(new Error('the copying process ended with 1 at once')),
      close: () => {},
    };
    await expect(gather({ ...found.ports, workshop: broken }, chain.memory.state, record)).rejects.toThrow('at once');
    const full = { ...found.copies, put: down } as unknown as Vault;
    await expect(
      gather({ ...found.ports, copies: { vault: full, bucket: 'use' } }, chain.memory.state, record),
    ).rejects.toThrow(VaultUnavailable);
  });

  it('is an alarm where the package does not hold what the index says', async () => {
    const found = await world();
    const { state } = (await indexed(found)).memory;
    const files = state.holding!.index.files.map((file) => ({ ...file, content: `sha256:${'0'.repeat(64)}` as const }));
    const lied = { ...state, holding: { ...state.holding!, index: { ...state.holding!.index, files } } };
    const record = requestRecord(requested(one.link.case, pathOf('1.pdf')));
    await expect(gather(found.ports, lied, record)).rejects.toThrow('a file that the index names is another one');
  });

  it('is given up where the partition is lost', async () => {
    const found = await world();
    const { state } = (await indexed(found)).memory;
    const record = requestRecord(requested(one.link.case, pathOf('1.pdf')));
    await expect(gather(found.ports, state, record, AbortSignal.abort(new Error('lost')))).rejects.toThrow('lost');
  });
});

async function down(): Promise<never> {
  throw new VaultUnavailable({ bucket: 'x', key: 'y' }, 'down');
}
