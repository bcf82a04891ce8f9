import type { CopyMade, RawRecord, ReceivedIndexed, UseRefused } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { PackageFault } from '@guidang/packaging';
import type { Gathering } from '@guidang/stream';
import { MemoryStore, vaultOver } from '@guidang/vault';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import type { Workshop } from '../src/copy/workshop.ts';
import { type UseFacts, type UseInput, type UseState, useRule, useRules } from '../src/decide.ts';
import { gatherer, type UsePorts } from '../src/gather.ts';
import type { Entry } from '../src/index/entry.ts';
import type { ReceivedEntry } from '../src/index/received-entry.ts';
import { body, Chain } from './chain.ts';
import { CODE, type ReceivedPackage, receivedPackage, SENDER } from './elsewhere.ts';
import { requested, requestRecord } from './stored.ts';

const FILE = Buffer.from('%PDF-1.7 申请表');
const COPY = Buffer.from('%PDF-1.7 a copy of it');

async function world(of?: ReceivedPackage) {
  const one = of ?? (await receivedPackage(FILE));
  const entries: (Entry | ReceivedEntry)[] = [];
  const jobs: { job: Parameters<Workshop['make']>[0]; content: Buffer }[] = [];
  const copies = vaultOver(new MemoryStore());
  const ports: UsePorts = {
    holdings: { places: one.places, spoolFolder: '/tmp', copyFailed: () => {} },
    shelf: {
      put: async (entry) => void entries.push(entry),
      forget: async () => true,
      cutterOf: async () => undefined,
    },
    copies: { vault: copies, bucket: 'use' },
    workshop: {
      make: async (job: never, content: Buffer) => {
        jobs.push({ job, content });
        return { pdf: COPY, pages: 1, how: 'kept' };
      },
      close: () => {},
    } as unknown as Workshop,
    verifyUrl: 'https://archive.example.gov.cn/verify',
    ...{ indexing: pLimit(1), copying: pLimit(1) },
  };
  const chain = new Chain(one.number);
  const take = async (record: RawRecord) => {
    const { value: input } = useRule.parse(record);
    const asked: Gathering<UseState, UseInput> = {
      ...{ state: chain.memory.state, input, scheme: undefined, case: one.number, record },
      ...{ links: async () => [], signal: new AbortController().signal },
    };
    return chain.take(record, await gatherer(ports)(asked));
  };
  return { one, entries, jobs, chain, take };
}
type World = Awaited<ReturnType<typeof world>>;

async function indexed(of?: ReceivedPackage): Promise<World> {
  const found = await world(of);
  body(await found.take(found.one.record), 'ReceivedIndexed');
  return found;
}
const ask = ({ take, one }: World, path: string, by: object = {}) =>
  take(requestRecord(requested(one.number, path, { by })));

