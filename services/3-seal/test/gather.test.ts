import { createHash, X509Certificate } from 'node:crypto';
import { CheckReport, type Suite } from '@guidang/contracts';
import {
  contentNameOf,
  digestOfName,
  fromBase64,
  fromHex,
  objectOfBytes,
  sha256,
  sm3Hex,
  verifyBatch,
  verifyDetached,
  verifyPdf,
  verifyRecord,
  verifySm2Detached,
  verifyToken,
  wordsOfToken,
} from '@guidang/evidence';
import { TimestampBatches } from '@guidang/host';
import { keyOf, VaultCorrupt, VaultNotFound } from '@guidang/vault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChainBroken } from '../src/chain/verify.ts';
import { manifestOf, sealRule } from '../src/decide.ts';
import { gatherer, type SealPorts } from '../src/gather.ts';
import { type CheckedInput, parseInput } from '../src/input.ts';
import { handsOf } from '../src/signing/hand.ts';
import { BUCKET, gather, gathering, prearchiveOf } from './gathered.ts';
import { asking, handOptions, type Laboratory, laboratory, portsWithout, sealersOf } from './laboratory.ts';
import { sampleCase } from './sample-case.ts';

let lab: Laboratory;
beforeAll(() => {
  lab = laboratory();
});
afterAll(() => lab.clear());

const one = sampleCase();
const AT = '2026-03-05T02:42:00.000Z';
const trusted = () => ({ timestamps: lab.trust, at: Date.now(), exactly: true });

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
    expect(contentNameOf(document.subarray(0, facts.drawn.size))).toBe(facts.drawn.content);
    const validation = await vault.read(BUCKET, facts.validation.content, 1e6);
    expect(validation.toString()).toBe(lab.sealCertificate.toString());
    const manifest = await vault.read(BUCKET, facts.manifest.content, 1e7);
    expect(manifest).toEqual(
      manifestOf(parseInput(one.record).value as CheckedInput, { ...facts, scheme: one.scheme.digest }),
    );
    const report = facts.report!;
    const data = await vault.read(BUCKET, report.data.content, 1e7);
    const paper = await vault.read(BUCKET, report.document.content, 1e7);
    expect(CheckReport.parse(JSON.parse(data.toString()))).toMatchObject({ case: one.number, result: 'passed' });
    expect(paper.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    for (const [bytes, ref] of [
      [chain, facts.chain],
      [data, report.data],
      [paper, report.document],
      [document, facts.document],
      [manifest, facts.manifest],
    ] as const) {
      expect(ref).toMatchObject({ sm3: sm3Hex(bytes), size: bytes.length });
      expect(ref.content).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
    }
  });

  it('has the manifest signed and timestamped by those who are trusted, with an evidence record that stands alone', async () => {
    const { vault, ports } = await room();
    const { manifest, signature, timestamp, evidenceRecord, national } = await gather(ports, one);
    const bytes = await vault.read(BUCKET, manifest.content, 1e7);
    expect(verifyDetached(signature!, bytes, { anchors: lab.anchors, at: Date.now() }).ok).toBe(true);
    const token = verifyToken(fromBase64(timestamp!.token)!, lab.trust);
    if (!token.ok) throw new Error(token.detail);
    expect(token.value.imprint.digest.toString('hex')).toBe(timestamp!.root);
    expect(timestamp!.by).toEqual(wordsOfToken(token.value));
    expect(verifyBatch(digestOfName(manifest.content), timestamp!.path, fromHex(timestamp!.root)!)).toBe(true);
    const record = verifyRecord(fromBase64(evidenceRecord!)!, [objectOfBytes('manifest', bytes)], trusted());
    expect(record).toMatchObject({ ok: true, value: { since: token.value.time } });
    expect(national).toBeNull();
  });

  it('has the process record signed, so that whoever opens it sees that it is whole', async () => {
    const { vault, ports } = await room();
    const { document } = await gather(ports, one);
    const pdf = await vault.read(BUCKET, document.content, 1e7);
    const held = verifyPdf(pdf, { anchors: lab.anchors, at: Date.now(), timestamps: lab.trust });
    expect(held).toMatchObject({ ok: true, value: [{ coverage: 'file', level: 'B-B', field: '归档签章' }] });
    pdf[pdf.length >> 2]! ^= 1;
    expect(verifyPdf(pdf, { anchors: lab.anchors, at: Date.now() }).ok).toBe(false);
  });

  it('puts a timestamp and revocation lists into the process record where that is wished (PAdES B-LT)', async () => {
    const stamp = asking(lab, 'international');
    const more = {
      lists: () => lab.lists,
      revocationRequired: true,
      stampDocument: async (_: Suite, signature: Uint8Array) => (await stamp(sha256(signature), 'sha256')).token,
    };
    const { vault } = await room();
    const { document, validation } = await gather({ ...portsWithout(lab, Date.now, more), vault }, one);
    const pdf = await vault.read(BUCKET, document.content, 1e7);
    const held = verifyPdf(pdf, { anchors: lab.anchors, at: Date.now(), timestamps: lab.trust });
    expect(held).toMatchObject({ ok: true, value: [{ level: 'B-LT' }] });
    const text = (await vault.read(BUCKET, validation.content, 1e6)).toString();
    expect(text.match(/BEGIN X509 CRL/g)).toHaveLength(2);
  });

  it('twice gives the same chain and drawing; signatures, and what names them, are of their moment', async () => {
    const { vault, ports } = await room();
    let now = Date.now();
    const [first, second] = [
      await gather(ports, one),
      await gather({ ...portsWithout(lab, () => (now += 5_000)), vault }, one),
    ];
    const { chain, links, findings, drawn, validation } = first;
    expect(second).toMatchObject({ chain, links, findings, drawn, validation });
    expect(second.signature).not.toBe(first.signature);
    expect(second.timestamp!.token).not.toBe(first.timestamp!.token);
  });

  it('writes nothing again while it waits for an authority', async () => {
    const { vault, ports } = await room();
    let away = true;
    const stamp: SealPorts['stamp'] = (suite) => (group, signal) =>
      away ? Promise.reject(new Error('away')) : ports.stamp(suite)(group, signal);
    const asked = gatherer({ ...ports, stamp });
    const gathered = gathering(one);
    await expect(asked(gathered)).rejects.toThrow('away');
    const names = async () => {
      const keys: string[] = [];
      for await (const { key } of vault.list(BUCKET)) keys.push(key);
      return keys.sort();
    };
    const before = await names();
    away = false;
    await asked(gathered);
    expect(await names()).toEqual(before);
    expect(before).toHaveLength(7);
  });

  it('lets many cases share one timestamp, and each can be decided', async () => {
    const cases = Array.from({ length: 7 }, (_, i) => sampleCase({ number: `${one.number.slice(0, -1)}${i}` }));
    const { vault } = await prearchiveOf(...cases);
    const ports = { ...portsWithout(lab), vault };
    const all = await Promise.all(cases.map((each) => gather(ports, each)));
    expect(new Set(all.map(({ timestamp }) => timestamp!.root)).size).toBeLessThan(cases.length);
    for (const [i, facts] of all.entries()) {
      const input = parseInput(cases[i]!.record).value;
      expect(sealRule.decide({ state: { sealed: false }, input, scheme: one.scheme, facts, at: AT }).type).toBe(
        'CaseSealed',
      );
    }
  });
});

