/**
 * A strict reader of DER (ITU-T X.690). What is read here is signed, hashed and re-hashed for decades, so an encoding that another
 * reader would write differently is not taken: definite and shortest lengths, primitive strings, sorted sets, shortest numbers.
 */

/** What the readers of this folder throw, and the parsers that use them turn into a verdict. It never leaves the package. */
export class DerFault extends Error {}

/** One encoded value inside `source`: identifier octet, and where it starts, where its content starts and where it ends. */
export interface Der {
  readonly source: Uint8Array;
  readonly tag: number;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

const MAX_DEPTH = 40;
/** Members of one value: a revocation list of half a million entries is the longest anybody publishes. */
export const MAX_MEMBERS = 500_000;
const fail = (what: string): never => {
  throw new DerFault(what);
};

/** Reads the value that starts at `at` and must end at or before `limit`. */
const readAt = (source: Uint8Array, at: number, limit: number): Der => {
  if (at + 2 > limit) fail(`a value is cut short at byte ${at}`);
  const tag = source[at]!;
  if ((tag & 0x1f) === 0x1f) fail(`a tag of more than one byte at byte ${at}`);
  const first = source[at + 1]!;
  let content = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0) fail(`an indefinite length at byte ${at}`);
    if (count > 4 || content + count > limit) fail(`a length out of bounds at byte ${at}`);
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + source[content + i]!;
    if (length < 0x80 || length < 256 ** (count - 1)) fail(`a length not in its shortest form at byte ${at}`);
    content += count;
  }
  if (content + length > limit) fail(`a value at byte ${at} is longer than what holds it`);
  return { source, tag, start: at, content, end: content + length };
};

export const contentOf = (der: Der): Buffer =>
  Buffer.from(der.source.buffer, der.source.byteOffset + der.content, der.end - der.content);
export const encodingOf = (der: Der): Buffer =>
  Buffer.from(der.source.buffer, der.source.byteOffset + der.start, der.end - der.start);

/** The values inside a constructed value; demands the tag if one is given. */
export const childrenOf = (der: Der, tag?: number): Der[] => {
  if (tag !== undefined) expectTag(der, tag);
  if ((der.tag & 0x20) === 0) fail(`a constructed value is expected at byte ${der.start}`);
  const children: Der[] = [];
  for (let at = der.content; at < der.end; at = children.at(-1)!.end) {
    if (children.length >= MAX_MEMBERS) fail(`more than ${MAX_MEMBERS} members at byte ${der.start}`);
    children.push(readAt(der.source, at, der.end));
  }
  return children;
};

export const expectTag = (der: Der | undefined, tag: number): Der => {
  if (der?.tag !== tag)
    fail(
      `tag ${tag.toString(16)} is expected, found ${der ? `${der.tag.toString(16)} at byte ${der.start}` : 'nothing'}`,
    );
  return der!;
};

/** Whether encodings stand in ascending order, as the members of a SET OF must. */
export const ascending = (members: readonly Der[]): boolean =>
  members.every((m, i) => i === 0 || Buffer.compare(encodingOf(members[i - 1]!), encodingOf(m)) <= 0);

/** Universal types that DER writes primitive only: strings of all kinds, numbers, times. */
const isConstructedPrimitive = (tag: number): boolean => (tag & 0xe0) === 0x20 && tag !== 0x30 && tag !== 0x31;

const checkPrimitive = (der: Der): void => {
  const b = contentOf(der);
  switch (der.tag) {
    case 0x01:
      if (b.length !== 1 || (b[0] !== 0 && b[0] !== 0xff))
        fail(`a boolean that is neither 00 nor FF at byte ${der.start}`);
      break;
    case 0x02:
    case 0x0a:
      if (b.length === 0) fail(`an empty number at byte ${der.start}`);
      if (b.length > 1 && ((b[0] === 0 && b[1]! < 0x80) || (b[0] === 0xff && b[1]! >= 0x80)))
        fail(`a number not in its shortest form at byte ${der.start}`);
      break;
    case 0x03:
      if (b.length === 0 || b[0]! > 7 || (b[0]! > 0 && (b.length === 1 || (b.at(-1)! & ((1 << b[0]!) - 1)) !== 0)))
        fail(`a bit string with stray bits at byte ${der.start}`);
      break;
    case 0x05:
      if (b.length > 0) fail(`a null with content at byte ${der.start}`);
      break;
  }
};

const check = (der: Der, depth: number, isSetOf: (der: Der, depth: number) => boolean): void => {
  if (depth > MAX_DEPTH) fail('values nested too deeply');
  if ((der.tag & 0x20) === 0) {
    checkPrimitive(der);
    return;
  }
  if (isConstructedPrimitive(der.tag)) fail(`a string in pieces at byte ${der.start}`);
  const children = childrenOf(der);
  if (isSetOf(der, depth) && !ascending(children)) fail(`a set out of order at byte ${der.start}`);
  for (const child of children) check(child, depth + 1, isSetOf);
};

/** Which constructed values are sets. Implicit tags hide that, so a structure that has such sets says where they are. */
export type SetRule = (tag: number, depth: number) => boolean;
export const plainSets: SetRule = (tag) => tag === 0x31;

/** Reads bytes that must be exactly one value of a definite length. What is inside is not looked at yet. Throws DerFault. */
export const openDer = (bytes: Uint8Array): Der => {
  const der = readAt(bytes, 0, bytes.length);
  if (der.end !== bytes.length) fail(`${bytes.length - der.end} bytes after the end`);
  return der;
};

/** Checks a value to its last leaf. Throws DerFault. */
export const checkDer = (der: Der, sets: SetRule = plainSets): Der => {
  check(der, 0, (d, depth) => sets(d.tag, depth));
  return der;
};

/** Reads bytes that must be exactly one DER value, checked to the last leaf. Throws DerFault. */
export const readDer = (bytes: Uint8Array, sets: SetRule = plainSets): Der => checkDer(openDer(bytes), sets);
