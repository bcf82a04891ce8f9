import { archiveTopic, type RawRecord, type RenewalDue, type StoreLink } from '@guidang/contracts';
import { type DigestName, type EvidencePolicy, successorOf } from '@guidang/evidence';
import { decisionRecord, type LogReader, type Publisher } from '@guidang/stream';
import { asking, askingFirst, isOverdue, type Stuck } from './ask.ts';
import { type DueRecord, DueRecords } from './due.ts';
import { type Authority, prospectsOf } from './prospects.ts';

export interface SweepPorts {
  readonly reader: Pick<LogReader, 'partitions' | 'extent' | 'scan'>;
  readonly publisher: Pick<Publisher, 'partitionFor' | 'publish'>;
  readonly authority: Authority;
  readonly policy: EvidencePolicy;
  /** Renewals asked for at a time at most. */
  readonly most: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a sweep came to, by suite. */
export interface Swept {
  readonly due: number;
  readonly overdue: number;
  readonly refused: number;
  readonly stuck: Readonly<Record<Stuck, number>>;
  readonly asked: Readonly<Record<RenewalDue['data']['kind'], number>>;
}
type Suite = DueRecord['evidence']['suite'];
export type SweptBySuite = Readonly<Record<Suite, Swept>>;

const TOPIC = archiveTopic('store');
const SUITES: readonly Suite[] = ['international', 'national'];
/** Requests that go out together. */
const BATCH = 500;

/**
 * Looks which records have to be renewed, and asks for it. Several instances doing the same are harmless: they ask for the same, and a record is renewed once. What the topic
 * said before is not read again until the first of the records that were not due comes to be.
 */
export class Sweep {
  readonly #ports: SweepPorts;
  #records: DueRecords | undefined;
  #next = new Map<number, number>();

  constructor(ports: SweepPorts) {
    this.#ports = ports;
  }

  /** @throws what may pass: the broker or an authority does not answer */
  async run(signal: AbortSignal): Promise<SweptBySuite> {
    const at = this.#ports.now();
    const due = (await this.#read(at, signal)).inOrder();
    const counted = { international: blank(), national: blank() };
    const { policy, publisher, most } = this.#ports;
    const prospect = await prospectsOf(this.#wanted(due, at), this.#ports.authority);
    let batch: RenewalDue[] = [];
    const send = async (): Promise<void> => {
      await publisher.publish(await Promise.all(batch.map((one) => decisionRecord(publisher, one))));
      batch = [];
    };
    let asked = 0;
    const ask = async (wanted: RenewalDue): Promise<void> => {
      if (asked >= most) return;
      asked += 1;
      counted[wanted.data.suite].asked[wanted.data.kind] += 1;
      batch.push(wanted);
      if (batch.length === BATCH) await send();
    };
    for (const one of due) {
      signal.throwIfAborted();
      const count = counted[one.evidence.suite];
      count.due += 1;
      if (isOverdue(one.evidence, policy, at)) count.overdue += 1;
      const wanted = asking(one, policy, prospect, at);
      if (typeof wanted === 'string') count.stuck[wanted] += 1;
      else await ask(wanted);
    }
    for (const suite of SUITES) {
      counted[suite].refused = this.#records!.refused(suite);
      if (!this.#ports.authority(suite)) continue;
      for (const one of this.#records!.unproven(suite)) {
        signal.throwIfAborted();
        counted[suite].due += 1;
        await ask(askingFirst(one, suite, policy, at));
      }
    }
    await send();
    return counted;
  }

  async #read(at: number, signal: AbortSignal): Promise<DueRecords> {
    const { reader, policy } = this.#ports;
    if (!this.#records || at >= this.#records.nextAt) {
      this.#records = new DueRecords(policy);
      this.#next = new Map();
    }
    const records = this.#records;
    for (const partition of await reader.partitions(TOPIC)) {
      const { start, end } = await reader.extent(TOPIC, partition);
      for await (const entry of reader.scan(TOPIC, partition, this.#next.get(partition) ?? start, end)) {
        signal.throwIfAborted();
        // Links of our own: what is wrong with one is the auditor's to find, and a request that follows from it is judged by the rule.
        if (entry.kind === 'record') records.see(linkIn(entry.record), at);
        this.#next.set(partition, entry.offset + 1);
      }
    }
    return records;
  }

  #wanted(due: readonly DueRecord[], at: number): [Suite, DigestName][] {
    const pairs = due.flatMap(({ evidence: { suite, digest }, renewal }): [Suite, DigestName][] => {
      const then = renewal.kind === 'hash-tree' ? successorOf(digest, suite, this.#ports.policy, at) : digest;
      return then === null ? [] : [[suite, then]];
    });
    return [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];
  }
}

const linkIn = ({ value }: RawRecord): StoreLink => JSON.parse(Buffer.from(value!).toString('utf8'));

const blank = () => ({
  ...{ due: 0, overdue: 0, refused: 0 },
  stuck: { 'no-digest': 0, 'no-authority': 0, 'not-worth-it': 0 },
  asked: { timestamp: 0, 'hash-tree': 0, first: 0 },
});
