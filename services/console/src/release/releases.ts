import { createHash } from 'node:crypto';
import { type Parked, type RawRecord, STEPS } from '@guidang/contracts';
import { type LogReader, type Publisher, parkedId, RELEASED, releaseOf, type SqlDoor } from '@guidang/stream';
import { ENTRIES, type Entry, faultsAt, isEntry } from './judge.ts';

export interface ReleasePorts {
  readonly sql: SqlDoor;
  readonly reader: LogReader;
  readonly publisher: () => Promise<Publisher>;
  /** milliseconds since 1970 */
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

/** What one person asked to be done with one parked record. */
export interface Wish {
  readonly id: string;
  readonly account: string;
  readonly reason: string;
  readonly topic: Entry;
}

interface OnItsWay {
  id: string;
  account: string;
  at: Date;
  to_topic: string;
  to_partition: number;
  to_from: bigint;
  value: string;
}

const AGAIN_MS = 30_000;

/**
 * Sends parked records on. That one is to be sent is written down first, together with the end of the partition it goes to; from there it is looked for before it is sent, so
 * that a crash on the way sends it neither twice nor not at all.
 */
export class Releases {
  readonly #ports: ReleasePorts;
  readonly #again: NodeJS.Timeout;

  constructor(ports: ReleasePorts) {
    this.#ports = ports;
    this.#again = setInterval(() => void this.finishAll(), AGAIN_MS).unref();
  }

  /** The record as it lies where it came from; undefined where that holds something else. */
  async origin({ input }: Pick<Parked, 'input'>): Promise<RawRecord | undefined> {
    const { entries } = await this.#ports.reader.read(input.topic, input.partition, input.offset, 200);
    const entry = entries.find(({ offset }) => offset === input.offset);
    if (entry?.kind !== 'record') return undefined;
    const digest = createHash('sha256')
      .update(entry.record.value ?? new Uint8Array())
      .digest('hex');
    return digest === input.sha256 ? entry.record : undefined;
  }

  /** Where it may be sent, and what it would break there. */
  async choices(parked: Pick<Parked, 'input'>): Promise<{ topic: Entry; faults: ReturnType<typeof faultsAt> }[]> {
    if (!isEntry(parked.input.topic)) return [];
    const record = await this.origin(parked);
    if (record === undefined) return [];
    return ENTRIES.map((topic) => ({ topic, faults: faultsAt(topic, record, this.#ports.now()) }));
  }

  /**
   * Writes down that it is to be sent. Steps that put the same record aside will all meet it again, so what they put aside is closed with it.
   * @returns false where somebody dealt with it already
   */
  async begin(tx: SqlDoor, { id, account, reason, topic }: Wish, parked: Parked, record: RawRecord): Promise<boolean> {
    const { reader, publisher, now } = this.#ports;
    const key = Buffer.from(record.key ?? []).toString('utf8');
    const partition = await (await publisher()).partitionFor(topic, key);
    const { end } = await reader.extent(topic, partition);
    const at = new Date(now());
    const begun = await tx.query(
      `INSERT INTO parked_closing (id, account, reason, at, act, to_topic, to_partition, to_from)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING id`,
      ...[id, account, reason, at, topic === parked.input.topic ? 'released' : 'redirected', topic, partition, end],
    );
    if (begun.length === 0) return false;
    const others = STEPS.map((step) => parkedId(step, parked.input)).filter((other) => other !== id);
    await tx.query(
      `INSERT INTO parked_closing (id, account, reason, at) SELECT id, $2, $3, $4 FROM parked_view WHERE id = ANY($1::text[])
       ON CONFLICT (id) DO NOTHING RETURNING id`,
      ...[others, account, `随同一记录的 ${id} 处理 / dealt with together with ${id}`, at],
    );
    return true;
  }

  /** Sends it where it was not sent yet, and writes down where it lies. @throws where the broker does not answer; it is tried again by itself */
  async finish(id: string): Promise<void> {
    const { sql, publisher } = this.#ports;
    await sql.together(async (tx) => {
      const [row] = await tx.query<OnItsWay>(
        `SELECT c.*, p.value FROM parked_closing c JOIN parked_view p ON p.id = c.id
         WHERE c.id = $1 AND c.to_from IS NOT NULL AND c.to_offset IS NULL FOR UPDATE OF c`,
        id,
      );
      if (row === undefined) return;
      let offset = await this.#lies(row);
      if (offset === undefined) {
        const record = await this.origin(JSON.parse(row.value) as Parked);
        const sent =
          record &&
          releaseOf(record, {
            ...{ parked: id, account: row.account, at: row.at.toISOString() },
            ...{ topic: row.to_topic, partition: row.to_partition },
          });
        if (sent === undefined) throw new Error(`${id} is no longer where it came from`);
        await (await publisher()).publish([sent]);
        offset = await this.#lies(row);
      }
      if (offset !== undefined)
        await tx.query('UPDATE parked_closing SET to_offset = $2 WHERE id = $1 RETURNING id', ...[id, offset]);
    });
  }

  /** Whatever a crash or a silent broker left on its way. One that cannot be finished is said and stands in nobody's way. */
  async finishAll(): Promise<void> {
    const { sql, failed } = this.#ports;
    const rows = await sql
      .query<{ id: string }>(
        'SELECT id FROM parked_closing WHERE to_from IS NOT NULL AND to_offset IS NULL ORDER BY at',
      )
      .catch((error: unknown) => {
        failed(error);
        return [];
      });
    for (const { id } of rows) await this.finish(id).catch(failed);
  }

  close(): void {
    clearInterval(this.#again);
  }

  async #lies({ id, to_topic, to_partition, to_from }: OnItsWay): Promise<number | undefined> {
    const { reader } = this.#ports;
    const { end } = await reader.extent(to_topic, to_partition);
    for await (const entry of reader.scan(to_topic, to_partition, Number(to_from), end))
      if (entry.kind === 'record' && entry.record.headers[RELEASED.parked] === id) return entry.offset;
    return undefined;
  }
}
