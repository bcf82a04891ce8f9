import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, DerFault, der, encodingOf, generalizedTimeOf, integerOf, oidOf, readDer, toDer } from './index.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const read = (hex: string) => readDer(bytes(hex));

describe('DER', () => {
  it('takes whole numbers of any size there and back, in the fewest bytes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }), (n) => {
        expect(integerOf(readDer(der.integer(n)))).toBe(n);
      }),
    );
    expect(der.integer(127).toString('hex')).toBe('02017f');
    expect(der.integer(128).toString('hex')).toBe('02020080');
    expect(der.integer(-128).toString('hex')).toBe('020180');
    expect(der.integer(0).toString('hex')).toBe('020100');
  });

  it.each([
    '1.2.840.113549.1.7.2',
    '2.5.4.3',
    '2.999.1',
    '0.0',
    '1.39.1',
    '2.25.184630217529317904318470553016489241203.1',
  ])('takes the object identifier %s there and back', (dotted) => expect(oidOf(readDer(der.oid(dotted)))).toBe(dotted));

  it('writes lengths of all sizes in their shortest form', () => {
    for (const n of [0, 127, 128, 255, 256, 65_535, 65_536]) {
      const written = der.octetString(Buffer.alloc(n));
      expect(readDer(written)).toMatchObject({ end: written.length, content: written.length - n });
    }
  });

  it('reads times in UTC to the millisecond', () => {
    const time = (text: string) => generalizedTimeOf(readDer(der.tlv(0x18, Buffer.from(text))));
    expect(time('20260301080000Z')).toBe(Date.UTC(2026, 2, 1, 8));
    expect(time('20260301080000.25Z')).toBe(Date.UTC(2026, 2, 1, 8, 0, 0, 250));
    expect(time('20260301080000.1234567Z')).toBe(Date.UTC(2026, 2, 1, 8, 0, 0, 123));
    for (const bad of [
      '20260301080000',
      '20260301080000.250Z',
      '20260301080000+0800',
      '20260230080000Z',
      '20260301246000Z',
      '260301080000Z',
    ])
      expect(() => time(bad)).toThrow(DerFault);
  });

  it.each([
    ['a length that could be shorter', '04 81 01 00'],
    ['a length with a leading zero', '04 82 00 80'],
    ['an indefinite length', '30 80 00 00'],
    ['a string in pieces', '24 03 04 01 00'],
    ['a boolean of 01', '01 01 01'],
    ['a number with a padded zero', '02 02 00 01'],
    ['a number with padded ones', '02 02 ff ff'],
    ['an empty number', '02 00'],
    ['a null with content', '05 01 00'],
    ['stray bits', '03 02 01 01'],
    ['a set out of order', '31 06 02 01 02 02 01 01'],
    ['bytes after the end', '05 00 00'],
    ['a value cut short', '04 05 00'],
    ['a member longer than its holder', '30 03 04 05 00'],
    ['a tag of two bytes', '1f 81 00 00'],
    ['nothing at all', ''],
  ])('is not %s', (_, hex) => {
    expect(() => read(hex)).toThrow(DerFault);
  });

  it('sorts a set by its encodings', () => {
    const set = der.setOf(der.integer(2), der.integer(1), der.oid('1.2'));
    expect(set.toString('hex')).toBe('31' + '09' + '020101' + '020102' + '06012a');
    expect(childrenOf(readDer(set)).map((m) => encodingOf(m).length)).toEqual([3, 3, 3]);
  });
});

describe('BER made DER', () => {
  it.each([
    ['open lengths', '30 80 02 01 01 00 00', '30 03 02 01 01'],
    ['long lengths', '30 81 03 02 01 01', '30 03 02 01 01'],
    ['an octet string in pieces', '24 80 04 01 aa 04 02 bb cc 00 00', '04 03 aa bb cc'],
    ['a string in pieces of pieces', '24 80 24 80 04 01 aa 00 00 04 01 bb 00 00', '04 02 aa bb'],
    ['a bit string in pieces', '23 08 03 02 00 aa 03 02 04 b0', '03 03 04 aa b0'],
    ['a boolean of 01', '01 01 01', '01 01 ff'],
    ['a padded number', '02 03 00 00 01', '02 01 01'],
    ['a set out of order', '31 06 02 01 02 02 01 01', '31 06 02 01 01 02 01 02'],
  ])('%s', (_, ber, expected) => {
    expect(toDer(bytes(ber)).toString('hex')).toBe(expected.replaceAll(' ', ''));
  });

  it('is what reads as DER, and DER stays as it is', () => {
    const leaf = fc.oneof(
      fc.bigInt({ min: -(1n << 70n), max: 1n << 70n }).map((n) => der.integer(n)),
      fc.uint8Array({ maxLength: 300 }).map((b) => der.octetString(b)),
      fc.boolean().map((b) => der.boolean(b)),
    );
    const { node } = fc.letrec<{ node: Buffer }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('node'), { maxLength: 4 }).map((m) => der.sequence(...m)),
        fc.array(tie('node'), { maxLength: 4 }).map((m) => der.setOf(...m)),
      ),
    }));
    fc.assert(
      fc.property(node, (value) => {
        readDer(value);
        expect(toDer(value).equals(value)).toBe(true);
      }),
    );
  });

  it('of any bytes at all is DER or a DerFault, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (some) => {
        try {
          readDer(toDer(some));
        } catch (error) {
          expect(error).toBeInstanceOf(DerFault);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
