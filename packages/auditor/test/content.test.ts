import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryStore, type Vault, vaultOver } from '@guidang/vault';
import { describe, expect, it } from 'vitest';
import { contentAudit } from '../src/content/audit-contents.ts';
import { folderStore } from '../src/content/folder.ts';
import { placeStore } from '../src/content/places.ts';
import { changeStoredByte, removeStored } from '../src/tamper/index.ts';
import { auditFolder, inFolder } from './audited.ts';
import { copyBytes, packageBytes } from './history/gatherers.ts';
import { BEGINS, type History, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const signers = makeSigners(new Date(BEGINS));
const history = makeHistory({
  seed: 2,
  cases: 5,
  partitions: 2,
  trouble: 0,
  unloggedTail: false,
  unfinished: false,
  courses: ['stored'],
  signers,
});
const recordIn = (link: Uint8Array): Buffer[] => {
  const { type, facts } = JSON.parse(Buffer.from(link).toString('utf8'));
  return type === 'EvidenceRenewed' ? [Buffer.from(facts.record, 'base64')] : [];
};
const nameOf = (bytes: Uint8Array): `sha256:${string}` => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Packages of all cases, evidence records that were renewed, and the copies that were made. */
const objectsOf = ({ scripts, linksOf }: History): Buffer[] => [
  ...scripts.map(({ name }) => packageBytes(name)),
  ...[...linksOf.get('store')!.values()].flat().flatMap(recordIn),
  ...[...linksOf.get('use')!].flatMap(([name, links]) =>
    links.filter((link) => Buffer.from(link).includes('"CopyMade"')).map(() => copyBytes(name)),
  ),
];
const [victim] = history.scripts;
const content = nameOf(packageBytes(victim!.name));

async function audited(contents: Parameters<typeof contentAudit>[0], check?: Parameters<typeof contentAudit>[1]) {
  return inFolder(async (dir) => {
    await writeHistory(history, dir);
    return auditFolder(dir, signers.anchors, { contents: contentAudit(contents, check) });
  });
}

function fill(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const bytes of objectsOf(history)) writeFileSync(join(folder, nameOf(bytes).slice(7)), bytes);
  return folder;
}

describe('the contents of a folder of objects', () => {
  it('are read back and are whole', async () => {
    await inFolder(async (dir) => {
      const report = await audited([folderStore(fill(join(dir, 'o')))]);
      expect(report).toMatchObject({ verdict: 'whole', layers: { 6: 'whole' } });
      // Packages of cases whose hash tree was renewed are read once more, for their manifests.
      expect(report.looked.objects).toBeGreaterThanOrEqual(objectsOf(history).length);
    });
  });

  it.each([
    ['a byte of a package is changed', changeStoredByte, 'PACKAGE_DIGEST'],
    ['a package is removed', removeStored, 'PACKAGE_MISSING'],
  ])('where %s, are found and the link that stored it is named', async (_, change, code) => {
    await inFolder(async (dir) => {
      const folder = fill(join(dir, 'o'));
      expect(change(folder, content, 77)).toBe(true);
      const report = await audited([folderStore(folder)]);
      expect(report.faults).toHaveLength(1);
      expect(report.faults[0]).toMatchObject({ code, layer: 6, topic: 'archive.store', case: victim!.name });
    });
  });

  it('where a renewed evidence record is removed or changed, are found and the link that renewed it is named', async () => {
    const [record] = [...history.linksOf.get('store')!.values()].flat().flatMap(recordIn);
    for (const [change, code] of [
      [changeStoredByte, 'OBJECT_DIGEST'],
      [removeStored, 'OBJECT_MISSING'],
    ] as const)
      await inFolder(async (dir) => {
        const folder = fill(join(dir, 'o'));
        expect(change(folder, nameOf(record!), 77)).toBe(true);
        const { faults } = await audited([folderStore(folder)]);
        expect(faults).toHaveLength(1);
        expect(faults[0]).toMatchObject({ code, layer: 6, topic: 'archive.store' });
      });
  });

  it('where a package does not hold under its own checks, are found with the check that failed', async () => {
    await inFolder(async (dir) => {
      const report = await audited([folderStore(fill(join(dir, 'o')))], async () => [
        { check: 'BAG_MANIFEST', ok: false, detail: 'a file is not in it' },
        { check: 'README', ok: true, detail: '' },
      ]);
      expect(report.faults).toHaveLength(history.scripts.length);
      expect(report.faults[0]).toMatchObject({ code: 'PACKAGE_INVALID', expected: 'BAG_MANIFEST' });
    });
  });
});

describe('copies in places with locks', () => {
  const BUCKETS = { archive: 'archive', use: 'use', prearchive: 'prearchive' };
  const until = new Date(Date.UTC(2120, 0, 1));

  /** Two places as the store step leaves them; the versions there are not those a link of a made-up history names. */
  async function places(lock: { mode: 'COMPLIANCE'; until: Date } | undefined) {
    const stores = [new MemoryStore(), new MemoryStore()];
    const vaults: Vault[] = stores.map((store) => vaultOver(store));
    for (const vault of vaults)
      for (const bytes of objectsOf(history)) {
        await vault.put('archive', bytes, lock ? { lock } : {});
        await vault.put('use', bytes);
      }
    const opened = vaults.map((vault, i) => ({ name: i === 0 ? 'a' : 'b', vault, buckets: BUCKETS }));
    const read = opened.map(placeStore).map((store) => ({
      ...store,
      readThrough: (at: Parameters<typeof store.readThrough>[0], file?: string) =>
        store.readThrough({ bucket: at.bucket, content: at.content }, file),
      lock: (at: Parameters<typeof store.lock>[0]) => store.lock({ bucket: at.bucket, content: at.content }),
    }));
    return { stores, read };
  }

  it('are whole where both are there and locked for long enough', async () => {
    const { read } = await places({ mode: 'COMPLIANCE', until });
    const report = await audited(read);
    expect(report).toMatchObject({ verdict: 'whole', faults: [] });
    expect(report.looked.objects).toBeGreaterThan(history.scripts.length);
  });

  it('without a lock are found', async () => {
    const { read } = await places(undefined);
    const report = await audited(read);
    expect(report.faults[0]).toMatchObject({ code: 'RETENTION_MISSING', topic: 'archive.store' });
  });

  it('locked for too short are found', async () => {
    const { read } = await places({ mode: 'COMPLIANCE', until: new Date(Date.UTC(2027, 0, 1)) });
    const report = await audited(read);
    expect(report.faults[0]).toMatchObject({ code: 'RETENTION_SHORT', found: '2027-01-01T00:00:00.000Z' });
  });

  it('of which one rotted are found, in the place where it lies', async () => {
    const { read, stores } = await places({ mode: 'COMPLIANCE', until });
    stores[1]!.rot('archive', `objects/sha256/${content.slice(7)}`, Buffer.from('rotten'));
    const report = await audited(read);
    expect(report.faults).toHaveLength(1);
    expect(report.faults[0]).toMatchObject({ code: 'PACKAGE_DIGEST', case: victim!.name });
    expect(report.faults[0]!.field).toMatch(/^b\/archive\//);
  });
});
