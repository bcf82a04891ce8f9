import { type Bytes, bytesOf } from '../bytes.ts';
import { type ContainerFacts, type Problem, problem } from '../facts.ts';
import type { Limits } from '../limits.ts';
import { type Directory, directoryOf, type Entry } from '../zip/directory.ts';
import { unpack } from '../zip/entry.ts';
import { nameProblems } from '../zip/names.ts';

/** Up to here ratios mean nothing: a page of blanks packs a thousandfold and harms nobody. */
const HARMLESS = 16 * 1024 ** 2;

export interface Archive {
  readonly problems: readonly Problem[];
  /** null: every entry was unpacked to its end with the right CRC. Otherwise whether it failed or was not looked at. */
  readonly fault: 'broken' | 'not-looked' | null;
  readonly encrypted: boolean;
  readonly container: ContainerFacts | undefined;
}

export type Visit = (entry: Entry, content: Buffer | null) => void;

/**
 * Goes through a zip to its end: what the directory declares first, so that a bomb is known before anything is unpacked; then every
 * entry unpacked within what was declared; then archives inside it, to a bounded depth and against the same budget.
 * `visit` is shown each entry of the outermost archive with its content, where that is small enough to be held.
 */
export async function throughArchive(bytes: Bytes, limits: Limits, visit: Visit = () => undefined): Promise<Archive> {
  const walk: Walk = {
    limits,
    problems: [],
    faults: new Set(),
    encrypted: false,
    entries: 0,
    unpacked: 0,
    packed: 0,
    depth: 0,
  };
  const read = await level(walk, bytes, 0, visit);
  const { problems, faults, encrypted, entries, unpacked, depth } = walk;
  const ratio = Math.round((unpacked / Math.max(1, walk.packed)) * 100) / 100;
  const fault = faults.has('broken') ? 'broken' : faults.has('not-looked') ? 'not-looked' : null;
  return { problems, fault, encrypted, container: read ? { entries, unpacked, ratio, depth } : undefined };
}

interface Walk {
  readonly limits: Limits;
  readonly problems: Problem[];
  readonly faults: Set<'broken' | 'not-looked'>;
  encrypted: boolean;
  entries: number;
  unpacked: number;
  packed: number;
  depth: number;
}

async function level(walk: Walk, bytes: Bytes, depth: number, visit: Visit): Promise<boolean> {
  walk.depth = Math.max(walk.depth, depth);
  const directory = directoryOf(bytes);
  if (!directory) {
    fault(walk, 'broken', 'ZIP_DIRECTORY', 'the central directory is missing or damaged');
    return false;
  }
  const { entries } = directory;
  walk.problems.push(...nameProblems(entries));
  if (entries.some(({ symlink }) => symlink))
    walk.problems.push(problem('ENTRY_SYMLINK', 'an entry is a symbolic link'));
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
  walk.entries += entries.length;
  walk.unpacked += unpacked;
  if (depth === 0) walk.packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  const bomb = bombOf(walk, directory, bytes);
  if (bomb) fault(walk, 'not-looked', 'ARCHIVE_BOMB', bomb);
  else for (const entry of entries) await one(walk, bytes, entry, depth, visit);
  return true;
}

function bombOf({ limits, entries, unpacked, packed }: Walk, directory: Directory, bytes: Bytes): string | null {
  if (directory.cut || entries > limits.entries) return `more than ${limits.entries} entries`;
  if (unpacked > limits.unpackedBytes) return `${unpacked} bytes unpacked, limit ${limits.unpackedBytes}`;
  if (unpacked > HARMLESS && unpacked > limits.ratio * packed) return `packed ${Math.round(unpacked / packed)} : 1`;
  return overlapping(directory.entries, bytes.size) ? 'entries share their bytes' : null;
}

/** Entries that lie over one another make much of little without any unusual ratio. */
function overlapping(entries: readonly Entry[], size: number): boolean {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  return sorted.some(({ offset, packed }, n) => offset + 30 + packed > (sorted[n + 1]?.offset ?? size));
}

async function one(walk: Walk, bytes: Bytes, entry: Entry, depth: number, visit: Visit): Promise<void> {
  if (entry.encrypted) {
    if (!walk.encrypted) fault(walk, 'not-looked', 'ENTRY_ENCRYPTED', 'an entry is encrypted');
    walk.encrypted = true;
    return;
  }
  const result = await unpack(bytes, entry);
  if (!result.ok) {
    const unknown = result.why.startsWith('compression method');
    return fault(walk, unknown ? 'not-looked' : 'broken', unknown ? 'ENTRY_METHOD' : 'ENTRY_DAMAGED', result.why);
  }
  if (depth === 0) visit(entry, result.content);
  if (!result.content) return;
  if (result.content.subarray(0, 4).toString('latin1') !== 'PK\x03\x04') return;
  if (depth + 1 > walk.limits.depth)
    fault(walk, 'not-looked', 'ARCHIVE_DEPTH', `archives nested deeper than ${walk.limits.depth}`);
  else await level(walk, bytesOf(result.content), depth + 1, visit);
}

/** The same fault of many entries is told once. */
function fault(walk: Walk, kind: 'broken' | 'not-looked', code: string, detail: string): void {
  walk.faults.add(kind);
  if (!walk.problems.some((known) => known.code === code && known.detail === detail)) {
    walk.problems.push(problem(code, detail));
  }
}
