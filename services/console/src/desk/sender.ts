import { decisionRecord, type Publisher, type SqlDoor } from '@guidang/stream';
import { readList } from './lists.ts';
import { recordOf } from './records.ts';

export interface SenderPorts {
  /** The whole city: what was approved is sent whoever approved it. */
  readonly city: SqlDoor;
  readonly publisher: () => Promise<Publisher>;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

const AGAIN_MS = 30_000;
/** What was sent and is not read back after so long is sent once more. */
const LOST_MS = 600_000;
const AT_ONCE = 100;

/**
 * Sends the records of lists that were approved: one for each package, into case.decisions. That a list is approved is written down before anything of it is sent, and the records are
 * made of what was written down, so a crash on the way sends the rest of it later, and what is sent twice has the same identifier and counts once.
 */
export class ListSender {
  readonly #ports: SenderPorts;
  readonly #again: NodeJS.Timeout;
  readonly #sending = new Map<string, Promise<void>>();
  #finishing: Promise<void> | undefined;

  constructor(ports: SenderPorts) {
    this.#ports = ports;
    this.#again = setInterval(() => void this.finishAll(), AGAIN_MS).unref();
  }

  /** Sends what of a list is not read back yet; who asks for the same while it is being sent waits for it. @throws where the broker does not answer; it is tried again by itself */
  send(id: string): Promise<void> {
    const sending = this.#sending.get(id) ?? this.#send(id).finally(() => this.#sending.delete(id));
    this.#sending.set(id, sending);
    return sending;
  }

  /** Whatever a crash or a silent broker left unsent; one run at a time. */
  finishAll(): Promise<void> {
    this.#finishing ??= this.#finish().finally(() => {
      this.#finishing = undefined;
    });
    return this.#finishing;
  }

  close(): void {
    clearInterval(this.#again);
  }

  async #send(id: string): Promise<void> {
    const { city, publisher, now } = this.#ports;
    const list = await readList(city, id);
    if (list?.state !== 'approved') return;
    const kept = await city.query<{ case_number: string }>('SELECT case_number FROM decided_view WHERE list = $1', id);
    const recorded = new Set(kept.map(({ case_number }) => case_number));
    const approval = { account: list.decidedBy!, opinion: list.opinion!, at: list.decidedAt! };
    const bus = await publisher();
    const records = await Promise.all(
      list.packages
        .filter((item) => !recorded.has(item.case))
        .map((item) => decisionRecord(bus, recordOf(list, item, approval))),
    );
    for (let from = 0; from < records.length; from += AT_ONCE) await bus.publish(records.slice(from, from + AT_ONCE));
    await city.query('UPDATE desk_list SET sent_at = $2 WHERE id = $1::uuid RETURNING id', ...[id, new Date(now())]);
  }

  async #finish(): Promise<void> {
    const { city, failed, now } = this.#ports;
    const rows = await city
      .query<{ id: string }>(
        `SELECT l.id::text AS id FROM desk_list l WHERE l.state = 'approved'
           AND (l.sent_at IS NULL OR (l.sent_at < $1 AND EXISTS (SELECT 1 FROM desk_item i WHERE i.list = l.id AND i.open)))
         ORDER BY l.decided_at`,
        new Date(now() - LOST_MS),
      )
      .catch((error: unknown) => {
        failed(error);
        return [];
      });
    for (const { id } of rows) await this.send(id).catch(failed);
  }
}
