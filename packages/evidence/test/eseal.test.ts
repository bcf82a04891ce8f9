import { describe, expect, it } from 'vitest';
import { makeSeal, plainOfd, signOfd, signWithSeal } from '../../lab/src/eseal/index.ts';
import {
  type CmsTrust,
  type ESealTrust,
  parseESealSignature,
  signCms,
  sm3,
  verifyESeal,
  verifyESealSignature,
  verifyOfd,
} from '../src/index.ts';
import { DAY, held, house, keyOf, NOW } from './lab.ts';

const lab = house('sm2', 'SM2 root');
const hand = (name: string) => ({ certificate: lab.certificate('seal', name), key: keyOf('sm2', name) });
const maker = hand('制章单位');
const clerk = hand('经办人');
const order = {
  id: 'LAB0001',
  name: '某市档案馆归档章',
  maker,
  holders: [clerk.certificate],
  validFrom: NOW - DAY,
  validUntil: NOW + 100 * DAY,
  picture: Buffer.from('png'),
};
const trust: ESealTrust & CmsTrust = { anchors: [lab.root], at: NOW, timestamps: lab.trust };
const data = Buffer.from('<Signature/>');
const sign = (over: Uint8Array = data, change: Partial<typeof order> & { byDigest?: boolean } = {}, by = clerk) =>
  signWithSeal(over, '/Doc_0/Signs/Sign_0/Signature.xml', makeSeal({ ...order, ...change }), by, NOW);

describe('a seal (GB/T 38540-2020)', () => {
  it('holds with its maker and its time, and not before, after, or by another maker', () => {
    const seal = makeSeal(order);
    expect(held(verifyESeal(seal, trust)).info).toMatchObject({ id: 'LAB0001', name: order.name, version: 4 });
    expect(verifyESeal(seal, { ...trust, at: order.validUntil + 1 })).toMatchObject({ code: 'ESEAL_VALIDITY' });
    expect(verifyESeal(seal, { ...trust, anchors: [house('sm2', 'other root').root] })).toMatchObject({
      code: 'CERTIFICATE_CHAIN',
    });
    const forged = makeSeal({ ...order, maker: { ...maker, key: keyOf('sm2', '假') } });
    expect(verifyESeal(forged, trust)).toMatchObject({ code: 'ESEAL_MAKER' });
  });

  it('signs data: over this data, by one it was made for, named whole or by digest', () => {
    for (const byDigest of [false, true]) {
      const signature = sign(data, { byDigest });
      const verified = held(verifyESealSignature(signature, data, trust));
      expect(verified).toMatchObject({ time: NOW, timestamp: null, property: '/Doc_0/Signs/Sign_0/Signature.xml' });
      expect(verifyESealSignature(signature, Buffer.from('other'), trust)).toMatchObject({ code: 'ESEAL_DATA' });
      expect(verifyESealSignature(sign(data, { byDigest }, hand('别人')), data, trust)).toMatchObject({
        code: 'ESEAL_HOLDER',
      });
    }
    expect(verifyESealSignature(sign(data, {}, { ...clerk, key: keyOf('sm2', '假') }), data, trust)).toMatchObject({
      code: 'ESEAL_SIGNATURE',
    });
  });

  it('with a timestamp over the signature is judged at its time', () => {
    const stamped = signWithSeal(data, '/x', makeSeal(order), clerk, NOW, (s) =>
      lab.stamp(sm3(s), { algorithm: 'sm3', suite: 'gm' }),
    );
    const later = { ...trust, at: NOW + 1000 * DAY };
    expect(held(verifyESealSignature(stamped, data, later)).timestamp).toMatchObject({ time: NOW });
    expect(verifyESealSignature(sign(), data, later)).toMatchObject({ code: 'ESEAL_VALIDITY' });
    const other = signWithSeal(data, '/x', makeSeal(order), clerk, NOW, () =>
      lab.stamp(sm3('another'), { algorithm: 'sm3', suite: 'gm' }),
    );
    expect(verifyESealSignature(other, data, trust)).toMatchObject({ code: 'ESEAL_TIMESTAMP' });
  });

  it('revoked is no more believed', () => {
    const list = (certificate: typeof clerk.certificate) => lab.list([{ certificate, at: new Date(NOW - 1000) }]);
    for (const certificate of [clerk.certificate, maker.certificate])
      expect(verifyESealSignature(sign(), data, { ...trust, revocationLists: [list(certificate)] })).toMatchObject({
        code: 'CERTIFICATE_REVOKED',
      });
  });

  it('cannot be changed in a single bit, and nothing ever throws', () => {
    const signature = sign();
    held(parseESealSignature(signature));
    const overlooked: number[] = [];
    for (let i = 0; i < signature.length; i++) {
      const changed = Buffer.from(signature);
      changed[i]! ^= 1 << (i % 8);
      if (verifyESealSignature(changed, data, trust).ok) overlooked.push(i);
    }
    expect(overlooked).toEqual([]);
    for (let n = 0; n < signature.length; n += 13)
      expect(verifyESealSignature(signature.subarray(0, n), data, trust)).toMatchObject({ code: 'ESEAL_FORMAT' });
  }, 90_000);
});

