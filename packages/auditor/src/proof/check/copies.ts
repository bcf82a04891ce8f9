import { type Bytes, Odd, same, textOf, unbase64, utf8 } from './bytes.ts';

/** What of a link or of the index lies in the proof once more, as a file for other tools: by its name, the bytes it must have. */
type Copies = Map<string, Bytes>;

interface Indexed {
  readonly file: string;
  readonly inclusion: string;
  readonly sha256: string;
  readonly index: number;
}
interface Stamped {
  readonly token: string;
  readonly path: readonly (readonly string[])[];
}
interface SealFacts {
  readonly signature: string | null;
  readonly timestamp: Stamped | null;
  readonly evidenceRecord: string | null;
  readonly national: {
    readonly signature: string;
    readonly timestamp: Stamped;
    readonly evidenceRecord: string;
  } | null;
}

const SEAL_FILE = /^seal\/(?!manifest\.json$)/;

/** Holds the copies against what they are copies of. @returns how many there are @throws Odd with the file that is another, is missing or is too much */
export function holdCopies(
  files: ReadonlyMap<string, Bytes>,
  links: readonly Indexed[],
  sealed: object | undefined,
): number {
  const copies: Copies = new Map();
  copies.set('links.sha256', utf8(links.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('')));
  const checkpoint = textOf(files.get('checkpoint') ?? utf8(''));
  for (const { inclusion, index } of links) {
    const name = inclusion.replace(/^inclusion\//, 'tlog-proof/').replace(/\.txt$/, '.tlog-proof');
    copies.set(name, utf8(tlogProof(textOf(files.get(inclusion) ?? utf8('')), index, checkpoint)));
  }
  if (sealed) copiesOfSeal(copies, sealed as SealFacts);
  for (const [name, bytes] of copies) {
    const copy = files.get(name);
    if (!copy || !same(copy, bytes)) throw new Odd(`${name} 与链节不符 / is not what the links say`);
  }
  const listed = new Set(links.map(({ file }) => file));
  for (const name of files.keys())
    if ((name.startsWith('links/') && !listed.has(name)) || (SEAL_FILE.test(name) && !copies.has(name)))
      throw new Odd(`${name} 不属于本证明 / does not belong here`);
  return copies.size;
}

/** C2SP tlog-proof of the same neighbours. */
function tlogProof(neighbours: string, index: number, checkpoint: string): string {
  const hashes = neighbours
    .split('\n')
    .slice(0, -1)
    .map((line) => `${base64OfHex(line.slice(2))}\n`);
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.join('')}\n${checkpoint}`;
}

const base64OfHex = (hex: string): string =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))));

function copiesOfSeal(copies: Copies, { signature, timestamp, evidenceRecord, national }: SealFacts): void {
  if (signature !== null) copies.set('seal/manifest.jws', utf8(signature));
  copiesOfStamp(copies, '', timestamp, evidenceRecord);
  if (!national) return;
  copies.set('seal/manifest.sm2', unbase64(national.signature));
  copiesOfStamp(copies, '-sm3', national.timestamp, national.evidenceRecord);
}

function copiesOfStamp(copies: Copies, suffix: string, stamp: Stamped | null, record: string | null): void {
  if (!stamp) return;
  copies.set(`seal/timestamp${suffix}.tst`, unbase64(stamp.token));
  copies.set(`seal/timestamp-path${suffix}.txt`, utf8(stamp.path.map((group) => `${group.join(' ')}\n`).join('')));
  if (record !== null) copies.set(`seal/evidence-record${suffix}.ers`, unbase64(record));
}
