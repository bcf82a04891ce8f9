import type { SqlDoor } from '@guidang/stream';
import { type Deed, entryHash, entryText, type LogEntry } from './entry.ts';
import type { KeptEntry, LogHead } from './verify.ts';

/** What is looked for; what is left out is not asked for. */
export interface LogQuery {
  readonly account?: string | undefined;
  readonly action?: string | undefined;
  readonly class?: LogEntry['class'] | undefined;
  readonly outcome?: LogEntry['outcome'] | undefined;
  readonly targetType?: string | undefined;
  readonly targetId?: string | undefined;
  readonly department?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** Text anywhere in the entry. */
  readonly text?: string | undefined;
  /** Only entries older than this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface FoundEntry {
  readonly entry: LogEntry;
  readonly hash: string;
}

/** A token of a timestamp authority over the head of the log. */
export interface Anchor {
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
  /** DER */
  readonly token: Uint8Array;
}

/** The operation log: what is in it stays, in the order in which it came. */
export interface OperationLog {
  /** Resolves when the entry is on disk. Entries that wait at the same moment go in together. */
  append(deed: Deed): Promise<void>;
  /** Inside a change's own transaction, as its last statement: both are kept or neither. */
  appendWith(change: SqlDoor, deeds: readonly Deed[]): Promise<void>;
  /** Newest first. */
  search(query: LogQuery): Promise<FoundEntry[]>;
  head(): Promise<LogHead>;
  /** Entries after `seq`, oldest first. */
  after(seq: number, limit: number): Promise<KeptEntry[]>;
  keepAnchor(anchor: Anchor): Promise<void>;
  /** Oldest first. */
  anchors(): Promise<Anchor[]>;
}

/** All who append take turns; any number will do that nobody else takes. */
const TURN = 4_219_113;

/** @param service name of the service whose log it is; `now` milliseconds since 1970 */
export function sqlLog(door: SqlDoor, service: string, now: () => number): OperationLog {
  const appendWith = async (change: SqlDoor, deeds: readonly Deed[]): Promise<void> => {
    await change.query('SELECT 1 FROM pg_advisory_xact_lock($1::bigint)', TURN);
    const [last] = await change.query<{ seq: bigint; hash: string }>(
      'SELECT seq, hash FROM access_log ORDER BY seq DESC LIMIT 1',
    );
    let seq = Number(last?.seq ?? 0);
    let previous = last?.hash ?? null;
    const rows = deeds.map((deed) => {
      seq += 1;
      const entry = entryText(deed, { seq, previous, at: new Date(now()).toISOString(), service });
      previous = entryHash(entry);
      return { entry, hash: previous };
    });
    await change.query(
      `INSERT INTO access_log (seq, at, class, account, action, target_type, target_id, department, outcome, entry, hash)
       SELECT (e->>'seq')::bigint, (e->>'at')::timestamptz, e->>'class', e->>'account', e->>'action', e->'target'->>'type',
              e->'target'->>'id', e->'target'->>'department', e->>'outcome', entry, hash
       FROM unnest($1::text[], $2::text[]) AS given (entry, hash), LATERAL (SELECT entry::jsonb AS e) AS parsed`,
      rows.map(({ entry }) => entry),
      rows.map(({ hash }) => hash),
    );
  };

  let waiting: Waiting[] = [];
  let writing = false;
  const write = async (): Promise<void> => {
    if (writing) return;
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await door.together((tx) =>
          appendWith(
            tx,
            batch.map(({ deed }) => deed),
          ),
        );
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    writing = false;
  };
  return {
    append: (deed) =>
      new Promise<void>((done, failed) => {
        waiting.push({ deed, done, failed });
        void write();
      }),
    appendWith,
    search: (query) => search(door, query),
    async head() {
      const [last] = await door.query<{ seq: bigint; hash: string }>(
        'SELECT seq, hash FROM access_log ORDER BY seq DESC LIMIT 1',
      );
      return { seq: Number(last?.seq ?? 0), hash: last?.hash ?? null };
    },
    async after(seq, limit) {
      const rows = await door.query<{ seq: bigint; hash: string; entry: string }>(
        'SELECT seq, hash, entry FROM access_log WHERE seq > $1 ORDER BY seq LIMIT $2',
        seq,
        limit,
      );
      return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
    },
    async keepAnchor({ seq, hash, at, token }) {
      await door.query(
        `INSERT INTO access_anchor (seq, hash, at, token) VALUES ($1, $2, $3::timestamptz, decode($4, 'base64')) ON CONFLICT (seq) DO NOTHING`,
        ...[seq, hash, at, Buffer.from(token).toString('base64')],
      );
    },
    async anchors() {
      const rows = await door.query<{ seq: bigint; hash: string; at: Date; token: string }>(
        `SELECT seq, hash, at, encode(token, 'base64') AS token FROM access_anchor ORDER BY seq`,
      );
      return rows.map(({ seq, hash, at, token }) => ({
        ...{ seq: Number(seq), hash, at: at.toISOString(), token: Buffer.from(token, 'base64') },
      }));
    },
  };
}

interface Waiting {
  readonly deed: Deed;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

async function search(door: SqlDoor, query: LogQuery): Promise<FoundEntry[]> {
  const values: unknown[] = [];
  const where: string[] = [];
  const and = (sql: string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    where.push(sql.replaceAll('?', `$${values.length}`));
  };
  and('account = ?', query.account);
  and('action = ?', query.action);
  and('class = ?', query.class);
  and('outcome = ?', query.outcome);
  and('target_type = ?', query.targetType);
  and('target_id = ?', query.targetId);
  and('department = ?', query.department);
  and('at >= ?::timestamptz', query.from);
  and('at < ?::timestamptz', query.until);
  and('strpos(entry, ?) > 0', query.text);
  and('seq < ?', query.before);
  values.push(query.limit);
  const rows = await door.query<{ entry: string; hash: string }>(
    `SELECT entry, hash FROM access_log ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY seq DESC LIMIT $${values.length}`,
    ...values,
  );
  return rows.map(({ entry, hash }) => ({ entry: JSON.parse(entry) as LogEntry, hash }));
}
