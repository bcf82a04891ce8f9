import type { LogEntry } from '@guidang/stream';
import { DumpRecord } from './record.ts';

/** The first eight bytes of every file of records: format and version. */
export const MAGIC: Buffer = Buffer.from('GUIDANG1', 'latin1');

/** What an entry is, as its first byte says it (docs/formats/dump.md). */
export const KIND = { record: 0, commit: 1, abort: 2, aborted: 3 } as const;
const KINDS = ['record', 'commit', 'abort', 'aborted'] as const;
export type EntryKind = keyof typeof KIND;

/** Bytes before the payload of an entry (its length), and of what every payload begins with: kind, offset, timestamp. */
const LENGTH_BYTES = 4;
const HEAD_BYTES = 17;
/** The broker takes records of 8 MiB; an entry that claims more than twice that is no entry. */
export const MAX_ENTRY_BYTES = 16 * 1024 * 1024;
const NULL = -1;

/** Bytes that are not entries of the format: where, counted from the beginning of the file, and what is wrong there. */
export class DumpFault extends Error {
  override readonly name = 'DumpFault';
  readonly file: string;
  readonly at: number;
  readonly what: string;
  constructor(file: string, at: number, what: string) {
    super(`${file}: byte ${at}: ${what}`);
    this.file = file;
    this.at = at;
    this.what = what;
  }
}

/** An entry as it stands in a file, length included. */
export function encodeEntry(entry: LogEntry): Buffer {
  if (entry.kind !== 'record') return headOf(entry.kind, entry.offset, entry.timestamp, HEAD_BYTES);
  const { key, value, headers, timestamp } = entry.record;
  const named = Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)] as const);
  const size =
    HEAD_BYTES + sizeOf(key) + sizeOf(value) + 2 + named.reduce((sum, [n, v]) => sum + 2 + n.length + 4 + v.length, 0);
  const bytes = headOf('record', entry.offset, timestamp, size);
  let at = put(bytes, LENGTH_BYTES + HEAD_BYTES, key);
  at = put(bytes, at, value);
  at = bytes.writeUInt16BE(named.length, at);
  for (const [name, text] of named) {
    at = bytes.writeUInt16BE(name.length, at);
    at += name.copy(bytes, at);
    at = put(bytes, at, text);
  }
  return bytes;
}

const sizeOf = (bytes: Uint8Array | null): number => 4 + (bytes?.length ?? 0);

function headOf(kind: EntryKind, offset: number, timestamp: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(LENGTH_BYTES + size);
  bytes.writeUInt32BE(size, 0);
  bytes[4] = KIND[kind];
  bytes.writeBigInt64BE(BigInt(offset), 5);
  bytes.writeBigInt64BE(BigInt(timestamp), 13);
  return bytes;
}

function put(into: Buffer, at: number, bytes: Uint8Array | null): number {
  into.writeInt32BE(bytes === null ? NULL : bytes.length, at);
  if (bytes !== null) into.set(bytes, at + 4);
  return at + sizeOf(bytes);
}

/** Where an entry was read from, so that faults can be told and topics named. */
export interface FrameOrigin {
  readonly file: string;
  readonly topic: string;
  readonly partition: number;
}

/**
 * Reads whole entries from the beginning of `bytes`; what is left over is the beginning of one that goes on in the next piece.
 * @param base position of `bytes` in the file
 * @throws DumpFault
 */
export function decodeEntries(
  bytes: Buffer,
  base: number,
  origin: FrameOrigin,
): { entries: LogEntry[]; consumed: number } {
  const entries: LogEntry[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= bytes.length) {
    const size = bytes.readUInt32BE(at);
    if (size < HEAD_BYTES || size > MAX_ENTRY_BYTES)
      throw new DumpFault(origin.file, base + at, `an entry of ${size} bytes`);
    const end = at + LENGTH_BYTES + size;
    if (end > bytes.length) break;
    entries.push(decodeEntry(bytes, at + LENGTH_BYTES, end, base, origin));
    at = end;
  }
  return { entries, consumed: at };
}

function decodeEntry(bytes: Buffer, from: number, end: number, base: number, origin: FrameOrigin): LogEntry {
  const fault = (at: number, what: string): DumpFault => new DumpFault(origin.file, base + at, what);
  const kind = KINDS[bytes[from]!];
  if (kind === undefined) throw fault(from, `no kind of entry has the number ${bytes[from]}`);
  const offset = wholeAt(bytes, from + 1);
  const timestamp = wholeAt(bytes, from + 9);
  if (offset === undefined) throw fault(from + 1, 'an offset below 0 or from 2^53 on');
  if (timestamp === undefined) throw fault(from + 9, 'a time below 0 or from 2^53 on');
  let at = from + HEAD_BYTES;
  if (kind !== 'record') {
    if (at !== end) throw fault(at, 'bytes after the end of the entry');
    return { kind, offset, timestamp };
  }
  const field = (): Buffer | null => {
    const length = at + 4 <= end ? bytes.readInt32BE(at) : end;
    if (length < NULL || at + 4 + length > end) throw fault(at, 'a field that goes on behind its entry');
    const start = at + 4;
    at = start + Math.max(length, 0);
    return length === NULL ? null : bytes.subarray(start, at);
  };
  const key = field();
  const value = field();
  const headersAt = at;
  skipHeaders(bytes, at, end, fault);
  const record = new DumpRecord(origin, offset, timestamp, key, value, bytes, headersAt);
  return { kind, offset, record };
}

/** A count in 64 bits, where it is one that a number holds exactly. */
function wholeAt(bytes: Buffer, at: number): number | undefined {
  const high = bytes.readUInt32BE(at);
  return high < 0x200000 ? high * 0x1_0000_0000 + bytes.readUInt32BE(at + 4) : undefined;
}

/** Headers are looked through here and read when somebody asks for them. */
function skipHeaders(bytes: Buffer, from: number, end: number, fault: (at: number, what: string) => DumpFault): void {
  const beyond = 'headers that go on behind their entry';
  if (from + 2 > end) throw fault(from, beyond);
  let at = from + 2;
  for (let left = bytes.readUInt16BE(from); left > 0; left--) {
    if (at + 2 > end) throw fault(at, beyond);
    at += 2 + bytes.readUInt16BE(at);
    if (at + 4 > end) throw fault(at, beyond);
    const length = bytes.readInt32BE(at);
    if (length < NULL) throw fault(at, beyond);
    at += 4 + Math.max(length, 0);
  }
  if (at !== end) throw fault(Math.min(at, end), at > end ? beyond : 'bytes after the end of the entry');
}
