import type { CaseLink } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import { type CaseRow, foldCase, isOfCase } from '../fold/case.ts';
import { type FileRow, type OpenFindingRow, type Traces, tracesOf } from '../fold/traces.ts';
import { type Table, upsert } from './upsert.ts';

/** A link as it lies in its topic. */
export interface ReadLink {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The broker's clock, milliseconds since 1970. */
  readonly timestamp: number;
  readonly sha256: string;
  readonly value: string;
  readonly link: CaseLink;
}

export const CASES: Table = {
  name: 'case_view',
  key: ['case_number'],
  columns: [
    ...['matter_code', 'matter_name', 'department_uscc', 'department_name', 'fonds', 'region', 'channel', 'kind'],
    ...[
      'applicant_kind',
      'source',
      'scheme_id',
      'scheme_version',
      'accepted_at',
      'promised_at',
      'closed_at',
      'outcome',
    ],
    ...['year', 'stage', 'stage_at', 'waits_for', 'missing', 'missing_since', 'round', 'findings', 'reference_code'],
    ...['category', 'retention', 'retain_until', 'package', 'package_size', 'places', 'uses', 'steps', 'text'],
    ...['stored_at', 'looked_at', 'inspection', 'ends_at', 'prolonged', 'disposal', 'series'],
    // Counted from the files once these are kept; a row that is new begins with none.
    ...['materials', 'files', 'bytes'],
  ],
};
const LINKS: Table = {
  name: 'link_view',
  key: ['topic', 'partition', 'offset'],
  columns: ['case_number', 'step', 'seq', 'type', 'sha256', 'at', 'value'],
};
const FILES: Table = {
  name: 'file_view',
  key: ['case_number', 'material', 'position'],
  columns: ['content', 'name', 'title', 'item', 'group', 'puid', 'format', 'size', 'pages', 'state', 'captured_at'],
};
const FINDINGS: Table = {
  name: 'open_finding',
  key: ['case_number', 'key'],
  columns: [
    ...['department_uscc', 'item', 'object', 'code', 'outcome', 'level', 'evidence', 'persons', 'accepted'],
    ...['accepted_by', 'why', 'since'],
  ],
};
const REFUSALS: Table = {
  name: 'refusal',
  key: ['link', 'position'],
  columns: ['case_number', 'department_uscc', 'step', 'code', 'item', 'at'],
};
const USES: Table = {
  name: 'use_view',
  key: ['link'],
  columns: [
    ...['case_number', 'department_uscc', 'account', 'role', 'purpose', 'path', 'title', 'copy_id', 'pages', 'result'],
    'at',
  ],
};
const INSPECTIONS: Table = {
  name: 'inspection_view',
  key: ['link'],
  columns: ['case_number', 'department_uscc', 'at', 'outcome', 'damaged', 'copies', 'counts', 'findings'],
};

/** Folds the links of one topic into the read model. Links that are kept already are passed over, so that reading twice is harmless. */
export async function saveLinks(tx: SqlDoor, read: readonly ReadLink[]): Promise<void> {
  const links = await notKeptYet(tx, read);
  if (links.length === 0) return;
  const cases = await casesOf(
    tx,
    links.map(({ link }) => link.case),
  );
  const traces: { of: ReadLink; traces: Traces }[] = [];
  for (const one of links) {
    if (isOfCase(one.link)) cases.set(one.link.case, foldCase(cases.get(one.link.case), one.link));
    traces.push({ of: one, traces: tracesOf(one.link) });
  }
  await upsert(tx, CASES, [...cases.values()]);
  await upsert(tx, LINKS, links.map(linkRow));
  await saveFiles(tx, traces);
  await saveFindings(tx, traces);
  const departmentOf = (caseNumber: string): string => cases.get(caseNumber)?.department_uscc ?? '';
  await upsert(
    tx,
    REFUSALS,
    traces.flatMap(({ of, traces: { refusals } }) =>
      refusals.map((row) => ({ ...row, link: of.sha256, department_uscc: departmentOf(row.case_number) })),
    ),
  );
  await upsert(
    tx,
    USES,
    traces.flatMap(({ of, traces: { use } }) =>
      use ? [{ ...use, link: of.sha256, department_uscc: departmentOf(use.case_number) }] : [],
    ),
  );
  await upsert(
    tx,
    INSPECTIONS,
    traces.flatMap(({ of, traces: { inspection } }) =>
      inspection ? [{ ...inspection, link: of.sha256, department_uscc: departmentOf(inspection.case_number) }] : [],
    ),
  );
}

