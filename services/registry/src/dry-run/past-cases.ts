import type { CaseCaptured, Dossier } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';

/** A closed case as capture counted it. */
export interface PastCase {
  readonly case: string;
  readonly matter: string;
  readonly department: string;
  readonly scheme: { readonly id: string; readonly version: number };
  readonly round: number;
  readonly closedAt: string;
  readonly dossier: Dossier;
}

export interface Closing {
  readonly partition: number;
  readonly offset: number;
  readonly link: Pick<CaseCaptured, 'case' | 'body'>;
}

/** Where to read on in a partition. */
export async function positionOf(tx: SqlDoor, topic: string, partition: number): Promise<number> {
  const [row] = await tx.query<{ next: bigint }>(
    'SELECT next FROM followed WHERE topic = $1 AND partition = $2',
    topic,
    partition,
  );
  return Number(row?.next ?? 0);
}

/** What was read from a partition, and where to read on: both or neither. A case keeps its newest round. */
export async function keepClosings(
  tx: SqlDoor,
  topic: string,
  partition: number,
  next: number,
  closings: readonly Closing[],
): Promise<void> {
  for (const { offset, link } of closings) {
    const { round, dossier } = link.body;
    const { head, closing } = dossier;
    await tx.query(
      `INSERT INTO past_case (case_number, matter, department, scheme_id, scheme_version, round, closed_at, partition, "offset", dossier)
       VALUES ($1, $2, $3, $4, $5, $6, $7::timestamptz, $8, $9, $10)
       ON CONFLICT (case_number) DO UPDATE SET scheme_id = EXCLUDED.scheme_id, scheme_version = EXCLUDED.scheme_version, round = EXCLUDED.round,
         closed_at = EXCLUDED.closed_at, partition = EXCLUDED.partition, "offset" = EXCLUDED."offset", dossier = EXCLUDED.dossier
       WHERE past_case.round <= EXCLUDED.round`,
      ...[
        link.case,
        head.matter.code,
        head.department.uscc,
        head.scheme.id,
        head.scheme.version,
        round,
        closing.closedAt,
      ],
      ...[partition, offset, JSON.stringify(dossier)],
    );
  }
  await tx.query(
    'INSERT INTO followed (topic, partition, next) VALUES ($1, $2, $3) ON CONFLICT (topic, partition) DO UPDATE SET next = EXCLUDED.next',
    ...[topic, partition, next],
  );
}

/** The topic is another one than before: what was read from it counts no more. */
export async function forgetClosings(tx: SqlDoor, topic: string, partition: number): Promise<void> {
  await tx.query('DELETE FROM past_case WHERE partition = $1', partition);
  await tx.query('DELETE FROM followed WHERE topic = $1 AND partition = $2', topic, partition);
}

interface Row {
  case_number: string;
  matter: string;
  department: string;
  scheme_id: string;
  scheme_version: number;
  round: number;
  closed_at: Date;
  dossier: string;
}

export interface PastQuery {
  readonly matter: string;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly limit: number;
}

/** Closed cases of a matter, the newest first. */
export async function pastCases(tx: SqlDoor, { matter, from, until, limit }: PastQuery): Promise<PastCase[]> {
  const rows = await tx.query<Row>(
    `SELECT * FROM past_case WHERE matter = $1 AND ($2::timestamptz IS NULL OR closed_at >= $2::timestamptz) AND ($3::timestamptz IS NULL OR closed_at < $3::timestamptz)
     ORDER BY closed_at DESC, case_number LIMIT $4`,
    ...[matter, from ?? null, until ?? null, limit],
  );
  return rows.map((row) => ({
    ...{ case: row.case_number, matter: row.matter, department: row.department, round: row.round },
    scheme: { id: row.scheme_id, version: row.scheme_version },
    closedAt: row.closed_at.toISOString(),
    dossier: JSON.parse(row.dossier) as Dossier,
  }));
}
