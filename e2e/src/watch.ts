import {
  ARCHIVE_TOPICS,
  CASE_EVENTS,
  CASE_FEEDBACK,
  type CaseLink,
  CHECKPOINTS,
  type CheckpointRecord,
  type Feedback,
  NOTARY_PARKED,
  PARKED_TOPICS,
  type Parked,
  type RawRecord,
} from '@guidang/contracts';
import type { LogReader } from '@guidang/stream';

/** What is known of one case: its links in the order they came, what the publisher was told, what was put aside. */
export interface CaseView {
  readonly links: { readonly link: CaseLink; readonly record: RawRecord }[];
  readonly feedback: Feedback[];
  readonly parked: Parked[];
  /** When `case.closed` last arrived, by the broker's clock; undefined where it did not. */
  closedAt: number | undefined;
}

const TOPICS = [CASE_EVENTS, ...ARCHIVE_TOPICS, ...PARKED_TOPICS, NOTARY_PARKED, CASE_FEEDBACK, CHECKPOINTS];

/** Follows every topic the system writes, from where it stands when it is opened. A bystander: it reads, and nobody knows of it. */
export class Watch {
  readonly cases = new Map<string, CaseView>();
  readonly checkpoints: CheckpointRecord[] = [];
  readonly #reader: LogReader;
  readonly #next: Map<string, number[]>;
  #told: (link: CaseLink) => void = () => {};

  private constructor(reader: LogReader, next: Map<string, number[]>) {
    this.#reader = reader;
    this.#next = next;
  }

  static async open(reader: LogReader): Promise<Watch> {
    const ends = await reader.ends(TOPICS);
    return new Watch(reader, new Map([...ends].map(([topic, list]) => [topic, [...list]])));
  }

  /** Called with every link that comes. */
  onLink(told: (link: CaseLink) => void): void {
    this.#told = told;
  }

  of(caseNumber: string): CaseView {
    let view = this.cases.get(caseNumber);
    if (!view) {
      view = { links: [], feedback: [], parked: [], closedAt: undefined };
      this.cases.set(caseNumber, view);
    }
    return view;
  }

  has(caseNumber: string, type: CaseLink['type']): boolean {
    return this.of(caseNumber).links.some(({ link }) => link.type === type);
  }

  /** Reads what came since the last time. */
  async look(): Promise<void> {
    const ends = await this.#reader.ends(TOPICS);
    for (const [topic, list] of ends) {
      const next = this.#next.get(topic)!;
      for (const [partition, end] of list.entries()) {
        if (next[partition]! >= end) continue;
        for await (const entry of this.#reader.scan(topic, partition, next[partition]!, end))
          if (entry.kind === 'record') this.#take(entry.record);
        next[partition] = end;
      }
    }
  }

  #take(record: RawRecord): void {
    const { topic } = record;
    // What publishers say may be anything; of theirs the closing alone is looked for.
    if (topic === CASE_EVENTS) {
      const type = record.headers.ce_type;
      if (type === 'case.closed') this.of(record.headers.ce_subject ?? '').closedAt = record.timestamp;
      return;
    }
    const value = JSON.parse(Buffer.from(record.value!).toString('utf8'));
    if (topic === CHECKPOINTS) this.checkpoints.push(value);
    else if (topic === CASE_FEEDBACK) this.of(value.case).feedback.push(value);
    else if (topic.endsWith('.parked')) this.of(Buffer.from(record.key ?? '').toString('utf8')).parked.push(value);
    else {
      this.of(value.case).links.push({ link: value, record });
      this.#told(value);
    }
  }

  /**
   * Looks until something holds.
   * @throws with what is still missing when the patience is over
   */
  async until(holds: () => string | undefined, patienceMs: number, everyMs = 250): Promise<void> {
    const end = performance.now() + patienceMs;
    for (;;) {
      await this.look();
      const missing = holds();
      if (missing === undefined) return;
      if (performance.now() > end) throw new Error(`after ${patienceMs / 1000} s: ${missing}`);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}
