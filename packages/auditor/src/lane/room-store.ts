import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseRoom, emptyRoom } from './room.ts';

/** Cases of one generation; there are two in memory. */
const GENERATION = 500;
const LENGTH_BYTES = 4;

/**
 * The cases of a partition: those in use in memory, the others in a temporary file, so that memory does not grow with the number of cases but by a few
 * dozen bytes each. Whoever holds a room may change it until the next one is asked for.
 */
export class RoomStore {
  #young = new Map<string, CaseRoom>();
  #old = new Map<string, CaseRoom>();
  /** By case, where its room lies in the file. */
  readonly #aside = new Map<string, number>();
  #file: { dir: string; descriptor: number; end: number } | undefined;
  readonly #generation: number;

  constructor(generation: number = GENERATION) {
    this.#generation = generation;
  }

  /** Cases in memory. */
  get held(): number {
    return this.#young.size + this.#old.size;
  }

  /** The room of a case; an empty one for a case never asked for before. */
  get(name: string): CaseRoom {
    const young = this.#young.get(name);
    if (young) return young;
    const room = this.#old.get(name) ?? this.#fetch(name) ?? emptyRoom(name);
    this.#old.delete(name);
    if (this.#young.size >= this.#generation) this.#grow();
    this.#young.set(name, room);
    return room;
  }

  /** The room of a case where there is one. */
  find(name: string): CaseRoom | undefined {
    return this.#young.has(name) || this.#old.has(name) || this.#aside.has(name) ? this.get(name) : undefined;
  }

  /** Every room there is, in no order that means anything. */
  *all(): Generator<CaseRoom> {
    yield* this.#young.values();
    yield* this.#old.values();
    for (const name of this.#aside.keys()) if (!this.#young.has(name) && !this.#old.has(name)) yield this.#fetch(name)!;
  }

  close(): void {
    if (!this.#file) return;
    closeSync(this.#file.descriptor);
    rmSync(this.#file.dir, { recursive: true, force: true });
    this.#file = undefined;
  }

  /** The young become old; the old, which nobody asked for meanwhile, are put aside. */
  #grow(): void {
    if (this.#old.size > 0) this.#putAside(this.#old);
    this.#old = this.#young;
    this.#young = new Map();
  }

  #putAside(rooms: ReadonlyMap<string, CaseRoom>): void {
    this.#file ??= newFile();
    const pieces: Buffer[] = [];
    let end = this.#file.end;
    for (const [name, room] of rooms) {
      const json = Buffer.from(JSON.stringify(room));
      const length = Buffer.allocUnsafe(LENGTH_BYTES);
      length.writeUInt32BE(json.length);
      pieces.push(length, json);
      this.#aside.set(name, end);
      end += LENGTH_BYTES + json.length;
    }
    const bytes = Buffer.concat(pieces);
    for (let at = 0; at < bytes.length; )
      at += writeSync(this.#file.descriptor, bytes, at, bytes.length - at, this.#file.end + at);
    this.#file.end = end;
  }

  #fetch(name: string): CaseRoom | undefined {
    const at = this.#aside.get(name);
    if (at === undefined) return undefined;
    const length = this.#read(at, LENGTH_BYTES).readUInt32BE();
    return JSON.parse(this.#read(at + LENGTH_BYTES, length).toString('utf8')) as CaseRoom;
  }

  #read(at: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const read = readSync(this.#file!.descriptor, bytes, done, length - done, at + done);
      if (read === 0) throw new Error('the temporary file of the audit is shorter than what was written into it');
      done += read;
    }
    return bytes;
  }
}

function newFile(): { dir: string; descriptor: number; end: number } {
  const dir = mkdtempSync(join(tmpdir(), 'guidang-audit-'));
  return { dir, descriptor: openSync(join(dir, 'rooms'), 'w+', 0o600), end: 0 };
}
