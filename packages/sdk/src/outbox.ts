import type { OutRecord } from '@guidang/contracts';
import type { Publisher } from '@guidang/stream';
import { EarlierFailed, PublishRefused } from './errors.ts';
import { NotNow, type Patience, patiently } from './patience.ts';

/** A record that goes to the partition of its key. */
export type Unplaced = Omit<OutRecord, 'partition'>;

/** Records of one `append` that wait to be sent. */
interface Waiting {
  readonly records: readonly Unplaced[];
  readonly bytes: number;
  readonly taken: () => void;
  readonly failed: (error: unknown) => void;
}

/** One send carries at most so much; a record of the largest size a broker takes goes alone. */
const MOST_RECORDS = 1_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** What the broker will refuse however often it is asked. */
const FOR_GOOD = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

/**
 * Appends records in the order in which they are handed over. What waits while a send is under way goes with the next one. Where a send fails for good,
 * everything that waited behind it fails too, so that nothing overtakes.
 */
export class Outbox {
  readonly #open: () => Promise<Publisher>;
  readonly #patience: Patience;
  #publisher: Promise<Publisher> | undefined;
  readonly #queue: Waiting[] = [];
  #sending: Promise<void> | undefined;
  #waitingBytes = 0;

  constructor(open: () => Promise<Publisher>, patience: Patience) {
    this.#open = open;
    this.#patience = patience;
  }

  /** Bytes handed over and not yet taken by the broker. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Resolves when the broker has them all. */
  append(records: readonly Unplaced[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    const bytes = records.reduce((sum, { value }) => sum + value.length, 0);
    this.#waitingBytes += bytes;
    const { promise, resolve: taken, reject: failed } = Promise.withResolvers<void>();
    this.#queue.push({ records, bytes, taken, failed });
    this.#sending ??= this.#sendAll();
    return promise;
  }

  async close(): Promise<void> {
    await this.#sending;
    await this.#letGo();
  }

  async #sendAll(): Promise<void> {
    // Those who were called in the same moment go together.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#next();
      const bytes = batch.reduce((sum, one) => sum + one.bytes, 0);
      try {
        const records = batch.flatMap((one) => one.records);
        await patiently(() => this.#send(records), this.#patience);
        for (const { taken } of batch) taken();
      } catch (error) {
        for (const { failed } of batch) failed(error);
        for (const { failed, bytes: behind } of this.#queue.splice(0)) {
          this.#waitingBytes -= behind;
          failed(new EarlierFailed(error));
        }
      }
      this.#waitingBytes -= bytes;
    }
    // In the same breath as the look at the empty queue: whoever comes next has to find that nobody is sending any more.
    this.#sending = undefined;
  }

  #next(): Waiting[] {
    const batch: Waiting[] = [];
    let [records, bytes] = [0, 0];
    for (const one of this.#queue) {
      records += one.records.length;
      bytes += one.bytes;
      if (batch.length > 0 && (records > MOST_RECORDS || bytes > MOST_BYTES)) break;
      batch.push(one);
    }
    this.#queue.splice(0, batch.length);
    return batch;
  }

  /**
   * A producer that gave up on a send must not be used again: it would give the next records the sequence numbers of those it gave up on, and a broker
   * that had taken them after all would take the next ones for the same and drop them in silence.
   */
  async #send(records: readonly Unplaced[]): Promise<void> {
    try {
      this.#publisher ??= this.#open();
      const publisher = await this.#publisher;
      const place = async (record: Unplaced): Promise<OutRecord> => ({
        ...record,
        partition: await publisher.partitionFor(record.topic, record.key),
      });
      await publisher.publish(await Promise.all(records.map(place)));
    } catch (cause) {
      await this.#letGo();
      const kind = kindOf(cause);
      if (FOR_GOOD.has(kind)) throw new PublishRefused(422, kind, `消息总线拒收 / the broker refuses this: ${kind}`);
      throw new NotNow('消息总线未应答 / the broker did not answer', { cause });
    }
  }

  async #letGo(): Promise<void> {
    const publisher = this.#publisher;
    this.#publisher = undefined;
    // One that never opened has nothing to close, and one that cannot be closed in order is gone all the same.
    await publisher?.then((open) => open.close()).catch(() => undefined);
  }
}

/** The protocol's name of an error, looked for through what wraps it. */
function kindOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { type } = at as { type?: unknown };
    if (typeof type === 'string') return type;
  }
  return '';
}
