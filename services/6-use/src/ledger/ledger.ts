import type { CopyMade, UseLink, UseRefused, UseRequested } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';

/** What became of a request. */
export interface RequestRow {
  readonly id: string;
  readonly case: string;
  readonly account: string;
  readonly role: string;
  readonly path: string;
  readonly purpose: string;
  readonly askedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly state: 'waiting' | 'made' | 'refused';
  readonly reason: string | null;
  readonly detail: string | null;
  readonly copyId: string | null;
  readonly answeredAt: Date | null;
}

/** A copy as its link says. */
export interface CopyRow {
  readonly copyId: string;
  readonly case: string;
  readonly request: string;
  readonly account: string;
  readonly path: string;
  readonly purpose: string;
  readonly referenceCode: string;
  readonly matter: string;
  readonly title: string;
  readonly askedAt: Date;
  readonly madeAt: Date;
  readonly content: `sha256:${string}`;
  readonly size: number;
  readonly pages: number;
  /** SHA-256 of the link */
  readonly link: string;
}

/** A link of ours with the SHA-256 of its bytes. */
export interface ReadLink {
  readonly link: Exclude<UseLink, { type: 'CaseIndexed' | 'ReceivedIndexed' }>;
  readonly sha256: string;
}

/** Requests and copies, as the door took them and as the chain says what became of them. */
export interface Ledger {
  /** Notes a request before it is published. @returns the one noted first under its id, which may be another's, of another case or with other words */
  note(request: UseRequested): Promise<RequestRow>;
  published(request: Pick<UseRequested, 'id' | 'case'>, at: Date): Promise<void>;
  request(id: string): Promise<RequestRow | undefined>;
  copy(id: string): Promise<CopyRow | undefined>;
  /** What was read of a partition, up to `next`. All or nothing; twice is harmless. */
  keep(partition: number, next: number, links: readonly ReadLink[]): Promise<void>;
  positions(): Promise<ReadonlyMap<number, number>>;
}

const REQUEST = `request_id AS id, case_number AS "case", account, role, path, purpose, asked_at AS "askedAt", published_at AS "publishedAt", state, reason,
  detail, copy_id AS "copyId", answered_at AS "answeredAt"`;
const COPY = `copy_id AS "copyId", case_number AS "case", request_id AS request, account, path, purpose, reference_code AS "referenceCode",
  matter_name AS matter, title, asked_at AS "askedAt", made_at AS "madeAt", content, size::float8 AS size, pages, link`;

export const ledgerOver = (door: SqlDoor): Ledger => ({
  async note({ id, case: caseNumber, by, data, time }) {
    const row = await first<RequestRow>(
      door,
      `INSERT INTO use_request (request_id, case_number, account, role, path, purpose, asked_at, state)
       SELECT $1, $2, $3, $4, $5, $6, $7::text::timestamptz, 'waiting' WHERE NOT EXISTS (SELECT 1 FROM use_request WHERE request_id = $1)
       ON CONFLICT DO NOTHING RETURNING ${REQUEST}`,
      id,
      caseNumber,
      by.account,
      by.role,
      data.path,
      data.purpose,
      time,
    );
    return row ?? (await requestOf(door, id))!;
  },
  async published({ id, case: caseNumber }, at) {
    await door.query(
      'UPDATE use_request SET published_at = $3::text::timestamptz WHERE request_id = $1 AND case_number = $2 RETURNING 1',
      id,
      caseNumber,
      at.toISOString(),
    );
  },
  request: (id) => requestOf(door, id),
  copy: (id) => first<CopyRow>(door, `SELECT ${COPY} FROM use_copy WHERE copy_id = $1`, id),
  keep: (partition, next, links) =>
    door.together(async (one) => {
      for (const { link, sha256 } of links) {
        if (link.type === 'CopyMade') await putCopy(one, link, sha256);
        await putAnswer(one, link);
      }
      await one.query(
        `INSERT INTO followed ("partition", next) VALUES ($1, $2) ON CONFLICT ("partition") DO UPDATE SET next = EXCLUDED.next RETURNING 1`,
        partition,
        next,
      );
    }),
  async positions() {
    const rows = await door.query<{ partition: number; next: bigint }>('SELECT "partition", next FROM followed');
    return new Map(rows.map(({ partition, next }) => [partition, Number(next)]));
  },
});

/** The request of this id; where several cases have one (the bus takes what the door would not), the one asked first. */
const requestOf = (door: SqlDoor, id: string): Promise<RequestRow | undefined> =>
  first<RequestRow>(
    door,
    `SELECT ${REQUEST} FROM use_request WHERE request_id = $1 ORDER BY asked_at NULLS LAST, case_number LIMIT 1`,
    id,
  );

async function first<T>(door: SqlDoor, sql: string, ...values: unknown[]): Promise<T | undefined> {
  const [row] = await door.query<T>(sql, ...values);
  return row;
}

const putCopy = (one: SqlDoor, { case: caseNumber, time, body, facts }: CopyMade, sha256: string): Promise<unknown> =>
  one.query(
    `INSERT INTO use_copy (copy_id, case_number, request_id, account, role, path, purpose, reference_code, matter_name, title, asked_at, made_at,
       content, size, pages, link)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::timestamptz, $12::text::timestamptz, $13, $14, $15, $16)
     ON CONFLICT (copy_id) DO NOTHING RETURNING 1`,
    body.copyId,
    caseNumber,
    body.request,
    body.requester.account,
    body.requester.role,
    body.path,
    body.purpose,
    body.of.referenceCode,
    body.of.matter,
    body.of.title,
    body.askedAt,
    time,
    body.copy.content,
    body.copy.size,
    facts.pages,
    sha256,
  );

function putAnswer(one: SqlDoor, { type, case: caseNumber, time, body }: CopyMade | UseRefused): Promise<unknown> {
  const made = type === 'CopyMade';
  return one.query(
    `INSERT INTO use_request (request_id, case_number, account, role, path, purpose, asked_at, state, reason, detail, copy_id, answered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::text::timestamptz, $8, $9, $10, $11, $12::text::timestamptz)
     ON CONFLICT (request_id, case_number) DO UPDATE SET account = EXCLUDED.account, role = EXCLUDED.role, path = EXCLUDED.path,
       purpose = EXCLUDED.purpose, asked_at = COALESCE(EXCLUDED.asked_at, use_request.asked_at), state = EXCLUDED.state, reason = EXCLUDED.reason,
       detail = EXCLUDED.detail, copy_id = EXCLUDED.copy_id, answered_at = EXCLUDED.answered_at RETURNING 1`,
    body.request,
    caseNumber,
    body.requester.account,
    body.requester.role,
    body.path,
    body.purpose,
    made ? body.askedAt : null,
    made ? 'made' : 'refused',
    made ? null : body.reason,
    made ? null : body.detail,
    made ? body.copyId : null,
    time,
  );
}