describe('an OFD that is signed', () => {
  const plain = plainOfd('政务服务归档证明');
  const sealed = signOfd(plain, {
    type: 'Seal',
    sign: (document, path) => signWithSeal(document, path, makeSeal(order), clerk, NOW),
  });

  it('with a seal holds, and says what it covers', () => {
    const [signature] = held(verifyOfd(sealed, trust));
    expect(signature).toMatchObject({ id: 's001', type: 'Seal', seal: { info: { id: 'LAB0001' } } });
    expect(signature!.covered.toSorted()).toEqual([...plain.keys()].toSorted());
  });

  it('with a digital signature of GB/T 35275 holds: over Signature.xml, or over its digest inside', async () => {
    const by = { certificates: [clerk.certificate], algorithm: 'sm2-sm3' as const };
    const { signWith } = await import('../../lab/src/ca/index.ts');
    const signer = { ...by, sign: async (bytes: Uint8Array) => signWith(clerk.key, bytes) };
    const values = new Map<string, Uint8Array>();
    signOfd(plain, {
      type: 'Sign',
      sign: (document) => {
        values.set('document', document);
        return Buffer.alloc(0);
      },
    });
    const document = values.get('document')!;
    for (const value of [
      await signCms(document, signer, { suite: 'gm' }),
      await signCms(sm3(document), signer, { suite: 'gm', attached: true }),
    ]) {
      const file = signOfd(plain, { type: 'Sign', sign: () => value });
      expect(held(verifyOfd(file, trust))[0]!.signer).toMatchObject({ scheme: 'sm2-sm3' });
    }
    const wrong = signOfd(plain, { type: 'Sign', sign: () => Buffer.from(values.get('document')!) });
    expect(verifyOfd(wrong, trust)).toMatchObject({ code: 'CMS_FORMAT' });
  });

  it.each<[string, string, (files: Map<string, Buffer>) => void]>([
    ['a page is another', 'OFD_DIGEST', (f) => f.set('Doc_0/Pages/Page_0/Content.xml', Buffer.from('<x/>'))],
    ['a page is gone', 'OFD_MISSING', (f) => f.delete('Doc_0/Pages/Page_0/Content.xml')],
    ['a file was added', 'OFD_UNCOVERED', (f) => f.set('Doc_0/Annots/Annotations.xml', Buffer.from('<x/>'))],
    [
      'the signature is another',
      'ESEAL_DATA',
      (f) => {
        const path = 'Doc_0/Signs/Sign_0/Signature.xml';
        f.set(path, Buffer.from(f.get(path)!.toString().replace('GUIDANG-LAB', 'GUIDANG-LAX')));
      },
    ],
    [
      'the signature is listed as another kind',
      'CMS_FORMAT',
      (f) => {
        const path = 'Doc_0/Signs/Signatures.xml';
        f.set(path, Buffer.from(f.get(path)!.toString().replace('Type="Seal"', 'Type="Sign"')));
      },
    ],
    ['the list is gone', 'OFD_MISSING', (f) => f.delete('Doc_0/Signs/Signatures.xml')],
    ['nobody has signed', 'OFD_UNSIGNED', (f) => f.set('OFD.xml', plain.get('OFD.xml')!)],
    [
      'there is a document type',
      'OFD_FORMAT',
      (f) => f.set('OFD.xml', Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><x/>')),
    ],
    [
      'a path leads out',
      'OFD_FORMAT',
      (f) =>
        f.set('OFD.xml', Buffer.from(f.get('OFD.xml')!.toString().replace('Doc_0/Signs/Signatures.xml', '../../x'))),
    ],
  ])('is refused where %s: %s', (_, code, change) => {
    const files = new Map(sealed);
    change(files);
    expect(verifyOfd(files, trust)).toMatchObject({ code });
  });

  it('is refused where something was left out of what is covered, or the digest is weak', () => {
    const seal = (document: Buffer, path: string) => signWithSeal(document, path, makeSeal(order), clerk, NOW);
    const partly = signOfd(plain, { type: 'Seal', sign: seal, leaveOut: ['Doc_0/PublicRes.xml'] });
    expect(verifyOfd(partly, trust)).toMatchObject({ code: 'OFD_UNCOVERED' });
    const weak = signOfd(plain, { type: 'Seal', sign: seal, checkMethod: '1.2.840.113549.2.5' });
    expect(verifyOfd(weak, trust)).toMatchObject({ code: 'OFD_ALGORITHM', detail: expect.stringContaining('md5') });
  });
});
