import { LIMITS } from '@guidang/contracts';
import type { Extent, LogEntry } from '@guidang/stream';
import { raised } from '../findings/finding.ts';
import type { LaneSink } from './sink.ts';

/** Gaps of one partition that are told one by one. */
const MOST_GAPS = 1_000;

/** Looks at the entries of one partition as such: every offset is accounted for, and the broker's time does not run backwards. */
export class PartitionCheck {
  readonly #topic: string;
  readonly #partition: number;
  readonly #extent: Extent;
  readonly #sink: Pick<LaneSink, 'found' | 'vacant'>;
  /** Offset that comes next. */
  next: number;
  #latest = 0;
  #gaps = 0;

  constructor(topic: string, partition: number, extent: Extent, sink: Pick<LaneSink, 'found' | 'vacant'>) {
    this.#topic = topic;
    this.#partition = partition;
    this.#extent = extent;
    this.#sink = sink;
    // Nothing is ever thrown away: a partition that does not begin at 0 has lost its beginning.
    this.next = 0;
  }

  /** @returns whether the entry stands where the next one may stand */
  see(entry: LogEntry): boolean {
    const { offset } = entry;
    const time = entry.kind === 'record' ? entry.record.timestamp : entry.timestamp;
    if (offset < this.next) {
      this.#found('OFFSET_ORDER', offset, time, 'offset', `${this.next} or more`, String(offset));
      return false;
    }
    if (offset > this.next) this.#gap(this.next, offset - 1, time);
    if (entry.kind !== 'record')
      this.#sink.vacant(this.#topic, this.#partition, offset, entry.kind === 'aborted' ? 'given-up' : 'marker');
    this.next = offset + 1;
    if (time < this.#latest - LIMITS.aheadMs)
      this.#found('TIME_BACKWARDS', offset, time, 'LogAppendTime', `not before ${iso(this.#latest)}`, iso(time));
    else this.#latest = Math.max(this.#latest, time);
    return true;
  }

  /** Everything there is was seen. */
  end(): void {
    if (this.next < this.#extent.end) this.#gap(this.next, this.#extent.end - 1, this.#latest);
  }

  #gap(from: number, to: number, time: number): void {
    if (++this.#gaps > MOST_GAPS) return;
    for (let offset = from; offset <= Math.min(to, from + MOST_GAPS); offset++)
      this.#sink.vacant(this.#topic, this.#partition, offset, 'nothing');
    const found = from === to ? 'nothing' : `nothing up to ${to}`;
    this.#found('OFFSET_GAP', from, time, 'offset', 'a record or a marker', found);
  }

  #found(
    code: 'OFFSET_GAP' | 'OFFSET_ORDER' | 'TIME_BACKWARDS',
    offset: number,
    time: number,
    field: string,
    expected: string,
    found: string,
  ): void {
    const at = { topic: this.#topic, partition: this.#partition, offset };
    this.#sink.found(raised({ code, at, time, field, expected, found }));
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();