async function notKeptYet(tx: SqlDoor, read: readonly ReadLink[]): Promise<ReadLink[]> {
  const [first] = read;
  if (first === undefined) return [];
  const kept = await tx.query<{ offset: bigint }>(
    'SELECT "offset" FROM link_view WHERE topic = $1 AND "partition" = $2 AND "offset" >= $3 AND "offset" <= $4',
    ...[first.topic, first.partition, first.offset, read.at(-1)!.offset],
  );
  const known = new Set(kept.map(({ offset }) => Number(offset)));
  return read.filter(({ offset }) => !known.has(offset));
}

/** Rows of these cases, held until the transaction ends. */
export async function casesOf(tx: SqlDoor, numbers: readonly string[]): Promise<Map<string, CaseRow>> {
  const rows = await tx.query<{ row: CaseRow }>(
    'SELECT to_jsonb(c) AS row FROM case_view c WHERE case_number = ANY($1::text[]) FOR UPDATE',
    [...new Set(numbers)],
  );
  return new Map(rows.map(({ row }) => [row.case_number, row]));
}

const linkRow = ({ topic, partition, offset, sha256, value, link }: ReadLink): object => ({
  ...{ topic, partition, offset, case_number: link.case, step: link.step, seq: link.seq, type: link.type, sha256 },
  ...{ at: link.time, value },
});

async function saveFiles(tx: SqlDoor, traces: readonly { of: ReadLink; traces: Traces }[]): Promise<void> {
  const rows = new Map<string, FileRow>();
  const gone: { case_number: string; material: string }[] = [];
  for (const { of, traces: one } of traces) {
    if (one.superseded !== null) gone.push({ case_number: of.link.case, material: one.superseded });
    for (const row of one.files) rows.set(`${row.case_number}\n${row.material}\n${row.position}`, row);
  }
  if (rows.size === 0 && gone.length === 0) return;
  await upsert(tx, FILES, [...rows.values()]);
  await tx.query(
    `UPDATE file_view f SET state = 'superseded'
     FROM jsonb_to_recordset($1::jsonb) AS g(case_number text, material text)
     WHERE f.case_number = g.case_number AND f.material = g.material RETURNING 1`,
    JSON.stringify(gone),
  );
  await tx.query(
    `UPDATE case_view c SET materials = n.materials, files = n.files, bytes = n.bytes
     FROM (SELECT case_number, count(DISTINCT material) AS materials, count(*) AS files, sum(size) AS bytes
           FROM file_view WHERE case_number = ANY($1::text[]) AND state = 'in-force' GROUP BY case_number) n
     WHERE c.case_number = n.case_number RETURNING 1`,
    [...new Set([...rows.values(), ...gone].map(({ case_number }) => case_number))],
  );
}

async function saveFindings(tx: SqlDoor, traces: readonly { of: ReadLink; traces: Traces }[]): Promise<void> {
  const cases = [...new Set(traces.filter(({ traces: t }) => t.open ?? t.resolved).map(({ of }) => of.link.case))];
  if (cases.length === 0) return;
  const kept = await tx.query<{ row: OpenFindingRow }>(
    'SELECT to_jsonb(f) AS row FROM open_finding f WHERE case_number = ANY($1::text[])',
    cases,
  );
  const open = new Map(kept.map(({ row }) => [`${row.case_number}\n${row.key}`, row]));
  for (const { of, traces: one } of traces) {
    const caseNumber = of.link.case;
    if (one.open !== undefined) {
      for (const name of open.keys()) if (name.startsWith(`${caseNumber}\n`)) open.delete(name);
      for (const row of one.open) open.set(`${caseNumber}\n${row.key}`, row);
    }
    if (one.resolved === null) continue;
    const name = `${caseNumber}\n${one.resolved.key}`;
    const row = open.get(name);
    if (row === undefined) continue;
    if (one.resolved.settled) open.delete(name);
    else
      open.set(name, { ...row, accepted: one.resolved.accepted, accepted_by: [...row.accepted_by, one.resolved.by] });
  }
  await tx.query('DELETE FROM open_finding WHERE case_number = ANY($1::text[]) RETURNING 1', cases);
  await upsert(tx, FINDINGS, [...open.values()]);
}
