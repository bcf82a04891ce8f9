import type { RawRecord } from '@guidang/contracts';
import { checkPackage, sourceOver } from '@guidang/packaging';
import type { Gathering } from '@guidang/stream';
import { type Vault, VaultNotFound } from '@guidang/vault';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import type { SealedCase } from '../../../packages/packaging/test/sealed-case.ts';
import type { PackageFacts, PackageState } from '../src/decide.ts';
import { gatherer } from '../src/gather.ts';
import type { Numbers } from '../src/numbers.ts';
import { BUCKET, nth, prearchiveOf, schemeOf, sealRecord, WHO } from './cases.ts';

const seven: Numbers = { allocate: async () => 7 };

function gather(
  vault: Vault,
  one: SealedCase,
  signal = new AbortController().signal,
  scheme = schemeOf(one),
): Promise<PackageFacts> {
  const record: RawRecord = sealRecord(one);
  const gathering: Gathering<PackageState, SealedCase['link']> = {
    state: { packaged: false },
    input: one.link,
    scheme,
    case: one.case,
    record,
    links: async () => [],
    signal,
  };
  return gatherer({ vault, prearchive: BUCKET, numbers: seven, gate: pLimit(2) })(gathering);
}

describe('gathering for a sealed case', () => {
  it('builds a package into the pre-archive that a stranger accepts', async () => {
    const one = nth(1);
    const vault = await prearchiveOf(one);
    const facts = await gather(vault, one);
    expect(facts).toMatchObject({ number: 7, series: 'J031-ZY·XK·2026·D30', retention: 'D30' });
    const bytes = await vault.read(BUCKET, facts.package.content, facts.package.size);
    const checks = await checkPackage(sourceOver(bytes), WHO.trust);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(facts.index.files).toHaveLength(8);
  });

  it('twice gives the same bytes, with large files as well', async () => {
    const one = nth(2, { files: [{ name: 'large.tif', bytes: Buffer.alloc(9 * 1024 * 1024, 'L') }] });
    const first = await gather(await prearchiveOf(one), one);
    const vault = await prearchiveOf(one);
    expect(await gather(vault, one)).toEqual(first);
    expect(await gather(vault, one)).toEqual(first);
    const bytes = await vault.read(BUCKET, first.package.content, first.package.size);
    expect((await checkPackage(sourceOver(bytes), WHO.trust)).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('leaves the scheme out where its bytes cannot be had', async () => {
    const one = nth(3);
    const vault = await prearchiveOf(one);
    const scheme = { ...schemeOf(one), digest: `sha256:${'00'.repeat(32)}` as const };
    const { package: built } = await gather(vault, one, undefined, scheme);
    const bytes = await vault.read(BUCKET, built.content, built.size);
    expect(bytes.includes('0007/data/校验/scheme.json')).toBe(false);
    expect((await checkPackage(sourceOver(bytes), WHO.trust)).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('asks again later where an object is not there', async () => {
    const one = nth(4);
    const store = new Map(one.store);
    store.delete(one.manifest.document);
    await expect(gather(await prearchiveOf({ ...one, store }), one)).rejects.toBeInstanceOf(VaultNotFound);
  });

  it('is given up when the partition is lost', async () => {
    const one = nth(5);
    const lost = new AbortController();
    lost.abort();
    await expect(gather(await prearchiveOf(one), one, lost.signal)).rejects.toThrow();
  });
});