describe('a case whose scheme asks for a suite', () => {
  it.each(['national', 'both'] as const)('is sealed in it, and every part holds: %s', async (suite) => {
    const { vault } = await room();
    const asked = { ...one, scheme: { ...one.scheme, scheme: { ...one.scheme.scheme, suite } } };
    const facts = await gather({ ...portsWithout(lab), vault }, asked);
    const { national, manifest, signature, timestamp } = facts;
    expect([signature === null, timestamp === null]).toEqual(suite === 'both' ? [false, false] : [true, true]);
    const bytes = await vault.read(BUCKET, manifest.content, 1e7);
    const [leaf] = national!.certificates.map((text) => new X509Certificate(fromBase64(text)!));
    const at = Date.now();
    const signed = verifySm2Detached(fromBase64(national!.signature)!, bytes, leaf!, { anchors: lab.anchors, at });
    expect(signed.ok).toBe(true);
    const token = verifyToken(fromBase64(national!.timestamp.token)!, lab.trust);
    if (!token.ok) throw new Error(token.detail);
    expect(token.value.scheme).toBe('sm2-sm3');
    const record = verifyRecord(fromBase64(national!.evidenceRecord)!, [objectOfBytes('manifest', bytes)], trusted());
    expect(record).toMatchObject({ ok: true, value: { chains: [{ algorithm: 'sm3' }] } });
    const pdf = await vault.read(BUCKET, facts.document.content, 1e7);
    expect(verifyPdf(pdf, { anchors: lab.anchors, at }).ok).toBe(true);
    const input = parseInput(one.record).value;
    const decided = sealRule.decide({ state: { sealed: false }, input, scheme: asked.scheme, facts, at: AT });
    expect(decided).toMatchObject({ type: 'CaseSealed', body: { suite } });
  });

  it('is not decided from a seal in another suite', async () => {
    const { ports } = await room();
    const facts = await gather(ports, one);
    const scheme = { ...one.scheme, scheme: { ...one.scheme.scheme, suite: 'national' as const } };
    const input = parseInput(one.record).value;
    expect(() => sealRule.decide({ state: { sealed: false }, input, scheme, facts, at: AT })).toThrow(
      'the scheme asks for national',
    );
  });

  it('is not sealed where nobody stamps in it, or the stamp is of the other suite', async () => {
    const { vault, ports } = await room();
    const asked = { ...one, scheme: { ...one.scheme, scheme: { ...one.scheme.scheme, suite: 'national' as const } } };
    const strange = new TimestampBatches(asking(lab, 'international'), { algorithm: 'sm3', most: 8, waitMs: 0 });
    await expect(gather({ ...ports, stamp: () => strange.stamp }, asked)).rejects.toThrow('TOKEN_SUITE');
    const hand = handsOf(handOptions(lab, { sealers: sealersOf({ international: lab.signers.international }) }));
    await expect(gather({ ...ports, vault, hand }, asked)).rejects.toThrow('no key of the national suite');
  });
});

describe('gathering that cannot seal', () => {
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
    const silent: SealPorts['stamp'] = () => () => Promise.reject(new Error('no time'));
    await expect(gather({ ...ports, stamp: silent }, one)).rejects.toThrow('no time');
    const broken = { ...lab.signers.international, sign: () => Promise.reject(new Error('no key')) };
    const hand = handsOf(handOptions(lab, { sealers: sealersOf({ international: broken }) }));
    await expect(gather({ ...ports, hand }, one)).rejects.toThrow('no key');
  });

  it('gives up when it is told to', async () => {
    const { ports, vault } = await room();
    await expect(gather(ports, one, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    const keys: string[] = [];
    for await (const { key } of vault.list(BUCKET)) keys.push(key);
    expect(keys).toHaveLength(1);
  });
});
