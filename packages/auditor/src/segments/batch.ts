import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { crc32c } from './crc32c.ts';

/** Bytes of a batch before its records, and those before the part that its length counts. */
export const HEADER_BYTES = 61;
const PREFIX_BYTES = 12;
/** Where the part begins that the CRC is over. */
const CRC_FROM = 21;
/** The broker takes records of 8 MiB; batches of more than this are none. */
export const MAX_BATCH_BYTES = 64 * 1024 * 1024;
const MOST_INFLATED = 256 * 1024 * 1024;
const CURRENT_MAGIC = 2;

/** Bytes that are no record batch (version 2): what is wrong with them. */
export class BatchFault extends Error {
  override readonly name = 'BatchFault';
}

/** What stands before the records of a batch (Kafka protocol, record batch version 2). */
export interface BatchHeader {
  /** Bytes of the whole batch. */
  readonly bytes: number;
  readonly baseOffset: number;
  /** Offset of the last record it once held; compaction may have taken records away, also this one. */
  readonly lastOffset: number;
  readonly crc: number;
  readonly compression: number;
  /** The broker's LogAppendTime, which then counts for every record; else the times are the publisher's. */
  readonly appendTime: boolean;
  readonly transactional: boolean;
  readonly control: boolean;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: bigint;
  readonly count: number;
}

/** A record as it lies in a batch. */
export interface BatchRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** @param bytes at least `HEADER_BYTES` of them @throws BatchFault */
export function batchHeader(bytes: Buffer, at: number): BatchHeader {
  const length = bytes.readInt32BE(at + 8);
  if (length < HEADER_BYTES - PREFIX_BYTES || length > MAX_BATCH_BYTES)
    throw new BatchFault(`a batch of ${length} bytes`);
  const magic = bytes[at + 16]!;
  if (magic !== CURRENT_MAGIC) throw new BatchFault(`a batch of format ${magic}`);
  const attributes = bytes.readInt16BE(at + 21);
  const baseOffset = Number(bytes.readBigInt64BE(at));
  const lastDelta = bytes.readInt32BE(at + 23);
  const count = bytes.readInt32BE(at + 57);
  if (!Number.isSafeInteger(baseOffset) || baseOffset < 0 || lastDelta < 0)
    throw new BatchFault(`a batch of offsets ${baseOffset} + ${lastDelta}`);
  if (count < 0 || count > lastDelta + 1) throw new BatchFault(`${count} records on ${lastDelta + 1} offsets`);
  return {
    bytes: PREFIX_BYTES + length,
    baseOffset,
    lastOffset: baseOffset + lastDelta,
    crc: bytes.readUInt32BE(at + 17),
    compression: attributes & 0x07,
    appendTime: (attributes & 0x08) !== 0,
    transactional: (attributes & 0x10) !== 0,
    control: (attributes & 0x20) !== 0,
    baseTimestamp: Number(bytes.readBigInt64BE(at + 27)),
    maxTimestamp: Number(bytes.readBigInt64BE(at + 35)),
    producerId: bytes.readBigInt64BE(at + 43),
    count,
  };
}

/** @param bytes one whole batch */
export const crcOf = (bytes: Buffer): number => crc32c(bytes.subarray(CRC_FROM));

/** The records of a batch. @param bytes the whole batch @throws BatchFault */
export function batchRecords(bytes: Buffer, header: BatchHeader): BatchRecord[] {
  const reader = new Varints(inflated(bytes.subarray(HEADER_BYTES), header.compression));
  const records: BatchRecord[] = [];
  for (let n = 0; n < header.count; n++) records.push(recordOf(reader, header));
  if (!reader.done) throw new BatchFault('bytes after the last record of a batch');
  return records;
}

function inflated(bytes: Buffer, compression: number): Buffer {
  try {
    switch (compression) {
      case 0:
        return bytes;
      case 1:
        return gunzipSync(bytes, { maxOutputLength: MOST_INFLATED });
      case 4:
        return zstdDecompressSync(bytes, { maxOutputLength: MOST_INFLATED });
      default:
        throw new BatchFault(`a batch packed by method ${compression}, which nobody here unpacks`);
    }
  } catch (error) {
    if (error instanceof BatchFault) throw error;
    throw new BatchFault(`a batch that cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function recordOf(reader: Varints, header: BatchHeader): BatchRecord {
  const length = reader.varint();
  const end = reader.at + length;
  reader.skip(1); // attributes of a record: none are in use
  const timeDelta = reader.varlong();
  const offset = header.baseOffset + reader.varint();
  const key = reader.field();
  const value = reader.field();
  const headers: Record<string, string> = {};
  for (let left = reader.varint(); left > 0; left--) {
    const name = reader.field()?.toString('utf8') ?? '';
    const text = reader.field();
    // Of two with one name the last counts, and one without a value is not there: as for every reader of a map.
    if (text !== null)
      Object.defineProperty(headers, name, {
        value: text.toString('utf8'),
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  if (reader.at !== end) throw new BatchFault(`a record of ${length} bytes that ends elsewhere`);
  if (offset < header.baseOffset || offset > header.lastOffset)
    throw new BatchFault(`offset ${offset} outside of its batch`);
  return {
    offset,
    timestamp: header.appendTime ? header.maxTimestamp : header.baseTimestamp + timeDelta,
    key,
    value,
    headers,
  };
}

/** Numbers in zigzag varints and the fields they measure. */
class Varints {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.at === this.#bytes.length;
  }

  varint(): number {
    const number = this.varlong();
    if (number < -0x8000_0000 || number > 0x7fff_ffff) throw new BatchFault('a number of more than 32 bits');
    return number;
  }

  varlong(): number {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) throw new BatchFault('a batch that ends inside a record');
      value |= BigInt(byte & 0x7f) << shift;
      // Nearly every number is short.
      if (byte < 0x80) return Number((value >> 1n) ^ -(value & 1n));
    }
    throw new BatchFault('a number of more than 64 bits');
  }

  field(): Buffer | null {
    const length = this.varint();
    if (length === -1) return null;
    if (length < 0) throw new BatchFault(`a field of ${length} bytes`);
    this.skip(length);
    return this.#bytes.subarray(this.at - length, this.at);
  }

  skip(count: number): void {
    this.at += count;
    if (this.at > this.#bytes.length) throw new BatchFault('a batch that ends inside a record');
  }
}
