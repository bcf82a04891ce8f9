import { contentOf, type Der, DerFault, expectTag } from './read.ts';

/** INTEGER as a bigint. */
export const integerOf = (der: Der | undefined): bigint => {
  const bytes = contentOf(expectTag(der, 0x02));
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
};

/** OBJECT IDENTIFIER in dotted form. */
export const oidOf = (der: Der | undefined): string => {
  const bytes = contentOf(expectTag(der, 0x06));
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const [i, byte] of bytes.entries()) {
    if (arc === 0n && byte === 0x80) throw new DerFault(`an object identifier with a padded arc at byte ${der!.start}`);
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    } else if (i === bytes.length - 1) throw new DerFault(`an object identifier cut short at byte ${der!.start}`);
  }
  const [head, ...rest] = arcs;
  if (head === undefined) throw new DerFault(`an empty object identifier at byte ${der!.start}`);
  const first = head < 80n ? head / 40n : 2n;
  return [first, head - first * 40n, ...rest].join('.');
};

export const octetsOf = (der: Der | undefined): Buffer => contentOf(expectTag(der, 0x04));

/** GeneralizedTime as milliseconds since the epoch. DER demands UTC (Z) and no trailing zero of a fraction (X.690 §11.7); digits past milliseconds are cut. */
export const generalizedTimeOf = (der: Der | undefined): number => {
  const text = contentOf(expectTag(der, 0x18)).toString('latin1');
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(text);
  if (!match) throw new DerFault(`not a time in UTC at byte ${der!.start}: ${JSON.stringify(text.slice(0, 40))}`);
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const millis = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const time = Date.UTC(year, month - 1, day, hour, minute, second, millis);
  const back = new Date(time);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59)
    throw new DerFault(`not a time that exists at byte ${der!.start}: ${text}`);
  return time;
};

/** UTCTime or GeneralizedTime as certificates, revocation lists and signing times carry it (RFC 5280 §4.1.2.5): milliseconds since the epoch. */
export const timeOf = (der: Der | undefined): number => {
  if (der?.tag !== 0x17) return generalizedTimeOf(der);
  const text = contentOf(der).toString('latin1');
  if (!/^\d{12}Z$/.test(text))
    throw new DerFault(`not a time in UTC at byte ${der.start}: ${JSON.stringify(text.slice(0, 40))}`);
  const century = Number(text.slice(0, 2)) < 50 ? '20' : '19';
  const long = Buffer.concat([Buffer.of(0x18, 15), Buffer.from(century + text, 'latin1')]);
  return generalizedTimeOf({ source: long, tag: 0x18, start: 0, content: 2, end: long.length });
};

/** BOOLEAN. */
export const booleanOf = (der: Der | undefined): boolean => contentOf(expectTag(der, 0x01))[0] === 0xff;

/** BIT STRING of whole bytes. */
export const bitsOf = (der: Der | undefined): Buffer => {
  const bytes = contentOf(expectTag(der, 0x03));
  if (bytes[0] !== 0) throw new DerFault(`a bit string that is not whole bytes at byte ${der!.start}`);
  return bytes.subarray(1);
};

/** A number that counts things: from 0 to 2^31-1. */
export const smallOf = (der: Der | undefined): number => {
  const value = integerOf(der);
  if (value < 0n || value > 0x7fff_ffffn) throw new DerFault(`a number out of bounds at byte ${der!.start}`);
  return Number(value);
};

/** What an extension or an optional field is: the member with this tag, if there. */
export const tagged = (members: readonly Der[], tag: number): Der | undefined => members.find((m) => m.tag === tag);
