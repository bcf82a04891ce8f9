/** Writers of DER (ITU-T X.690 §8, §10, §11): each gives one whole encoding. */

const header = (tag: number, length: number): Buffer => {
  if (length < 0x80) return Buffer.of(tag, length);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | bytes.length), bytes]);
};

/** Any tag over a list of contents, however long. */
export const tlvOf = (tag: number, contents: readonly Uint8Array[]): Buffer => {
  const length = contents.reduce((n, c) => n + c.length, 0);
  return Buffer.concat([header(tag, length)].concat(contents as Buffer[]));
};

/** Any tag over the given contents, one after another. */
export const tlv = (tag: number, ...contents: readonly Uint8Array[]): Buffer => tlvOf(tag, contents);

export const sequence = (...members: readonly Uint8Array[]): Buffer => tlv(0x30, ...members);

/** SET OF: members in ascending order of their encodings (§11.6). */
export const setOf = (...members: readonly Uint8Array[]): Buffer => tlv(0x31, ...members.toSorted(Buffer.compare));

/** [n] around its content, constructed: explicit tagging, or implicit tagging of a constructed type's members. */
export const context = (n: number, ...contents: readonly Uint8Array[]): Buffer => tlv(0xa0 | n, ...contents);

export const octetString = (bytes: Uint8Array): Buffer => tlv(0x04, bytes);
/** BIT STRING of whole bytes. */
export const bitString = (bytes: Uint8Array): Buffer => tlv(0x03, Buffer.of(0), bytes);
export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text));
export const ia5 = (text: string): Buffer => tlv(0x16, Buffer.from(text, 'latin1'));
/** GeneralizedTime from milliseconds since the epoch, without the trailing zeros of a fraction that DER forbids (§11.7.3). */
export const generalizedTime = (at: number): Buffer => {
  const text = new Date(at).toISOString();
  const fraction = text.slice(20, 23).replace(/0+$/, '');
  return tlv(0x18, Buffer.from(`${text.slice(0, 19).replace(/[-:T]/g, '')}${fraction && `.${fraction}`}Z`));
};
/** A time as RFC 5280 §4.1.2.5 and RFC 5652 §11.3 want it: UTCTime until 2049, GeneralizedTime after; whole seconds. */
export const time = (at: number): Buffer => {
  const whole = Math.floor(at / 1000) * 1000;
  const year = new Date(whole).getUTCFullYear();
  const digits = generalizedTime(whole).subarray(2);
  return year >= 1950 && year < 2050 ? tlv(0x17, digits.subarray(2)) : tlv(0x18, digits);
};
export const nothing = (): Buffer => Buffer.of(0x05, 0);
export const boolean = (value: boolean): Buffer => Buffer.of(0x01, 1, value ? 0xff : 0);

/** INTEGER of any size, in as few bytes as two's complement allows. */
export const integer = (value: bigint | number): Buffer => {
  const n = BigInt(value);
  let width = 1;
  while (BigInt.asIntN(width * 8, n) !== n) width++;
  const digits = BigInt.asUintN(width * 8, n)
    .toString(16)
    .padStart(width * 2, '0');
  return tlv(0x02, Buffer.from(digits, 'hex'));
};

/** OBJECT IDENTIFIER from its dotted form. */
export const oid = (dotted: string): Buffer => {
  const arcs = dotted.split('.').map(BigInt);
  const [first, second, ...rest] = arcs;
  if (first === undefined || second === undefined) throw new RangeError(`not an object identifier: ${dotted}`);
  const bytes = [first * 40n + second, ...rest].flatMap((arc) => {
    const groups = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80);
    return groups;
  });
  return tlv(0x06, Buffer.from(bytes));
};

/** AlgorithmIdentifier without parameters (digests of RFC 5754, ECDSA). */
export const algorithm = (dotted: string): Buffer => sequence(oid(dotted));
