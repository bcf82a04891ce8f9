import type { Bytes } from '../bytes.ts';

/** A compound file ([MS-CFB]): a small file system. Chains are followed with a bound, so that a circle ends. */
export interface CompoundFile {
  /** streams and storages by name, as they stand in the directory */
  readonly entries: readonly CfbEntry[];
  /** null: every chain of every stream has as many sectors as its length asks for */
  readonly fault: string | null;
}

export interface CfbEntry {
  readonly name: string;
  readonly kind: 'storage' | 'stream' | 'root';
  readonly size: number;
  /** the first bytes of a stream */
  start(length: number): Buffer;
}

const MAGIC = 'd0cf11e0a1b11ae1';
const END_OF_CHAIN = 0xfffffffe;
const LAST_SECTOR = 0xfffffffa;
const MOST_ENTRIES = 20_000;
const MINI_STREAM_BELOW = 4096;

export const isCompoundFile = (bytes: Bytes): boolean => bytes.at(0, 8).toString('hex') === MAGIC;

/** null where there is no directory to be read. Never throws. */
export function compoundFileOf(bytes: Bytes): CompoundFile | null {
  const header = bytes.at(0, 512);
  if (header.length < 512 || header.toString('hex', 0, 8) !== MAGIC) return null;
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const sectors = new Sectors(bytes, 2 ** shift, header);
  const directory = sectors.chain(header.readUInt32LE(48), Math.ceil((MOST_ENTRIES * 128) / 2 ** shift));
  if (!directory || directory.length === 0) return null;
  const entries: CfbEntry[] = [];
  let fault: string | null = null;
  for (const sector of directory) {
    const block = sectors.read(sector);
    for (let at = 0; at + 128 <= block.length; at += 128) {
      const entry = entryAt(block, at, sectors);
      if (!entry) continue;
      entries.push(entry.entry);
      fault ??= entry.fault;
    }
  }
  return entries.length === 0 ? null : { entries, fault };
}

function entryAt(block: Buffer, at: number, sectors: Sectors): { entry: CfbEntry; fault: string | null } | null {
  const kind = ({ 1: 'storage', 2: 'stream', 5: 'root' } as const)[block[at + 66] as 1 | 2 | 5];
  const length = block.readUInt16LE(at + 64);
  if (!kind || length < 2 || length > 64) return null;
  const name = block.toString('utf16le', at, at + length - 2);
  const [first, size] = [block.readUInt32LE(at + 116), block.readUInt32LE(at + 120)];
  const large = kind === 'stream' && size >= MINI_STREAM_BELOW;
  const needed = large ? Math.ceil(size / sectors.size) : 0;
  const chain = large ? sectors.chain(first, needed) : [];
  const last = chain?.[needed - 1];
  const broken = large && (last === undefined || sectors.read(last).length < size - (needed - 1) * sectors.size);
  const start = (wanted: number): Buffer =>
    Buffer.concat(
      (chain ?? []).slice(0, Math.ceil(wanted / sectors.size)).map((sector) => sectors.read(sector)),
    ).subarray(0, wanted);
  return { entry: { name, kind, size, start }, fault: broken ? 'a stream ends before its length' : null };
}

class Sectors {
  readonly size: number;
  readonly #bytes: Bytes;
  /** sectors that hold the allocation table, in order */
  readonly #table: number[] = [];
  readonly #cache = new Map<number, Buffer>();

  constructor(bytes: Bytes, size: number, header: Buffer) {
    this.#bytes = bytes;
    this.size = size;
    for (let at = 76; at < 512; at += 4) this.#add(header.readUInt32LE(at));
    const most = Math.ceil(bytes.size / size);
    let next = header.readUInt32LE(68);
    for (let seen = 0; next < LAST_SECTOR && seen < most; seen += 1) {
      const more = this.read(next);
      if (more.length < size) break;
      for (let at = 0; at < size - 4; at += 4) this.#add(more.readUInt32LE(at));
      next = more.readUInt32LE(size - 4);
    }
  }

  #add(sector: number): void {
    if (sector < LAST_SECTOR) this.#table.push(sector);
  }

  read(sector: number): Buffer {
    return this.#bytes.at((sector + 1) * this.size, this.size);
  }

  /** The sectors of a chain, at most so many; null where it leads nowhere. */
  chain(first: number, most: number): number[] | null {
    const sectors: number[] = [];
    for (let sector = first; sector !== END_OF_CHAIN && sectors.length < most; ) {
      sectors.push(sector);
      const next = this.#next(sector);
      if (next === null) return sectors.length >= most ? sectors : null;
      sector = next;
    }
    return sectors;
  }

  #next(sector: number): number | null {
    const [block, within] = [Math.floor((sector * 4) / this.size), (sector * 4) % this.size];
    const at = this.#table[block];
    if (at === undefined) return null;
    const table = this.#cache.get(at) ?? this.read(at);
    this.#cache.set(at, table);
    return within + 4 <= table.length ? table.readUInt32LE(within) : null;
  }
}
