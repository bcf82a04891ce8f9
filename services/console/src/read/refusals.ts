import type { Scope } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import type { RefusalList, RefusedCase } from '../api/work.ts';
import { described } from './findings.ts';

interface Row {
  case_number: string;
  matter_name: string;
  department_name: string;
  stage: string;
  round: number;
  at: Date;
  reasons: { step: string; code: string; item: string | null }[];
}

/** Cases that were refused once or more: those still waiting for the department (`refused`), or those that were mended since (`amended`). */
export async function listRefused(
  sql: SqlDoor,
  { state, page, size }: { state: 'refused' | 'amended'; page: number; size: number },
  scope: Scope,
): Promise<RefusalList> {
  const values = [scope === 'city' ? null : [...scope]];
  const where = `($1::text[] IS NULL OR c.department_uscc = ANY($1::text[])) AND ${
    state === 'refused' ? "c.stage = 'refused'" : "c.round > 1 AND c.stage <> 'refused'"
  }`;
  const [rows, counted] = await Promise.all([
    sql.query<Row>(
      `SELECT c.case_number, c.matter_name, c.department_name, c.stage, c.round,
              COALESCE(max(r.at), c.stage_at) AS at,
              COALESCE(jsonb_agg(DISTINCT jsonb_build_object('step', r.step, 'code', r.code, 'item', r.item)) FILTER (WHERE r.code IS NOT NULL), '[]') AS reasons
       FROM case_view c LEFT JOIN refusal r ON r.case_number = c.case_number WHERE ${where}
       GROUP BY c.case_number ORDER BY at DESC, c.case_number LIMIT ${size} OFFSET ${(page - 1) * size}`,
      ...values,
    ),
    sql.query<{ n: bigint }>(`SELECT count(*) AS n FROM case_view c WHERE ${where}`, ...values),
  ]);
  return { total: Number(counted[0]?.n ?? 0), rows: rows.map(shown) };
}

const shown = (row: Row): RefusedCase => ({
  ...{
    case: row.case_number,
    matter: row.matter_name,
    department: row.department_name,
    stage: row.stage,
    round: row.round,
  },
  at: row.at.toISOString(),
  reasons: row.reasons.map(({ step, code, item }) => {
    const { itemZh, itemEn } = described({ item: item ?? '', code });
    return { step, code, item, itemZh, itemEn };
  }),
});
