import { type Bytes, byBytes, hexOf, join, Odd, same, sha256Of, textOf, unbase64, unhex, utf8 } from './bytes.ts';
import { ed25519Holds } from './signature.ts';

/** A key of C2SP signed notes. */
export interface NotePublicKey {
  readonly name: string;
  readonly id: Bytes;
  readonly raw: Bytes;
}

export async function noteKeyOf(vkey: string): Promise<NotePublicKey> {
  const [name = '', id = '', ...rest] = vkey.split('+');
  const material = unbase64(rest.join('+'));
  if (material.length !== 33 || (material[0] !== 1 && material[0] !== 4)) throw new Odd(`the key of ${name}`);
  const expected = (await sha256Of(join(utf8(`${name}\n`), material))).slice(0, 4) as Bytes;
  if (!same(expected, unhex(id.toLowerCase()))) throw new Odd(`the key of ${name}`);
  return { name, id: expected, raw: material.slice(1) as Bytes };
}

export interface OpenNote {
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly signatures: readonly { readonly name: string; readonly id: Bytes; readonly signature: Bytes }[];
}

/** Takes a checkpoint apart (C2SP tlog-checkpoint). Verifies nothing. */
export function openNote(bytes: Bytes): OpenNote {
  const note = textOf(bytes);
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) throw new Odd('no signed note');
  const text = note.slice(0, cut + 1);
  const [origin = '', size = '', root = ''] = text.split('\n');
  if (!/^(0|[1-9]\d{0,15})$/.test(size)) throw new Odd('no checkpoint');
  const signatures = note
    .slice(cut + 2, -1)
    .split('\n')
    .map((line) => {
      const [, name = '', blob = ''] = /^\u2014 (\S+) (\S+)$/u.exec(line) ?? [];
      const signed = unbase64(blob);
      if (signed.length < 5) throw new Odd('a line that is no signature');
      return { name, id: signed.slice(0, 4) as Bytes, signature: signed.slice(4) as Bytes };
    });
  return { text, origin, size: Number(size), root: unbase64(root), signatures };
}

const of = ({ signatures }: OpenNote, key: NotePublicKey) =>
  signatures.find(({ name, id }) => name === key.name && same(id, key.id));

export async function isSignedBy(note: OpenNote, key: NotePublicKey): Promise<boolean> {
  const found = of(note, key);
  return found !== undefined && ed25519Holds(key.raw, utf8(note.text), found.signature);
}

/** A witness signs the time with it (C2SP tlog-cosignature). @returns that time in seconds since 1970 @throws Odd where it bears the witness's name and does not hold: that spoils the note */
export async function cosignedAt(note: OpenNote, key: NotePublicKey): Promise<number | undefined> {
  const found = of(note, key);
  if (!found) return undefined;
  if (found.signature.length !== 72) throw new Odd(`${key.name}: a cosignature of another length`);
  const time = new DataView(found.signature.buffer, found.signature.byteOffset, 8).getBigUint64(0);
  const holds = await ed25519Holds(
    key.raw,
    utf8(`cosignature/v1\ntime ${time}\n${note.text}`),
    found.signature.slice(8) as Bytes,
  );
  if (!holds) throw new Odd(`${key.name}: a cosignature that does not hold`);
  return Number(time);
}

/** The leaf of a link: its entry in the log is the SHA-256 of its bytes (decision 0003). */
export const leafOf = async (link: Bytes): Promise<Bytes> =>
  sha256Of(join(Uint8Array.from([0]) as Bytes, await sha256Of(link)));

/** Goes from a leaf to the root by the neighbours, each told by the side on which it stands: `L <hex>` or `R <hex>`. */
export async function rootFrom(leaf: Bytes, lines: readonly string[]): Promise<Bytes> {
  const ONE = Uint8Array.from([1]) as Bytes;
  let root = leaf;
  for (const line of lines) {
    const [, side, hex = ''] = /^([LR]) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (side === undefined) throw new Odd('a line that is no neighbour');
    root = await sha256Of(side === 'L' ? join(ONE, unhex(hex), root) : join(ONE, root, unhex(hex)));
  }
  return root;
}

/** The place in a tree that a row of sides leads from; undefined where no leaf of a tree of this size has it (RFC 9162 §2.1.3.2). */
export function indexBy(lines: readonly string[], index: number, size: number): boolean {
  let [at, last] = [index, size - 1];
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) return false;
  for (const line of lines) {
    if (last === 0) return false;
    const left = at % 2 === 1 || at === last;
    if (line.startsWith('L') !== left) return false;
    if (left) while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0;
}

/** From a digest to what was stamped: at each level the group and the digest, sorted, one behind the other (RFC 4998 §4.2). */
export async function stampedRoot(digest: Bytes, path: readonly (readonly string[])[]): Promise<string> {
  let value = digest;
  for (const group of path) value = await sha256Of(join(...[value, ...group.map(unhex)].sort(byBytes)));
  return hexOf(value);
}
