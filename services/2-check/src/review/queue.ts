import type { Scope } from '@guidang/access';
import type { FindingResolution } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import { linkIdOf } from '../rule/input.ts';
import type { QueueAnswer, QueueChange } from './changes.ts';
import type { ReviewEntry, ReviewFinding, SentResolution } from './entries.ts';

/** What is looked for in the queue; what is left out is not asked for. */
export interface QueueQuery {
  readonly scope: Scope;
  readonly standing?: ReviewEntry['standing'] | undefined;
  /** cases of which this account has claimed something */
  readonly claimedBy?: string | undefined;
  /** only cases behind this one */
  readonly after?: { readonly since: Date; readonly case: string } | undefined;
  readonly limit: number;
  readonly now: Date;
}

/** A case in the queue and how much of it is still open. */
export type QueuedCase = Omit<ReviewEntry, 'files'> & { readonly open: number; readonly claimed: number };

/** 人工复核队列, read from the step's own topic. Who is looking at what is nowhere else, and losing that costs a second look. */
export interface ReviewQueue {
  /** Those that have waited longest first. */
  list(query: QueueQuery): Promise<QueuedCase[]>;
  find(caseNumber: string): Promise<{ entry: ReviewEntry; findings: ReviewFinding[] } | undefined>;
  /** Takes an open finding for somebody until then. @returns the finding as it stands afterwards; undefined where there is no such one */
  claim(caseNumber: string, key: string, account: string, until: Date, now: Date): Promise<ReviewFinding | undefined>;
  /** Gives back what this account has claimed; what others have is left alone. */
  release(caseNumber: string, key: string, account: string): Promise<void>;
  /** Notes what is about to be published. @returns the one noted first under its id, which may be another's or in other words */
  note(decision: FindingResolution): Promise<SentResolution>;
  published(decision: FindingResolution, at: Date): Promise<void>;
  resolution(id: string): Promise<SentResolution | undefined>;
  /** What was read of a partition, up to `next`. All or nothing; twice is harmless. */
  keep(
    partition: number,
    next: number,
    read: readonly { change: QueueChange | undefined; answer: QueueAnswer | undefined }[],
  ): Promise<void>;
  positions(): Promise<ReadonlyMap<number, number>>;
}

const ENTRY = `case_number AS "case", standing, why, round, department, matter, since, link`;
const FINDING = `key, persons, finding, accepted_by AS "acceptedBy", settled, claimed_by AS "claimedBy", claimed_until AS "claimedUntil"`;
const SENT = `id, case_number AS "case", key, account, resolution, reason, sent_at AS "sentAt", published_at AS "publishedAt", state, why,
  answered_at AS "answeredAt"`;

