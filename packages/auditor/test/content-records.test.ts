import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, sha256Hex, sm3Hex } from '@guidang/evidence';
import { describe, expect, it } from 'vitest';
import { fixedAuthorities } from '../../packaging/test/authorities.ts';
import { CODE, packageOf } from '../../packaging/test/made-package.ts';
import { sealedCase } from '../../packaging/test/sealed-case.ts';
import { contentAudit } from '../src/content/audit-contents.ts';
import { folderStore } from '../src/content/folder.ts';
import type { ContentTask, RecordTask } from '../src/lane/sink.ts';
import { inFolder } from './audited.ts';

const one = sealedCase(fixedAuthorities());
const built = await packageOf(one);
const manifest = one.store.get(one.link.facts.manifest.content)!;
const record = Buffer.from('a renewed record');
const copy = { place: 'a', bucket: 'archive', key: 'objects/sha256/x', versionId: 'v', until: '2056-12-31T15:59:59Z' };
const nameOf = (bytes: Uint8Array): `sha256:${string}` => `sha256:${sha256Hex(bytes)}`;

/** What is found where a renewal under SHA-512 says this digest of the manifest. */
async function found(digest: string, stored: Uint8Array = built): Promise<string[]> {
  const task: RecordTask = {
    ...{ kind: 'record', at: { topic: 'archive.store', partition: 0, offset: 7 }, case: one.case, time: 0 },
    ...{ content: nameOf(record), size: record.length, copies: [copy] },
    manifest: {
      ...{ algorithm: 'sha512', digest, referenceCode: CODE, copies: [copy] },
      package: { content: nameOf(stored), sm3: sm3Hex(stored), size: stored.length },
    },
  };
  return inFolder(async (folder) => {
    for (const bytes of [record, stored]) writeFileSync(join(folder, sha256Hex(bytes)), bytes);
    const codes: string[] = [];
    await contentAudit([folderStore(folder)], undefined)(
      [task],
      ({ code, field }) => codes.push(`${code} ${field}`),
      () => {},
    );
    return codes;
  });
}

describe('a renewal under a digest of the manifest that no link says before', () => {
  it('is held against the manifest in the package', async () => {
    expect(await found(digestOf('sha512', manifest).toString('hex'))).toEqual([]);
    expect(await found(digestOf('sha512', 'another').toString('hex'))).toEqual(['EVIDENCE_RECORD facts.manifest']);
  });

  it('says nothing of a package that cannot be opened: that is told of the link that stored it', async () => {
    expect(await found('ab'.repeat(64), Buffer.from('no package'))).toEqual([]);
  });
});

describe('a package from elsewhere', () => {
  const bytes = Buffer.from('a package that is none of ours');
  const ref = { content: nameOf(bytes), sm3: sm3Hex(bytes), size: bytes.length };
  const at = { at: { topic: 'archive.store', partition: 0, offset: 7 }, case: one.case, time: 0 } as const;
  const foundOf = (task: ContentTask, lies: readonly Uint8Array[] = [bytes, record]): Promise<string[]> =>
    inFolder(async (folder) => {
      for (const each of lies) writeFileSync(join(folder, sha256Hex(each)), each);
      const codes: string[] = [];
      const opens = async () => [{ check: 'ZIP_STRUCTURE', ok: false, detail: 'opened as one of ours' }];
      const { inspections } = await contentAudit([folderStore(folder)], opens)(
        [task],
        ({ code, field }) => codes.push(`${code} ${field}`),
        () => {},
      );
      expect(inspections.left.TRANSFER).toBe('foreign' in task ? 1 : 0);
      return codes;
    });
  const held = { kind: 'package', ...at, ...ref, copies: [copy], retainUntil: null } as const;

  it('is read whole, and not opened as one of ours; that nobody judges its reception again is counted', async () => {
    expect(await foundOf({ ...held, foreign: true })).toEqual([]);
    expect(await foundOf(held)).toEqual([expect.stringContaining('PACKAGE_INVALID')]);
    expect(await foundOf({ ...held, foreign: true }, [])).toEqual([expect.stringContaining('PACKAGE_MISSING')]);
  });

  it('is what its renewed record is held against', async () => {
    const task = (digest: string): RecordTask => ({
      ...{ kind: 'record', ...at, content: nameOf(record), size: record.length, copies: [copy] },
      manifest: { algorithm: 'sha512', digest, referenceCode: null, copies: [copy], package: ref },
    });
    expect(await foundOf(task(digestOf('sha512', bytes).toString('hex')))).toEqual([]);
    expect(await foundOf(task(digestOf('sha512', 'another').toString('hex')))).toEqual([
      'EVIDENCE_RECORD facts.manifest',
    ]);
  });
});
