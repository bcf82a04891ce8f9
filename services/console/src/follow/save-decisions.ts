import type { ArrangementDecision, DisposalDecision } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import { type CaseRow, foldDecision } from '../fold/case.ts';
import { CASES, casesOf } from './save-links.ts';
import { type Table, upsert } from './upsert.ts';

/** A decision of two persons about a package, as it lies in case.decisions. */
export interface ReadDecision {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly sha256: string;
  readonly value: string;
  readonly decision: DisposalDecision | ArrangementDecision;
}

const DECIDED: Table = {
  name: 'decided_view',
  key: ['id'],
  columns: ['case_number', 'action', 'list', 'at', 'topic', 'partition', 'offset', 'sha256', 'value'],
};

/** Folds decisions into the read model. The same one sent twice counts once, as it lies first. A package is no longer held by its list once what was decided is here. */
export async function saveDecisions(tx: SqlDoor, read: readonly ReadDecision[]): Promise<void> {
  if (read.length === 0) return;
  const kept = await tx.query<{ id: string }>(
    'SELECT id FROM decided_view WHERE id = ANY($1::text[])',
    read.map(({ decision }) => decision.id),
  );
  const known = new Set(kept.map(({ id }) => id));
  const cases: Map<string, CaseRow> = await casesOf(
    tx,
    read.map(({ decision }) => decision.case),
  );
  const rows: object[] = [];
  for (const { decision, ...lies } of read) {
    if (known.has(decision.id)) continue;
    known.add(decision.id);
    cases.set(decision.case, foldDecision(cases.get(decision.case), decision));
    const action = decision.type === 'disposal.decided' ? decision.data.action : 'rearrange';
    rows.push({
      ...lies,
      ...{ id: decision.id, case_number: decision.case, action, list: decision.data.list, at: decision.time },
    });
  }
  await upsert(tx, CASES, [...cases.values()]);
  await upsert(tx, DECIDED, rows);
  await tx.query(
    `UPDATE desk_item i SET open = false FROM jsonb_to_recordset($1::jsonb) AS d(list text, case_number text)
     WHERE i.open AND i.case_number = d.case_number AND i.list::text = d.list RETURNING 1`,
    JSON.stringify(read.map(({ decision }) => ({ list: decision.data.list, case_number: decision.case }))),
  );
}
