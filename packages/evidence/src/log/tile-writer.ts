import { base64 } from '../digest.ts';
import { Frontier } from '../merkle/frontier.ts';
import { HASH_BYTES, leafHash, sameHash } from '../merkle/hash.ts';
import type { TreeHead } from '../merkle/verify.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { bundleEntry, bundlePath, edgeTiles, entriesOf, type LogFile, rowHash, TILE_WIDTH, tilePath } from './tiles.ts';

/** The row of hashes of the last, still partial tile of one level. */
interface Row {
  index: number;
  width: number;
  readonly bytes: Buffer;
}

const emptyRow = (index = 0): Row => ({ index, width: 0, bytes: Buffer.alloc(TILE_WIDTH * HASH_BYTES) });

/**
 * Writes a log as C2SP tlog-tiles: append entries, then `take` the files that changed since it was taken last, and store them before
 * the checkpoint that speaks of them. Holds only the right edge: at most 255 hashes a level and 255 entries.
 */
export class TileWriter {
  #frontier = new Frontier();
  readonly #rows: Row[] = [];
  #bundle: Buffer[] = [];
  #full: LogFile[] = [];
  #touched = false;

  get size(): number {
    return this.#frontier.size;
  }

  root(): Buffer {
    return this.#frontier.root();
  }

  /** Appends an entry (at most 65,535 bytes) and gives its leaf hash. */
  append(entry: Uint8Array): Buffer {
    this.#bundle.push(bundleEntry(entry));
    if (this.#bundle.length === TILE_WIDTH) {
      this.#full.push({
        path: bundlePath(Math.floor(this.size / TILE_WIDTH), TILE_WIDTH),
        bytes: Buffer.concat(this.#bundle),
      });
      this.#bundle = [];
    }
    const leaf = leafHash(entry);
    this.#frontier.append(leaf);
    this.#push(0, leaf);
    this.#touched = true;
    return leaf;
  }

  #push(level: number, hash: Uint8Array): void {
    this.#rows[level] ??= emptyRow();
    const row = this.#rows[level];
    row.bytes.set(hash, row.width * HASH_BYTES);
    row.width++;
    if (row.width < TILE_WIDTH) return;
    this.#full.push({ path: tilePath({ level, index: row.index, width: TILE_WIDTH }), bytes: Buffer.from(row.bytes) });
    this.#push(level + 1, rowHash(row.bytes, 0, TILE_WIDTH));
    row.index++;
    row.width = 0;
  }

  /** The files to store for the tree as it stands: tiles and bundles that became full since last taken, and the partial ones at the edge. */
  take(): LogFile[] {
    if (!this.#touched) return [];
    const files = this.#full;
    this.#full = [];
    this.#touched = false;
    for (const [level, row] of this.#rows.entries())
      if (row.width > 0)
        files.push({
          path: tilePath({ level, index: row.index, width: row.width }),
          bytes: Buffer.from(row.bytes.subarray(0, row.width * HASH_BYTES)),
        });
    if (this.#bundle.length > 0)
      files.push({
        path: bundlePath(Math.floor(this.size / TILE_WIDTH), this.#bundle.length),
        bytes: Buffer.concat(this.#bundle),
      });
    return files;
  }

  /** Paths a writer must be given to go on from a tree of `size`: its partial tiles and its partial bundle. */
  static edgePaths(size: number): string[] {
    const width = size % TILE_WIDTH;
    return [...edgeTiles(size).map(tilePath), ...(width > 0 ? [bundlePath(Math.floor(size / TILE_WIDTH), width)] : [])];
  }

  /**
   * Goes on from a stored log: `fetched` holds the files of `edgePaths`. Refused (`TILES`) where a file is missing or short, where the
   * bundle's entries are not those of the tile, or where the tiles do not lead to the head's root.
   */
  static resume(head: TreeHead, fetched: ReadonlyMap<string, Uint8Array>): Verdict<TileWriter, 'TILES'> {
    const writer = new TileWriter();
    const nodes: string[] = [];
    for (let level = 0; Math.floor(head.size / TILE_WIDTH ** level) > 0; level++) {
      const count = Math.floor(head.size / TILE_WIDTH ** level);
      const row = emptyRow(Math.floor(count / TILE_WIDTH));
      row.width = count % TILE_WIDTH;
      writer.#rows.push(row);
      if (row.width === 0) continue;
      const path = tilePath({ level, index: row.index, width: row.width });
      const bytes = fetched.get(path);
      if (bytes?.length !== row.width * HASH_BYTES)
        return refuse('TILES', `${path} is missing or not ${row.width} hashes`);
      row.bytes.set(bytes);
      nodes.unshift(...subtreesOf(row));
    }
    const frontier = Frontier.from({ size: head.size, nodes });
    if (!frontier.ok) return refuse('TILES', frontier.detail);
    if (!sameHash(frontier.value.root(), head.root))
      return refuse('TILES', `the tiles do not lead to the root of the checkpoint at size ${head.size}`);
    writer.#frontier = frontier.value;
    return writer.#resumeBundle(fetched);
  }

  #resumeBundle(fetched: ReadonlyMap<string, Uint8Array>): Verdict<TileWriter, 'TILES'> {
    const row = this.#rows[0];
    if (!row || row.width === 0) return pass(this);
    const path = bundlePath(row.index, row.width);
    const bundle = fetched.get(path);
    const entries = bundle ? entriesOf(bundle) : null;
    const same =
      entries?.length === row.width && entries.every((e, i) => sameHash(leafHash(e), rowHash(row.bytes, i, i + 1)));
    if (!entries || !same) return refuse('TILES', `${path} is missing or not the entries of its tile`);
    this.#bundle = entries.map(bundleEntry);
    return pass(this);
  }
}

/** Roots of the complete subtrees of a partial row, largest first, base64. */
const subtreesOf = (row: Row): string[] => {
  const nodes: string[] = [];
  let from = 0;
  for (let span = TILE_WIDTH / 2; span >= 1; span /= 2) {
    if (row.width - from < span) continue;
    nodes.push(base64(rowHash(row.bytes, from, from + span)));
    from += span;
  }
  return nodes;
};