describe('a package from elsewhere', () => {
  it('is found by its codes, by what its metadata says and by the names of its files, which no link names', async () => {
    const { entries, chain, one } = await indexed();
    const [entry] = entries as [ReceivedEntry];
    expect(entry).toMatchObject({ case: one.number, referenceCode: CODE, year: 2026 });
    expect(entry.text).toContain(CODE.toLowerCase());
    expect(entry.text).toContain(SENDER.toLowerCase());
    expect(entry.text).not.toContain('王小明');
    expect(entry.words).not.toContain('王小明');
    expect(entry.people!.text).toContain('申请表');
    for (const word of ['王小明', '执业', '申请']) expect(entry.people!.words).toContain(word);
    expect(entry.files).toMatchObject([{ path: 'package/1', title: '申请表.pdf' }]);
    const [link] = chain.links;
    expect(link!.facts).toMatchObject({ words: entry.wordCount, listed: [{ path: 'package/1', puid: 'fmt/477' }] });
    expect(link!.body).toMatchObject({ referenceCode: one.number, sender: SENDER, profile: 'fuzhou-2019', files: 1 });
    expect(JSON.stringify(link)).not.toMatch(/王小明|申请表/);
  });

  it('is indexed once', async () => {
    const { take, one } = await indexed();
    expect(await take(one.record)).toMatchObject({ do: 'skip', reason: 'DUPLICATE' });
  });

  it('gives archivists a copy of a file by its number, which the copy is named by', async () => {
    const found = await indexed();
    const made = body(await ask(found, 'package/1'), 'CopyMade') as CopyMade['body'];
    expect(found.jobs.map(({ content }) => content.toString())).toEqual([FILE.toString()]);
    expect(made).toMatchObject({
      ...{ source: `sha256:${sha256Hex(FILE)}`, path: 'package/1' },
      of: { referenceCode: found.one.number, matter: '移交接收', title: '接收信息包第 1 号文件' },
    });
    expect(found.jobs[0]!.job).toMatchObject({ kind: 'pdf', marks: { title: '接收信息包第 1 号文件' } });
  });

  it.each<[string, string, object, UseRefused['body']['reason']]>([
    ['a department', 'package/1', { role: 'department', account: 'hospital' }, 'RIGHTS'],
    ['a citizen', 'package/1', { role: 'citizen', subject: `commit:${'ab'.repeat(32)}` }, 'RIGHTS'],
    ['an archivist, a file that is not in it', 'package/2', {}, 'NO_SUCH_FILE'],
    ['a department, a file that is not in it', 'package/2', { role: 'department' }, 'RIGHTS'],
    ['an archivist, a file by its name', '申报文件/申请表.pdf', {}, 'NO_SUCH_FILE'],
  ])('is refused to %s', async (_, path, by, reason) => {
    expect(body(await ask(await indexed(), path, by), 'UseRefused')).toMatchObject({ reason, detail: null });
  });

  it('of which no copy can be made of a file says so', async () => {
    const found = await indexed(await receivedPackage(FILE, { puid: 'fmt/412' }));
    expect(body(await ask(found, 'package/1'), 'UseRefused')).toMatchObject({ reason: 'FORMAT_HAS_NO_COPY' });
  });

  it('whose report lists no files is found by its codes alone', async () => {
    const found = await indexed(await receivedPackage(FILE, { listed: false }));
    expect(found.entries).toMatchObject([{ referenceCode: CODE, files: [], described: [] }]);
    expect(body(await ask(found, 'package/1'), 'UseRefused')).toMatchObject({ reason: 'NO_SUCH_FILE' });
  });

  it('whose bytes are others than its report says is an alarm, and no copy', async () => {
    const found = await indexed();
    const state = structuredClone(found.chain.memory.state) as { received: { listed: { content: string }[] } };
    state.received.listed[0]!.content = `sha256:${'0'.repeat(64)}`;
    found.chain.memory = { ...found.chain.memory, state: state as unknown as UseState };
    await expect(ask(found, 'package/1')).rejects.toThrow(PackageFault);
  });

  it('is not asked for before it is indexed, nor decided on with facts of something else', async () => {
    const { one, chain, take } = await world();
    expect(body(await take(requestRecord(requested(one.number, 'package/1'))), 'UseRefused')).toMatchObject({
      reason: 'CASE_NOT_STORED',
    });
    const listed = [1, 1].map(() => ({ path: 'package/1', content: `sha256:${'0'.repeat(64)}`, size: 1, puid: null }));
    for (const facts of [
      { words: 1, files: 1, cutter: 'x', unread: [] },
      { words: 1, cutter: 'x', listed },
    ])
      expect(() => chain.take(one.record, facts as UseFacts)).toThrow('facts');
  });

  it('was passed over by rules before it', async () => {
    const { one } = await world();
    const { value: input } = useRule.parse(one.record);
    const considered = useRules.map((rule) => rule.consider({ state: rule.initial(''), input, scheme: undefined }));
    expect(considered).toMatchObject([{ do: 'gather' }, { do: 'skip', reason: 'NO_CASE' }]);
  });

  it('has one link that answers a package: facts list what may be asked for', async () => {
    const { chain } = await indexed();
    const { facts } = chain.links[0] as ReceivedIndexed;
    expect(chain.memory.state.received?.listed).toEqual(facts.listed);
  });
});
