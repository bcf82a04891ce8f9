import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LogEntry } from '@guidang/stream';
import { crc32c } from '../../src/segments/crc32c.ts';

/** A batch before it is written. */
export interface MadeBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly timestamp: number;
  readonly producerId: bigint;
  readonly transactional: boolean;
  readonly control: boolean;
  readonly appendTime?: boolean;
  readonly gzip?: boolean;
  readonly records: readonly {
    readonly offset: number;
    readonly key: Uint8Array | null;
    readonly value: Uint8Array | null;
    readonly headers: Readonly<Record<string, string>>;
  }[];
}

/** Writes batches as a broker writes them (record batch version 2): for tests, which need such ones too as no broker writes. */
export function encodeBatch(batch: MadeBatch): Buffer {
  const records = Buffer.concat(batch.records.map((record) => encodeRecord(record, batch.baseOffset)));
  const body = batch.gzip ? gzipSync(records) : records;
  const bytes = Buffer.alloc(61 + body.length);
  bytes.writeBigInt64BE(BigInt(batch.baseOffset), 0);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes[16] = 2;
  const { appendTime = true, transactional, control, gzip = false } = batch;
  bytes.writeInt16BE((gzip ? 1 : 0) | (appendTime ? 8 : 0) | (transactional ? 16 : 0) | (control ? 32 : 0), 21);
  bytes.writeInt32BE(batch.lastOffset - batch.baseOffset, 23);
  bytes.writeBigInt64BE(BigInt(batch.timestamp), 27);
  bytes.writeBigInt64BE(BigInt(batch.timestamp), 35);
  bytes.writeBigInt64BE(batch.producerId, 43);
  bytes.writeInt32BE(batch.records.length, 57);
  body.copy(bytes, 61);
  return sealBatch(bytes);
}

/** Gives a batch the checksum that belongs to its bytes, as somebody would who covers up. */
export function sealBatch(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17);
  return bytes;
}

function encodeRecord({ offset, key, value, headers }: MadeBatch['records'][number], baseOffset: number): Buffer {
  const named = Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)] as const);
  const body = Buffer.concat([
    Buffer.from([0]),
    varint(0),
    varint(offset - baseOffset),
    field(key),
    field(value),
    varint(named.length),
    ...named.flatMap(([name, text]) => [field(name), field(text)]),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

const field = (bytes: Uint8Array | null): Buffer =>
  bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);

function varint(number: number): Buffer {
  let value = number < 0 ? -2 * number - 1 : 2 * number;
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return Buffer.from([...bytes, value]);
}

const MARKER_VALUE = Buffer.from([0, 0, 0, 0, 0, 0]);

/** The batches a partition consists of: records up to a marker are one transaction. */
export function batchesOf(entries: readonly LogEntry[], producer: bigint): MadeBatch[] {
  const batches: MadeBatch[] = [];
  let run: LogEntry[] = [];
  const flush = (transactional: boolean): void => {
    for (const some of sameTime(run))
      batches.push({
        baseOffset: some[0]!.offset,
        lastOffset: some.at(-1)!.offset,
        timestamp: timeOf(some[0]!),
        producerId: transactional ? producer : -1n,
        transactional,
        control: false,
        records: some.map((entry) =>
          entry.kind === 'record'
            ? { offset: entry.offset, key: entry.record.key, value: entry.record.value, headers: entry.record.headers }
            : { offset: entry.offset, key: Buffer.from('GIVEN-UP'), value: Buffer.from('{}'), headers: {} },
        ),
      });
    run = [];
  };
  for (const entry of entries) {
    if (entry.kind === 'record' || entry.kind === 'aborted') {
      run.push(entry);
      continue;
    }
    flush(true);
    const key = Buffer.from([0, 0, 0, entry.kind === 'commit' ? 1 : 0]);
    batches.push({
      baseOffset: entry.offset,
      lastOffset: entry.offset,
      timestamp: entry.timestamp,
      producerId: producer,
      transactional: true,
      control: true,
      records: [{ offset: entry.offset, key, value: MARKER_VALUE, headers: {} }],
    });
  }
  flush(false);
  return batches;
}

const timeOf = (entry: LogEntry): number => (entry.kind === 'record' ? entry.record.timestamp : entry.timestamp);

/** LogAppendTime is a batch's: records of different times lie in different batches. */
function sameTime(entries: readonly LogEntry[]): LogEntry[][] {
  const runs: LogEntry[][] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last && timeOf(last[0]!) === timeOf(entry) && last.at(-1)!.offset + 1 === entry.offset) last.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

/** Writes partitions as a broker's log directory. @param perSegment batches to a file */
export function writeSegments(
  dir: string,
  entries: ReadonlyMap<string, readonly LogEntry[]>,
  { perSegment = 20, change = (batch: MadeBatch, _topic: string): MadeBatch => batch } = {},
): void {
  for (const [place, list] of entries) {
    const [topic = '', partition = ''] = place.split('/');
    const folder = join(dir, `${topic}-${partition}`);
    mkdirSync(folder, { recursive: true });
    const batches = batchesOf(list, 7n).map((batch) => change(batch, topic));
    if (batches.length === 0) writeFileSync(join(folder, `${'0'.repeat(20)}.log`), '');
    for (let at = 0; at < batches.length; at += perSegment) {
      const some = batches.slice(at, at + perSegment);
      const name = String(at === 0 ? 0 : some[0]!.baseOffset).padStart(20, '0');
      writeFileSync(join(folder, `${name}.log`), Buffer.concat(some.map(encodeBatch)));
    }
  }
}
