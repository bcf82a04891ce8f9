import { type Bytes, Odd } from './bytes.ts';

/** A piece of DER: its tag, what is in it, and itself as it lies. */
export interface Asn1 {
  readonly tag: number;
  readonly content: Bytes;
  readonly whole: Bytes;
}

/** Reads one piece and the length it has. */
function pieceAt(bytes: Bytes, at: number): Asn1 {
  const tag = bytes[at];
  let length = bytes[at + 1];
  if (tag === undefined || length === undefined || (tag & 0x1f) === 0x1f) throw new Odd('DER that ends, or a long tag');
  let from = at + 2;
  if (length >= 0x80) {
    const digits = length & 0x7f;
    if (digits === 0 || digits > 4) throw new Odd('a length that DER does not have');
    length = 0;
    for (let i = 0; i < digits; i++) length = length * 256 + (bytes[from + i] ?? Number.NaN);
    from += digits;
  }
  if (!(from + length <= bytes.length)) throw new Odd('DER that goes on behind its end');
  return { tag, content: bytes.slice(from, from + length) as Bytes, whole: bytes.slice(at, from + length) as Bytes };
}

export function asn1(bytes: Bytes): Asn1 {
  const piece = pieceAt(bytes, 0);
  if (piece.whole.length !== bytes.length) throw new Odd('bytes behind the end of DER');
  return piece;
}

export function partsOf(piece: Asn1 | undefined, tag?: number): Asn1[] {
  if (!piece || (tag !== undefined && piece.tag !== tag)) throw new Odd('another DER than was expected');
  const parts: Asn1[] = [];
  for (let at = 0; at < piece.content.length; ) {
    const part = pieceAt(piece.content, at);
    parts.push(part);
    at += part.whole.length;
  }
  return parts;
}

export const SEQUENCE = 0x30;
export const SET = 0x31;

export function oidIn(piece: Asn1 | undefined): string {
  if (piece?.tag !== 0x06 || piece.content.length === 0) throw new Odd('no object identifier');
  // Arcs of policies made of UUIDs (2.25) have 128 bits.
  const numbers: bigint[] = [];
  let number = 0n;
  for (const byte of piece.content) {
    number = number * 128n + BigInt(byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0n;
    }
  }
  const [head = 0n, ...rest] = numbers;
  const first = head < 80n ? head / 40n : 2n;
  return [first, head - first * 40n, ...rest].join('.');
}

/** UTCTime or GeneralizedTime, in milliseconds since 1970. */
export function timeIn(piece: Asn1 | undefined): number {
  const text = String.fromCharCode(...(piece?.content ?? []));
  const long =
    piece?.tag === 0x18 ? text : piece?.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : '';
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(long);
  if (!match) throw new Odd('no time');
  const [, year, month, day, hour, minute, second, part = ''] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${part.slice(0, 4)}Z`);
}
