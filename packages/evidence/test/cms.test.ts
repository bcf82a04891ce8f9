import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CmsTrust,
  childrenOf,
  contentOf,
  type Der,
  der,
  encodingOf,
  judgeRevocation,
  parseCms,
  parseRevocationList,
  prepareCms,
  readDer,
  sha256,
  signCms,
  verifyCms,
} from '../src/index.ts';
import { DAY, held, house, type KeyKind, NOW } from './lab.ts';

const lab = house('p256');
const trust: CmsTrust = { anchors: [lab.root], at: NOW + DAY, timestamps: lab.trust };
const data = Buffer.from('清单 manifest');
const stamp = async (bytes: Uint8Array) => lab.stamp(sha256(bytes));

describe('CMS signed data', () => {
  it.each<KeyKind>(['p256', 'p384', 'rsa', 'ed25519', 'sm2'])(
    'by a key of %s holds, inside or beside its content, and over no other',
    async (kind) => {
      const signer = lab.signer(`${kind} 章`, kind);
      for (const suite of ['pkcs', 'gm'] as const) {
        const detached = await signCms(data, signer, { signingTime: NOW, suite });
        const attached = await signCms(data, signer, { signingTime: NOW, suite, attached: true });
        const [found] = held(verifyCms(detached, data, trust)).signers;
        expect(found).toMatchObject({ signingTime: NOW, timestamp: null });
        expect(Buffer.from(held(verifyCms(attached, null, trust)).content)).toEqual(data);
        expect(verifyCms(detached, Buffer.from('other'), trust)).toMatchObject({ code: 'CMS_CONTENT' });
        expect(verifyCms(attached, Buffer.from('other'), trust)).toMatchObject({ code: 'CMS_CONTENT' });
        expect(verifyCms(detached, null, trust)).toMatchObject({ code: 'CMS_CONTENT' });
      }
    },
  );

  it('whatever the content', async () => {
    const signer = lab.signer('归档章');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 500 }), async (content) => {
        held(verifyCms(await signCms(content, signer, { attached: true }), null, trust));
      }),
      { numRuns: 30 },
    );
  });

  it('with a timestamp is judged at its time, without one at ours', async () => {
    const brief = lab.signer('短期', 'p256', NOW - DAY, NOW + DAY);
    const later = { ...trust, at: NOW + 100 * DAY };
    const stamped = await signCms(data, brief, { stamp });
    expect(held(verifyCms(stamped, data, later)).signers[0]!.timestamp).toMatchObject({ time: NOW });
    expect(verifyCms(await signCms(data, brief), data, later)).toMatchObject({ code: 'CERTIFICATE_VALIDITY' });
    const foreign = await signCms(data, brief, { stamp: async () => lab.stamp(sha256('another')) });
    expect(verifyCms(foreign, data, later)).toMatchObject({ code: 'CMS_TIMESTAMP' });
  });

  it('by nobody known, or naming another certificate, or without naming one, is refused', async () => {
    const signer = lab.signer('归档章');
    const cms = await signCms(data, signer);
    expect(verifyCms(cms, data, { ...trust, anchors: [house('p256', 'other').root] })).toMatchObject({
      code: 'CERTIFICATE_CHAIN',
    });
    const bare = prepareCms({ certificates: signer.certificates, algorithm: signer.algorithm, digest: sha256(data) });
    const unnamed = withoutAttribute(bare.toSign, '1.2.840.113549.1.9.16.2.47');
    const plain = await assemble(unnamed, signer);
    expect(verifyCms(plain, data, trust)).toMatchObject({ code: 'CMS_CERTIFICATE' });
    expect(verifyCms(plain, data, { ...trust, naming: 'none' })).toMatchObject({ ok: true });
  });

  it('cannot be changed in a single bit but in what nobody signed, and nothing ever throws', async () => {
    const cms = await signCms(data, lab.signer('归档章'), { attached: true, signingTime: NOW });
    const overlooked: number[] = [];
    for (let i = 0; i < cms.length; i++) {
      const changed = Buffer.from(cms);
      changed[i]! ^= 1 << (i % 8);
      // BER that means the same is taken from others: what counts is that it is read as what was signed.
      const verdict = verifyCms(changed, null, trust);
      if (verdict.ok && !(held(parseCms(changed)).content?.equals(data) ?? false)) overlooked.push(i);
    }
    expect(overlooked).toEqual([]);
  }, 90_000);

  it('of rubbish, cut short, or by nobody, is refused by name', async () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(verifyCms(bytes, data, trust)).toMatchObject({ ok: false });
      }),
    );
    const cms = await signCms(data, lab.signer('归档章'));
    for (let n = 0; n < cms.length; n += 13)
      expect(verifyCms(cms.subarray(0, n), data, trust)).toMatchObject({ code: 'CMS_FORMAT' });
  });

  it('in BER is taken as the DER it stands for', async () => {
    const cms = await signCms(data, lab.signer('归档章'), { attached: true });
    held(verifyCms(inBer(readDer(cms)), null, trust));
  });
});

