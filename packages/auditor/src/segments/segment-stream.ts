import type { RawRecord } from '@guidang/contracts';
import type { LogEntry } from '@guidang/stream';
import type { FindingCode } from '../findings/codes.ts';
import { type Raised, raised } from '../findings/finding.ts';
import type { EntryStream } from '../source/source.ts';
import { BatchFault, type BatchHeader, type BatchRecord, batchRecords, crcOf } from './batch.ts';
import { markerIn, type PartitionLog } from './partition-log.ts';
import { SegmentReader } from './segment-files.ts';

/** Faults of one partition that are told one by one. */
const MOST_FAULTS = 200;

/** The committed records of one partition as they lie in its segments, each batch held against its CRC. */
export class SegmentStream implements EntryStream {
  readonly #topic: string;
  readonly #partition: number;
  readonly #log: PartitionLog;
  readonly #from: number;
  readonly #faults: Raised[] = [];
  #segment: number;
  #reader: SegmentReader | undefined;
  #next = 0;

  constructor(topic: string, partition: number, log: PartitionLog, from = 0) {
    this.#topic = topic;
    this.#partition = partition;
    this.#log = log;
    this.#from = from;
    const milestone = log.milestones.findLast(({ offset }) => offset <= from);
    this.#segment = milestone?.segment ?? 0;
    const segment = log.segments[this.#segment];
    if (segment) this.#reader = new SegmentReader(segment.file, milestone?.position ?? 0);
  }

  next(): readonly LogEntry[] {
    for (let header = this.#header(); header; header = this.#header()) {
      const entries = this.#entries(header).filter(
        ({ offset }) => offset >= this.#from && offset < this.#log.extent.end,
      );
      if (entries.length > 0) return entries;
    }
    return [];
  }

  close(): readonly Raised[] {
    this.#reader?.close();
    this.#reader = undefined;
    return this.#faults;
  }

  /** The next batch of this segment, or of the one behind it. */
  #header(): BatchHeader | undefined {
    while (this.#reader) {
      const isLast = this.#segment === this.#log.segments.length - 1;
      try {
        const header = this.#reader.peek();
        if (header !== undefined && header !== 'cut') return header;
        // A broker that falls while it writes leaves half a batch behind everything else, and cuts it off when it starts again.
        if (header === 'cut' && !isLast)
          this.#fault('BATCH_MALFORMED', this.#next, 'a batch', 'the segment ends inside of one');
      } catch (error) {
        if (!(error instanceof BatchFault)) throw error;
        this.#fault('BATCH_MALFORMED', this.#next, 'a batch', error.message);
      }
      this.#reader.close();
      this.#segment += 1;
      const segment = this.#log.segments[this.#segment];
      this.#reader = segment && new SegmentReader(segment.file);
    }
    return undefined;
  }

  #entries(header: BatchHeader): LogEntry[] {
    const bytes = this.#reader!.batch(header);
    this.#reader!.skip(header);
    this.#next = header.lastOffset + 1;
    const crc = crcOf(bytes);
    if (crc !== header.crc) this.#fault('BATCH_CRC', header.baseOffset, hexOf(header.crc), hexOf(crc));
    if (!header.appendTime && !header.control)
      this.#fault('BATCH_TIME', header.baseOffset, 'LogAppendTime', 'the time of whoever published it');
    try {
      return batchRecords(bytes, header).map((record) => this.#entry(header, record));
    } catch (error) {
      if (!(error instanceof BatchFault)) throw error;
      this.#fault('BATCH_MALFORMED', header.baseOffset, 'records', error.message);
      return [];
    }
  }

  #entry({ control, transactional, producerId }: BatchHeader, { offset, timestamp, ...rest }: BatchRecord): LogEntry {
    if (control) return { kind: markerIn(rest.key) === 'abort' ? 'abort' : 'commit', offset, timestamp };
    if (transactional && this.#log.isGivenUp(producerId, offset)) return { kind: 'aborted', offset, timestamp };
    const record: RawRecord = { topic: this.#topic, partition: this.#partition, offset, timestamp, ...rest };
    return { kind: 'record', offset, record };
  }

  #fault(code: FindingCode, offset: number, expected: string, found: string): void {
    if (this.#faults.length >= MOST_FAULTS) return;
    const at = { topic: this.#topic, partition: this.#partition, offset };
    const field = code === 'BATCH_CRC' ? 'crc' : code === 'BATCH_TIME' ? 'attributes' : '(batch)';
    this.#faults.push(raised({ code, at, time: Number.MAX_SAFE_INTEGER, field, expected, found }));
  }
}

const hexOf = (crc: number): string => crc.toString(16).padStart(8, '0');
