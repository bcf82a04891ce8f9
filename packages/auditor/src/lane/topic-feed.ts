import type { LogEntry } from '@guidang/stream';
import { DumpFault } from '../dump/frame.ts';
import { brokenFile } from '../source/scan.ts';
import type { EntryStream } from '../source/source.ts';
import type { PartitionCheck } from './partition-check.ts';
import type { LaneSink } from './sink.ts';

/** The entries of one partition, looked at as such on the way, one at a time. */
export class TopicFeed {
  readonly topic: string;
  /** Its place among topics of the same moment: what is read comes before what answers it. */
  readonly rank: number;
  readonly #partition: number;
  readonly #stream: EntryStream;
  readonly #check: PartitionCheck;
  readonly #sink: LaneSink;
  #piece: readonly LogEntry[] = [];
  #at = 0;
  /** Offset of the last entry that was taken. */
  reached = -1;
  done = false;

  constructor(
    topic: string,
    partition: number,
    rank: number,
    stream: EntryStream,
    check: PartitionCheck,
    sink: LaneSink,
  ) {
    this.topic = topic;
    this.#partition = partition;
    this.rank = rank;
    this.#stream = stream;
    this.#check = check;
    this.#sink = sink;
  }

  /** LogAppendTime of the entry that comes next; without end where there is none. Asked after `ready`. */
  get time(): number {
    const entry = this.#piece[this.#at];
    if (entry === undefined) return Number.POSITIVE_INFINITY;
    return entry.kind === 'record' ? entry.record.timestamp : entry.timestamp;
  }

  /** Sees to it that the next entry is at hand; a promise only where something has to be waited for. */
  ready(): Promise<void> | undefined {
    if (this.#at < this.#piece.length || this.done) return undefined;
    this.#sink.progress(this.#piece.length);
    try {
      const piece = this.#stream.next();
      if (piece instanceof Promise) return piece.then((one) => this.#begin(one));
      this.#begin(piece);
    } catch (error) {
      this.#broken(error);
    }
    return undefined;
  }

  #begin(piece: readonly LogEntry[]): void {
    this.#piece = piece;
    this.#at = 0;
    this.done = piece.length === 0;
  }

  /** From here on the file cannot be read: what stands behind is not there, for everybody. */
  #broken(error: unknown): void {
    if (!(error instanceof DumpFault)) throw error;
    this.#begin([]);
    this.#sink.found(brokenFile(error, this.topic, this.#partition, this.reached + 1));
  }

  /** The next entry; undefined for one that stands where none may stand. */
  take(): LogEntry | undefined {
    const entry = this.#piece[this.#at++]!;
    const fits = this.#check.see(entry);
    if (fits) this.reached = entry.offset;
    return fits ? entry : undefined;
  }

  async close(): Promise<void> {
    this.#check.end();
    for (const finding of await this.#stream.close()) this.#sink.found(finding);
  }
}
