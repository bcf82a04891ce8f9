import { DerFault, MAX_MEMBERS, plainSets, type SetRule } from './read.ts';
import { tlv, tlvOf } from './write.ts';

const MAX_DEPTH = 40;
const STRINGS = new Set([0x03, 0x04, 0x0c, 0x13, 0x14, 0x16, 0x1a, 0x1e]);

interface Piece {
  readonly bytes: Buffer;
  readonly next: number;
}

const fail = (what: string): never => {
  throw new DerFault(what);
};

/** Content of a string that BER wrote in pieces, put together (X.690 §8.7.3; bit strings §8.6.4). */
const joined = (tag: number, pieces: readonly Buffer[]): Buffer => {
  const contents = pieces.map((p) => p.subarray(p[1]! < 0x80 ? 2 : 2 + (p[1]! & 0x7f)));
  if (tag !== 0x03) return Buffer.concat(contents);
  return Buffer.concat([Buffer.of(contents.at(-1)?.[0] ?? 0), ...contents.map((c) => c.subarray(1))]);
};

const shortest = (content: Buffer): Buffer => {
  let at = 0;
  while (
    at + 1 < content.length &&
    ((content[at] === 0 && content[at + 1]! < 0x80) || (content[at] === 0xff && content[at + 1]! >= 0x80))
  )
    at++;
  return content.subarray(at);
};

const primitive = (tag: number, content: Buffer): Buffer => {
  if (tag === 0x01 && content.length === 1) return tlv(tag, Buffer.of(content[0] === 0 ? 0 : 0xff));
  return tlv(tag, tag === 0x02 || tag === 0x0a ? shortest(content) : content);
};

/** Re-encodes the BER value at `at`: members first, then the value around them. */
const reencode = (source: Buffer, at: number, limit: number, depth: number, sets: SetRule): Piece => {
  if (depth > MAX_DEPTH) fail('values nested too deeply');
  if (at + 2 > limit) fail(`a value is cut short at byte ${at}`);
  const tag = source[at]!;
  if ((tag & 0x1f) === 0x1f) fail(`a tag of more than one byte at byte ${at}`);
  const first = source[at + 1]!;
  const count = first > 0x80 ? first & 0x7f : 0;
  const start = at + 2 + count;
  if (count > 6 || start > limit) fail(`a length out of bounds at byte ${at}`);
  const open = first === 0x80;
  const length = count === 0 ? first : source.readUIntBE(at + 2, count);
  const end = open ? limit : start + length;
  if (end > limit) fail(`a value at byte ${at} is longer than what holds it`);
  if ((tag & 0x20) === 0) {
    if (open) fail(`an indefinite length over a primitive value at byte ${at}`);
    return { bytes: primitive(tag, source.subarray(start, end)), next: end };
  }
  const members: Buffer[] = [];
  let next = start;
  const closed = () => (open ? source[next] === 0 && source[next + 1] === 0 && next + 2 <= end : next === end);
  while (!closed()) {
    if (members.length >= MAX_MEMBERS) fail(`more than ${MAX_MEMBERS} members at byte ${at}`);
    const piece = reencode(source, next, end, depth + 1, sets);
    members.push(piece.bytes);
    next = piece.next;
  }
  const plain = tag & ~0x20;
  if ((tag & 0xc0) === 0 && STRINGS.has(plain)) {
    if (members.some((m) => m[0] !== plain)) fail(`a string of pieces of another kind at byte ${at}`);
    return { bytes: tlv(plain, joined(plain, members)), next: open ? next + 2 : next };
  }
  const ordered = sets(tag, depth) ? members.toSorted(Buffer.compare) : members;
  return { bytes: tlvOf(tag, ordered), next: open ? next + 2 : next };
};

/** The DER of a BER value (X.690 §10, §11). Whether what was signed inside still holds is for the verifier to say. Throws DerFault. */
export const toDer = (ber: Uint8Array, sets: SetRule = plainSets): Buffer => {
  const source = Buffer.from(ber.buffer, ber.byteOffset, ber.length);
  const piece = reencode(source, 0, source.length, 0, sets);
  if (piece.next !== source.length) fail(`${source.length - piece.next} bytes after the end`);
  return piece.bytes;
};
