import { createHash } from 'node:crypto';
import { digestOfName, fromBase64, fromHex, sm3Hex, verifyBatch, verifyDetached, verifyToken } from '@guidang/evidence';
import { keyOf, VaultCorrupt, VaultNotFound } from '@guidang/vault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChainBroken } from '../src/chain/verify.ts';
import { manifestOf, sealRule } from '../src/decide.ts';
import { gatherer, type SealPorts } from '../src/gather.ts';
import { type CheckedInput, parseInput } from '../src/input.ts';
import { BUCKET, gather, gathering, prearchiveOf } from './gathered.ts';
import { type Laboratory, laboratory, portsWithout } from './laboratory.ts';
import { sampleCase } from './sample-case.ts';

let lab: Laboratory;
beforeAll(() => {
  lab = laboratory();
});
afterAll(() => lab.clear());

const one = sampleCase();

async function room(more: Partial<SealPorts> = {}) {
  const { vault, store } = await prearchiveOf(one);
  return { vault, store, ports: { ...portsWithout(lab), vault, ...more } };
}

describe('gathering for a case that has passed', () => {
  it('writes down chain, document and manifest under their own digests', async () => {
    const { vault, ports } = await room();
    const facts = await gather(ports, one);
    const chain = await vault.read(BUCKET, facts.chain.content, 1e7);
    expect(chain).toEqual(Buffer.concat([one.chainObject, one.record.value!, Buffer.from('\n')]));
    const document = await vault.read(BUCKET, facts.document.content, 1e7);
    expect(document.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    const manifest = await vault.read(BUCKET, facts.manifest.content, 1e7);
    expect(manifest).toEqual(
      manifestOf(parseInput(one.record).value as CheckedInput, { ...facts, scheme: one.scheme.digest }),
    );
    for (const [bytes, ref] of [
      [chain, facts.chain],
      [document, facts.document],
      [manifest, facts.manifest],
    ] as const) {
      expect(ref).toMatchObject({ sm3: sm3Hex(bytes), size: bytes.length });
      expect(ref.content).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
    }
  });

  it('has the manifest signed and timestamped by those who are trusted', async () => {
    const { vault, ports } = await room();
    const { manifest, signature, timestamp, evidenceRecord } = await gather(ports, one);
    const bytes = await vault.read(BUCKET, manifest.content, 1e7);
    expect(verifyDetached(signature, bytes, { anchors: lab.anchors, at: Date.now() }).ok).toBe(true);
    const token = verifyToken(fromBase64(timestamp.token)!, lab.trust);
    if (!token.ok) throw new Error(token.detail);
    expect(token.value.imprint.digest.toString('hex')).toBe(timestamp.root);
    expect(verifyBatch(digestOfName(manifest.content), timestamp.path, fromHex(timestamp.root)!)).toBe(true);
    expect(evidenceRecord).toBeNull();
  });

  it('twice gives the same objects; only signature and token are of their moment', async () => {
    const { vault, ports } = await room();
    let now = Date.now();
    const [first, second] = [
      await gather(ports, one),
      await gather({ ...portsWithout(lab, () => (now += 5_000)), vault }, one),
    ];
    const { signature, timestamp, ...same } = first;
    expect(second).toMatchObject(same);
    expect(second.signature).not.toBe(signature);
    expect(second.timestamp.token).not.toBe(timestamp.token);
    const keys: string[] = [];
    for await (const { key } of vault.list(BUCKET)) keys.push(key);
    expect(keys).toHaveLength(4);
  });

  it('lets many cases share one timestamp, and each can be decided', async () => {
    const cases = Array.from({ length: 7 }, (_, i) => sampleCase({ number: `${one.number.slice(0, -1)}${i}` }));
    const { vault } = await prearchiveOf(...cases);
    const ports = { ...portsWithout(lab), vault };
    const all = await Promise.all(cases.map((each) => gather(ports, each)));
    expect(new Set(all.map(({ timestamp }) => timestamp.root)).size).toBeLessThan(cases.length);
    for (const [i, facts] of all.entries()) {
      const input = parseInput(cases[i]!.record).value;
      const at = '2026-03-05T02:42:00.000Z';
      expect(sealRule.decide({ state: { sealed: false }, input, scheme: one.scheme, facts, at }).type).toBe(
        'CaseSealed',
      );
    }
  });
});

describe('gathering that cannot seal', () => {
  const failing = (error: Error) => () => Promise.reject(error);

  it('asks again where the chain is not there, or is not what its name says', async () => {
    const { ports, store } = await room();
    await expect(gather({ ...ports, prearchive: 'elsewhere' }, one)).rejects.toThrow(VaultNotFound);
    const { chain } = (parseInput(one.record).value as CheckedInput).link.body;
    store.rot(BUCKET, keyOf(chain.content), Buffer.alloc(chain.size));
    await expect(gather(ports, one)).rejects.toThrow(VaultCorrupt);
  });

  it('stops at a chain with another number of links than was announced', async () => {
    const { ports } = await room();
    const { input, ...rest } = gathering(one);
    const changed = structuredClone(input) as CheckedInput;
    changed.link.body.chain.links += 1;
    await expect(gatherer(ports)({ ...rest, input: changed })).rejects.toThrow(ChainBroken);
  });

  it('has no facts without a timestamp, and none without a signature', async () => {
    const { ports } = await room();
    await expect(gather({ ...ports, stamp: failing(new Error('no time')) }, one)).rejects.toThrow('no time');
    const sign = (): never => {
      throw new Error('no key');
    };
    await expect(gather({ ...ports, sign }, one)).rejects.toThrow('no key');
  });

  it('gives up when it is told to', async () => {
    const { ports, vault } = await room();
    await expect(gather(ports, one, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    const keys: string[] = [];
    for await (const { key } of vault.list(BUCKET)) keys.push(key);
    expect(keys).toHaveLength(1);
  });
});
