import { createPrivateKey, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chainToAnchor,
  der,
  isSm2Key,
  publicKeyOf,
  sm2Digest,
  sm2PointOfCertificate,
  sm2PrivateKeyOf,
  sm2Sign,
  sm2Verifies,
  verifySm2Detached,
} from '../src/index.ts';
import { DAY, house, keyOf, NOW } from './lab.ts';

const lab = house('sm2', 'SM2 root');
const key = keyOf('sm2', '归档章');
const own = sm2PrivateKeyOf(key);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const number = (text: string): Buffer => der.integer(BigInt(`0x${text}`));

describe('SM2 with SM3', () => {
  it('verifies the example of GB/T 32918.5-2017 annex A', () => {
    const point = hex(
      '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
    );
    const [r, s] = [
      'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3',
      'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
    ];
    const message = Buffer.from('message digest');
    expect(sm2Digest(message, point).toString('hex')).toBe(
      'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
    );
    expect(sm2Verifies(message, der.sequence(number(r!), number(s!)), point)).toBe(true);
    expect(sm2Verifies(message, der.sequence(number(s!), number(r!)), point)).toBe(false);
  });

  it('signs what it verifies, whatever the message; the same message always alike, and draws no chance', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        const signature = sm2Sign(message, own);
        expect(sm2Verifies(message, signature, own.point)).toBe(true);
        expect(sm2Sign(message, own)).toEqual(signature);
        expect(sm2Verifies(Buffer.concat([message, Buffer.of(0)]), signature, own.point)).toBe(false);
        expect(sm2Verifies(message, signature, own.point, 'somebody else')).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('refuses numbers outside of the curve, other encodings, and points that are none', () => {
    const message = Buffer.from('x');
    const n = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
    for (const [r, s] of [
      ['0', '1'],
      ['1', '0'],
      [n, '1'],
      ['1', n],
      ['1', (BigInt(`0x${n}`) - 1n).toString(16)],
    ])
      expect(sm2Verifies(message, der.sequence(number(r!), number(s!)), own.point)).toBe(false);
    const good = sm2Sign(message, own);
    expect(sm2Verifies(message, Buffer.concat([good, Buffer.of(0)]), own.point)).toBe(false);
    expect(sm2Verifies(message, good, Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]))).toBe(false);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => !sm2Verifies(message, bytes, own.point)));
  });

  it('is not what OpenSSL signs by itself, which takes a key just made for one of ECDSA and knows no user identity', () => {
    const message = Buffer.from('x');
    const read = createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }));
    for (const one of [key, read]) expect(sm2Verifies(message, sign('sm3', message, one), own.point)).toBe(false);
  });

  it('knows its keys, made or read from a file', () => {
    const read = createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }));
    expect(isSm2Key(read)).toBe(true);
    expect(sm2PrivateKeyOf(read)).toEqual(own);
    expect(isSm2Key(keyOf('p256', 'x'))).toBe(false);
    expect(() => sm2PrivateKeyOf(keyOf('p256', 'x'))).toThrow(RangeError);
  });
});

describe('a certificate of SM2', () => {
  const leaf = lab.certificate('seal', '归档章');

  it('leads to its root by SM2, and to no other of the same name', () => {
    expect(publicKeyOf(leaf)).toMatchObject({ kind: 'sm2' });
    expect(sm2PointOfCertificate(leaf)).toEqual(own.point);
    expect(chainToAnchor(leaf, [], [lab.root], NOW)).toMatchObject({ ok: true });
    const twin = house('sm2', 'SM2 root twin').root;
    expect(chainToAnchor(leaf, [], [twin], NOW)).toMatchObject({ code: 'CERTIFICATE_CHAIN' });
  });

  it('vouches for a detached signature over bytes', () => {
    const payload = Buffer.from('清单');
    const signature = sm2Sign(payload, own);
    const trust = { anchors: [lab.root], at: NOW };
    expect(verifySm2Detached(signature, payload, leaf, trust)).toMatchObject({ ok: true });
    expect(verifySm2Detached(signature, Buffer.from('x'), leaf, trust)).toMatchObject({ code: 'SIGNATURE_INVALID' });
    expect(verifySm2Detached(signature, payload, leaf, { ...trust, at: NOW + 9999 * DAY })).toMatchObject({
      code: 'CERTIFICATE_VALIDITY',
    });
    const other = house('p256').certificate('seal', '别的');
    expect(verifySm2Detached(signature, payload, other, trust)).toMatchObject({ code: 'SIGNATURE_ALGORITHM' });
  });
});
