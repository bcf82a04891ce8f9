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
    if (arc === 0n && byte === 0x80) throw new DerFault('an object identifier with a padded arc');
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    } else if (i === bytes.length - 1) throw new DerFault('an object identifier cut short');
  }
  const [head, ...rest] = arcs;
  if (head === undefined) throw new DerFault('an empty object identifier');
  const first = head < 80n ? head / 40n : 2n;
  return [first, head - first * 40n, ...rest].join('.');
};

export const octetsOf = (der: Der | undefined): Buffer => contentOf(expectTag(der, 0x04));

/** GeneralizedTime as milliseconds since the epoch. DER demands UTC (Z) and no trailing zero of a fraction (X.690 §11.7); digits past milliseconds are cut. */
export const generalizedTimeOf = (der: Der | undefined): number => {
  const text = contentOf(expectTag(der, 0x18)).toString('latin1');
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(text);
  if (!match) throw new DerFault(`not a time in UTC: ${JSON.stringify(text.slice(0, 40))}`);
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
    throw new DerFault(`not a time that exists: ${text}`);
  return time;
};

/** What an extension or an optional field is: the member with this tag, if there. */
export const tagged = (members: readonly Der[], tag: number): Der | undefined => members.find((m) => m.tag === tag);