/** @param door of the service's own schema; its migrations make the tables */
export const queueOver = (door: SqlDoor): ReviewQueue => ({
  list: ({ scope, standing, claimedBy, after, limit, now }) =>
    door.query<QueuedCase>(
      `SELECT ${ENTRY},
         (SELECT count(*)::int FROM review_finding f WHERE f.case_number = c.case_number AND f.settled IS NULL) AS open,
         (SELECT count(*)::int FROM review_finding f WHERE f.case_number = c.case_number AND f.settled IS NULL
            AND f.claimed_until > $1::text::timestamptz) AS claimed
       FROM review_case c
       WHERE ($2::text[] IS NULL OR department = ANY($2::text[]))
         AND ($3::text IS NULL OR standing = $3)
         AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM review_finding f WHERE f.case_number = c.case_number AND f.claimed_by = $4
            AND f.claimed_until > $1::text::timestamptz))
         AND ($5::text IS NULL OR (since, case_number) > ($5::text::timestamptz, $6::text))
       ORDER BY since, case_number LIMIT $7`,
      now.toISOString(),
      scope === 'city' ? null : [...scope],
      standing ?? null,
      claimedBy ?? null,
      after?.since.toISOString() ?? null,
      after?.case ?? null,
      limit,
    ),
  async find(caseNumber) {
    const entry = await first<ReviewEntry>(
      door,
      `SELECT ${ENTRY}, files FROM review_case WHERE case_number = $1`,
      caseNumber,
    );
    if (!entry) return undefined;
    const findings = await door.query<ReviewFinding>(
      `SELECT ${FINDING} FROM review_finding WHERE case_number = $1 ORDER BY position`,
      caseNumber,
    );
    return { entry, findings };
  },
  async claim(caseNumber, key, account, until, now) {
    await door.query(
      `UPDATE review_finding SET claimed_by = $3, claimed_until = $4::text::timestamptz
       WHERE case_number = $1 AND key = $2 AND settled IS NULL
         AND (claimed_by IS NULL OR claimed_by = $3 OR claimed_until <= $5::text::timestamptz) RETURNING 1`,
      ...[caseNumber, key, account, until.toISOString(), now.toISOString()],
    );
    return first<ReviewFinding>(
      door,
      `SELECT ${FINDING} FROM review_finding WHERE case_number = $1 AND key = $2`,
      ...[caseNumber, key],
    );
  },
  async release(caseNumber, key, account) {
    await door.query(
      `UPDATE review_finding SET claimed_by = NULL, claimed_until = NULL WHERE case_number = $1 AND key = $2 AND claimed_by = $3 RETURNING 1`,
      ...[caseNumber, key, account],
    );
  },
  async note(decision) {
    const { id, case: caseNumber, by, data, time } = decision;
    await door.query(
      `INSERT INTO review_resolution (id, case_number, key, account, resolution, reason, sent_at, state, link_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7::text::timestamptz, 'sent', $8) ON CONFLICT DO NOTHING RETURNING 1`,
      ...[id, caseNumber, data.finding, by.account, data.resolution, data.reason, time, linkIdOf(decision)],
    );
    return (await resolutionOf(door, id))!;
  },
  async published({ id }, at) {
    await door.query(
      'UPDATE review_resolution SET published_at = $2::text::timestamptz WHERE id = $1 RETURNING 1',
      ...[id, at.toISOString()],
    );
  },
  resolution: (id) => resolutionOf(door, id),
  keep: (partition, next, read) =>
    door.together(async (one) => {
      for (const { change, answer } of read) {
        if (change) await apply(one, change);
        if (answer) await settle(one, answer);
      }
      await one.query(
        `INSERT INTO followed ("partition", next) VALUES ($1, $2) ON CONFLICT ("partition") DO UPDATE SET next = EXCLUDED.next RETURNING 1`,
        ...[partition, next],
      );
    }),
  async positions() {
    const rows = await door.query<{ partition: number; next: bigint }>('SELECT "partition", next FROM followed');
    return new Map(rows.map(({ partition, next }) => [partition, Number(next)]));
  },
});

async function apply(one: SqlDoor, change: QueueChange): Promise<void> {
  switch (change.do) {
    case 'close':
      await one.query('DELETE FROM review_case WHERE case_number = $1 RETURNING 1', change.case);
      return;
    case 'open': {
      const { entry, open } = change;
      await one.query('DELETE FROM review_case WHERE case_number = $1 RETURNING 1', entry.case);
      await one.query(
        `INSERT INTO review_case (case_number, standing, why, round, department, matter, since, link, files)
         VALUES ($1, $2, $3, $4, $5, $6, $7::text::timestamptz, $8, $9::text::jsonb) RETURNING 1`,
        ...[entry.case, entry.standing, entry.why, entry.round, entry.department, entry.matter],
        ...[entry.since.toISOString(), entry.link, JSON.stringify(entry.files)],
      );
      await one.query(
        `INSERT INTO review_finding (case_number, key, position, persons, finding, accepted_by)
         SELECT $1, o->>'key', n, (o->>'persons')::int, o->'finding', '{}' FROM jsonb_array_elements($2::text::jsonb) WITH ORDINALITY AS open (o, n)
         ON CONFLICT DO NOTHING RETURNING 1`,
        ...[entry.case, JSON.stringify(open)],
      );
      return;
    }
    case 'resolve':
      await one.query(
        `UPDATE review_finding SET
           accepted_by = CASE WHEN $4 = 'accepted' AND NOT $3 = ANY(accepted_by) THEN array_append(accepted_by, $3) ELSE accepted_by END,
           settled = CASE WHEN $5 THEN $4 ELSE settled END, claimed_by = NULL, claimed_until = NULL
         WHERE case_number = $1 AND key = $2 RETURNING 1`,
        ...[change.case, change.key, change.by, change.resolution, change.settled],
      );
  }
}

const settle = (one: SqlDoor, { link, state, why, at }: QueueAnswer): Promise<unknown> =>
  one.query(
    'UPDATE review_resolution SET state = $2, why = $3, answered_at = $4::text::timestamptz WHERE link_id = $1 RETURNING 1',
    ...[link, state, why, at],
  );

const resolutionOf = (door: SqlDoor, id: string): Promise<SentResolution | undefined> =>
  first<SentResolution>(door, `SELECT ${SENT} FROM review_resolution WHERE id = $1`, id);

async function first<T>(door: SqlDoor, sql: string, ...values: unknown[]): Promise<T | undefined> {
  const [row] = await door.query<T>(sql, ...values);
  return row;
}
