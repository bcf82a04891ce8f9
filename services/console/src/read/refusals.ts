import type { Scope } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import type { RefusalList, RefusedCase } from '../api/work.ts';
import { described } from './findings.ts';
import { type Paging, pageOf, placeOf } from './key-paging.ts';

interface Row {
  case_number: string;
  matter_name: string;
  department_name: string;
  stage: string;
  round: number;
  stage_at: Date;
  at: Date;
  reasons: { step: string; code: string; item: string | null }[];
}

/** Conditions of the indexes that these lists are read along (`case_view_list_refused`, `case_view_list_amended`). */
const STATES = { refused: "stage = 'refused'", amended: "round > 1 AND stage <> 'refused'" };

/** Cases that were refused once or more: those still waiting for the department (`refused`), or those that were mended since (`amended`); what moved last comes first. */
export async function listRefused(
  sql: SqlDoor,
  wanted: Paging & { readonly state: 'refused' | 'amended' },
  scope: Scope,
): Promise<RefusalList> {
  const values = scope === 'city' ? [] : [[...scope]];
  const where = `${STATES[wanted.state]}${scope === 'city' ? '' : ' AND department_uscc = ANY($1::text[])'}`;
  const [page, counted] = await Promise.all([
    pageOf(
      { column: 'stage_at', id: 'case_number', desc: true },
      { place: placeOf(wanted), size: wanted.size, at: values.length },
      (stretch) =>
        sql.query<Row>(
          `SELECT c.*, COALESCE(r.at, c.stage_at) AS at, COALESCE(r.reasons, '[]') AS reasons
           FROM (SELECT case_number, matter_name, department_name, stage, round, stage_at FROM case_view
                 WHERE ${where} AND ${stretch.where} ${stretch.tail} LIMIT ${stretch.limit}) c
           LEFT JOIN LATERAL (SELECT max(at) AS at, jsonb_agg(DISTINCT jsonb_build_object('step', step, 'code', code, 'item', item)) AS reasons
                              FROM refusal WHERE case_number = c.case_number) r ON true
           ${stretch.tail}`,
          ...values,
          ...stretch.values,
        ),
      ({ stage_at, case_number }) => ({ value: stage_at.toISOString(), id: case_number }),
    ),
    sql.query<{ n: bigint }>(`SELECT count(*) AS n FROM case_view WHERE ${where}`, ...values),
  ]);
  return { ...page, total: Number(counted[0]?.n ?? 0), rows: page.rows.map(shown) };
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
