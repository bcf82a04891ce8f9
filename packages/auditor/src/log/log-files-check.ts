import {
  bundlePath,
  EMPTY_ROOT,
  entriesOf,
  hex,
  leafHash,
  nodeHash,
  rowHash,
  sameHash,
  TILE_WIDTH,
  tilePath,
  tileWidth,
} from '@guidang/evidence';
import type { ReadLogFile } from '../dump/log-files.ts';
import { type Raise, type Raised, raised } from '../findings/finding.ts';
import type { KnownHead } from './log-judge.ts';

const HASH = 32;

/**
 * Holds the public files of the log against one another and the head they belong to: entries make leaves, leaves make tiles, tiles make the root. Where an
 * entry and its leaf part, the tile above says which of the two it was.
 */
export async function checkLogFiles(
  read: ReadLogFile,
  head: KnownHead,
  found: (finding: Raised) => void,
): Promise<void> {
  let said = 0;
  const say = (code: Raise['code'], field: string, expected: string, was: string): void => {
    said += 1;
    found(raised({ code, at: {}, time: Number.MAX_SAFE_INTEGER, field: `log/${field}`, expected, found: was }));
  };
  const { size } = head;
  const tile = async (level: number, index: number): Promise<Buffer | undefined> => {
    const width = tileWidth(level, index, size);
    const path = tilePath({ level, index, width });
    const bytes = await read(path);
    if (!bytes) say('TILE_MISSING', path, 'a file', 'none');
    else if (bytes.length !== width * HASH) say('TILE_DIFFERS', path, `${width * HASH} bytes`, `${bytes.length} bytes`);
    else return Buffer.from(bytes);
    return undefined;
  };
  /** Hashes of the level that is looked at, as computed from the one below; at level 0 from the entries. */
  let computed: (index: number) => Promise<{ row: Buffer; path: string } | undefined> = async (index) => {
    const path = bundlePath(index, tileWidth(0, index, size));
    const bundle = await read(path);
    const entries = bundle && entriesOf(bundle);
    if (!entries) say(bundle ? 'TILE_DIFFERS' : 'TILE_MISSING', path, 'entries', bundle ? 'no entries' : 'none');
    return entries ? { row: Buffer.concat(entries.map(leafHash)), path } : undefined;
  };
  const edge: Buffer[] = [];
  /** A tile at the edge and the entries under it part: which of the two it was, the root says. */
  let parted: { entries: string; tile: string; made: string; stored: string } | undefined;
  for (let level = 0; tileWidth(level, 0, size) > 0; level++) {
    const above: Buffer[] = [];
    const paths: string[] = [];
    let last: Buffer = Buffer.alloc(0);
    for (let index = 0; tileWidth(level, index, size) > 0; index++) {
      const width = tileWidth(level, index, size);
      const path = tilePath({ level, index, width });
      const stored = await tile(level, index);
      const made = await computed(index);
      const row = stored ?? made?.row ?? Buffer.alloc(width * HASH);
      if (stored && made && !stored.equals(made.row)) {
        // Level 0 parts from the entries below: the tile above, where it is full, says who is right.
        const parent = width === TILE_WIDTH ? await hashAbove(read, level, index, size) : undefined;
        const words = { made: hex(made.row).slice(0, 64), stored: hex(stored).slice(0, 64) };
        if (!parent) parted = { entries: made.path, tile: path, ...words };
        else {
          const culprit = sameHash(rowHash(stored, 0, TILE_WIDTH), parent) ? made.path : path;
          say('TILE_DIFFERS', culprit, words.made, words.stored);
        }
      }
      if (width === TILE_WIDTH) {
        above.push(Buffer.from(rowHash(row, 0, TILE_WIDTH)));
        paths.push(path);
      } else last = row;
    }
    edge.unshift(...subtrees(last));
    computed = async (index) => ({
      row: Buffer.concat(above.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH)),
      path: paths[index * TILE_WIDTH] ?? '',
    });
  }
  const root = size === 0 ? EMPTY_ROOT : edge.reduceRight((right, left) => nodeHash(left, right));
  const leads = sameHash(root, head.root);
  if (parted) say('TILE_DIFFERS', leads ? parted.entries : parted.tile, parted.made, parted.stored);
  // Where a file is at fault, that the root is another follows from it.
  if (!leads && said === 0) say('TILE_DIFFERS', 'checkpoint', hex(head.root), hex(root));
}

async function hashAbove(read: ReadLogFile, level: number, index: number, size: number): Promise<Buffer | undefined> {
  const above = Math.floor(index / TILE_WIDTH);
  const width = tileWidth(level + 1, above, size);
  const bytes = width > 0 ? await read(tilePath({ level: level + 1, index: above, width })) : undefined;
  const at = (index % TILE_WIDTH) * HASH;
  return bytes && Buffer.from(bytes.subarray(at, at + HASH));
}

/** Roots of the complete subtrees of a partial row, largest first. */
function subtrees(row: Buffer): Buffer[] {
  const roots: Buffer[] = [];
  let from = 0;
  for (let span = TILE_WIDTH / 2; span >= 1; span /= 2) {
    if (row.length / HASH - from < span) continue;
    roots.push(Buffer.from(rowHash(row, from, from + span)));
    from += span;
  }
  return roots;
}
