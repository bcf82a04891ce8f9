import { HASH_BYTES, nodeHash } from '../merkle/hash.ts';
import { type HashReader, type NodeRef, nodesOf, type Range } from '../merkle/proof.ts';

/** Hashes, or entries, of a full tile (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** An entry's length travels in 16 bits (tlog-tiles, Log entries). */
export const MAX_ENTRY_BYTES = 65_535;

/** A tile by its place: level of 8 tree levels each, index within it, and how many hashes it holds (1–256). */
export interface TileRef {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** A file of the log under its path, relative to the log's root. */
export interface LogFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const indexPath = (index: number): string => {
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  return path;
};
const partial = (width: number): string => (width === TILE_WIDTH ? '' : `.p/${width}`);

/** `tile/<L>/<N>[.p/<W>]` */
export const tilePath = ({ level, index, width }: TileRef): string =>
  `tile/${level}/${indexPath(index)}${partial(width)}`;

/** `tile/entries/<N>[.p/<W>]` */
export const bundlePath = (index: number, width: number): string => `tile/entries/${indexPath(index)}${partial(width)}`;

/** Hashes that a tree of `size` has at a tile level. */
const hashesAt = (size: number, level: number): number => Math.floor(size / TILE_WIDTH ** level);

/** How wide a tile is in a tree of `size`; 0 where it does not exist. */
export const tileWidth = (level: number, index: number, size: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, hashesAt(size, level) - index * TILE_WIDTH));

/** The partial tiles at the right edge of a tree, lowest level first: what a writer must read to go on appending. */
export const edgeTiles = (size: number): TileRef[] => {
  const tiles: TileRef[] = [];
  for (let level = 0; hashesAt(size, level) > 0; level++) {
    const width = hashesAt(size, level) % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashesAt(size, level) / TILE_WIDTH), width });
  }
  return tiles;
};

const tileOf = (node: NodeRef, size: number): TileRef => {
  const level = Math.floor(node.level / 8);
  const index = Math.floor((node.index * 2 ** (node.level % 8)) / TILE_WIDTH);
  return { level, index, width: tileWidth(level, index, size) };
};

/** The tiles to fetch for the ranges of a proof in a tree of `size`, each named once. */
export const tilesFor = (ranges: readonly Range[], size: number): TileRef[] => {
  const tiles = ranges.flatMap(nodesOf).map((node) => tileOf(node, size));
  return [...new Map(tiles.map((tile) => [tilePath(tile), tile])).values()];
};

/** Reads complete subtrees out of fetched tiles of a tree of `size`. Throws RangeError for a tile that is missing or too short. */
export const tileReader =
  (size: number, fetched: ReadonlyMap<string, Uint8Array>): HashReader =>
  (node) => {
    const tile = tileOf(node, size);
    const bytes = fetched.get(tilePath(tile));
    if (bytes?.length !== tile.width * HASH_BYTES)
      throw new RangeError(`tile ${tilePath(tile)} is missing or not ${tile.width} hashes`);
    const span = 2 ** (node.level % 8);
    const first = node.index * span - tile.index * TILE_WIDTH;
    return rowHash(bytes, first, first + span);
  };

/** Hash over a row of a power of two of neighbouring hashes. */
export const rowHash = (row: Uint8Array, from: number, to: number): Uint8Array => {
  if (to - from === 1) return row.subarray(from * HASH_BYTES, to * HASH_BYTES);
  const mid = (from + to) / 2;
  return nodeHash(rowHash(row, from, mid), rowHash(row, mid, to));
};

/** One entry as it stands in a bundle: its length in 16 bits, big-endian, then its bytes. */
export const bundleEntry = (entry: Uint8Array): Buffer => {
  if (entry.length > MAX_ENTRY_BYTES)
    throw new RangeError(`an entry of ${entry.length} bytes; a bundle takes ${MAX_ENTRY_BYTES}`);
  const framed = Buffer.allocUnsafe(2 + entry.length);
  framed.writeUInt16BE(entry.length);
  framed.set(entry, 2);
  return framed;
};

/** The entries of a bundle; null where its bytes do not add up. */
export const entriesOf = (bundle: Uint8Array): Uint8Array[] | null => {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    if (at + 2 > bundle.length) return null;
    const end = at + 2 + bundle[at]! * 256 + bundle[at + 1]!;
    if (end > bundle.length) return null;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
};