/** Open lengths everywhere, long strings in two pieces. */
const inBer = (node: Der): Buffer => {
  if ((node.tag & 0x20) === 0) {
    const content = contentOf(node);
    if (node.tag !== 0x04 || content.length < 10) return encodingOf(node);
    const half = content.length >> 1;
    return Buffer.concat([
      Buffer.of(0x24, 0x80),
      der.octetString(content.subarray(0, half)),
      der.octetString(content.subarray(half)),
      Buffer.of(0, 0),
    ]);
  }
  return Buffer.concat([Buffer.of(node.tag, 0x80), ...childrenOf(node).map(inBer), Buffer.of(0, 0)]);
};
const withoutAttribute = (set: Buffer, type: string): Buffer =>
  der.setOf(
    ...childrenOf(readDer(set))
      .map(encodingOf)
      .filter((a) => !a.includes(der.oid(type))),
  );
const assemble = async (attributes: Buffer, signer: ReturnType<typeof lab.signer>): Promise<Buffer> => {
  const whole = prepareCms({ certificates: signer.certificates, algorithm: signer.algorithm, digest: sha256(data) });
  const bytes = whole.assemble(await signer.sign(attributes));
  const [kind, wrapped] = childrenOf(readDer(bytes, () => false));
  const [version, digests, content, certificates, signers] = childrenOf(childrenOf(wrapped!)[0]!);
  const [v, id, digest, , algorithm, value] = childrenOf(childrenOf(signers!)[0]!);
  const written = Buffer.from(attributes);
  written[0] = 0xa0;
  const one = der.sequence(
    ...[v, id, digest].map((x) => encodingOf(x!)),
    written,
    encodingOf(algorithm!),
    encodingOf(value!),
  );
  return der.sequence(
    encodingOf(kind!),
    der.context(
      0,
      der.sequence(...[version, digests, content, certificates].map((x) => encodingOf(x!)), der.setOf(one)),
    ),
  );
};

describe('revocation lists', () => {
  const leaf = lab.certificate('seal', '归档章');
  const chain = [leaf, lab.root];
  const list = (reason?: number) =>
    lab.list([{ certificate: leaf, at: new Date(NOW), ...(reason === undefined ? {} : { reason }) }]);

  it('take back a certificate from a moment on', () => {
    expect(judgeRevocation({ chain, lists: [list()], at: NOW - 1000 })).toEqual({ ok: true, value: { covered: 1 } });
    expect(judgeRevocation({ chain, lists: [list()], at: NOW })).toMatchObject({ code: 'CERTIFICATE_REVOKED' });
  });

  it('take back all that an authority ever stamped where its key was lost or no reason is given, and else what came after', () => {
    const at = NOW - 10 * DAY;
    for (const [reason, code] of [
      [undefined, 'CERTIFICATE_REVOKED'],
      [1, 'CERTIFICATE_REVOKED'],
      [4, undefined],
      [5, undefined],
    ] as const)
      expect(judgeRevocation({ chain, lists: [list(reason)], at, timestamps: true })).toMatchObject(
        code ? { code } : { ok: true },
      );
  });

  it('count where they are the issuer’s own, and say something of that moment', () => {
    const stranger = house('p256', 'other').list([{ certificate: leaf, at: new Date(NOW - DAY) }]);
    expect(judgeRevocation({ chain, lists: [stranger], at: NOW })).toEqual({ ok: true, value: { covered: 0 } });
    expect(judgeRevocation({ chain, lists: [stranger], at: NOW, required: true })).toMatchObject({
      code: 'REVOCATION_UNKNOWN',
    });
    const stale = lab.list([], NOW - 30 * DAY, NOW - DAY);
    expect(judgeRevocation({ chain, lists: [stale], at: NOW, required: true })).toMatchObject({
      code: 'REVOCATION_UNKNOWN',
    });
    const forged = Buffer.from(list());
    forged[forged.length - 1]! ^= 1;
    expect(judgeRevocation({ chain, lists: [forged], at: NOW })).toEqual({ ok: true, value: { covered: 0 } });
  });

  it('are silent for good only while the certificate lasts: later ones may have dropped it', () => {
    const brief = lab.certificate('seal', '短期章', 'p256', NOW - 10 * DAY, NOW - DAY);
    const asked = { chain: [brief, lab.root], at: NOW - 5 * DAY, required: true };
    expect(judgeRevocation({ ...asked, lists: [lab.list([], NOW, NOW + DAY)] })).toMatchObject({
      code: 'REVOCATION_UNKNOWN',
    });
    expect(judgeRevocation({ ...asked, lists: [lab.list([], NOW - 2 * DAY, NOW + DAY)] })).toMatchObject({ ok: true });
    const named = lab.list([{ certificate: brief, at: new Date(NOW - 6 * DAY) }], NOW, NOW + DAY);
    expect(judgeRevocation({ ...asked, lists: [named] })).toMatchObject({ code: 'CERTIFICATE_REVOKED' });
  });

  it('that are none are refused by name', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => !parseRevocationList(bytes).ok));
    const bytes = list();
    for (let n = 0; n < bytes.length; n += 7)
      expect(parseRevocationList(bytes.subarray(0, n))).toMatchObject({ code: 'CRL_FORMAT' });
  });
});
