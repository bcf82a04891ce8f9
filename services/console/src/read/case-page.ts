import type { CaseLink, ProcessStep, Scheme } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import type {
  CasePage,
  MaterialState,
  PackageState,
  ProcessState,
  SchemeItemState,
  StoredCopy,
  UseState,
} from '../api/cases.ts';
import type { CaseRow } from '../fold/case.ts';
import type { FileRow, UseRow } from '../fold/traces.ts';
import { type DecidedRow, decidedOf } from './decided.ts';
import { findingsOf } from './findings.ts';
import { graphOf, type KeptLink } from './link-graph.ts';

interface LinkRow {
  topic: string;
  partition: number;
  offset: bigint;
  sha256: string;
  value: string;
}

export interface CasePorts {
  readonly sql: SqlDoor;
  readonly scheme: (id: string, version: number) => Promise<Scheme | null>;
}

/** Department of a case, by which rights are judged; undefined where there is no such case. */
export async function departmentOf(sql: SqlDoor, caseNumber: string): Promise<string | undefined> {
  const [row] = await sql.query<{ department_uscc: string }>(
    'SELECT department_uscc FROM case_view WHERE case_number = $1',
    caseNumber,
  );
  return row?.department_uscc;
}

/** Everything there is to see of a case; undefined where there is none. */
export async function casePage({ sql, scheme }: CasePorts, caseNumber: string): Promise<CasePage | undefined> {
  const [[found], linkRows, fileRows, useRows, decidedRows] = await Promise.all([
    sql.query<{ row: CaseRow }>('SELECT to_jsonb(c) AS row FROM case_view c WHERE case_number = $1', caseNumber),
    sql.query<LinkRow>(
      'SELECT topic, "partition", "offset", sha256, value FROM link_view WHERE case_number = $1',
      caseNumber,
    ),
    sql.query<{ row: FileRow }>('SELECT to_jsonb(f) AS row FROM file_view f WHERE case_number = $1', caseNumber),
    sql.query<{ row: UseRow }>(
      'SELECT to_jsonb(u) AS row FROM use_view u WHERE case_number = $1 ORDER BY at',
      caseNumber,
    ),
    sql.query<DecidedRow>(
      'SELECT topic, "partition", "offset", value FROM decided_view WHERE case_number = $1 ORDER BY "offset"',
      caseNumber,
    ),
  ]);
  if (found === undefined) return undefined;
  const { row } = found;
  const links = linkRows
    .map(({ topic, partition, offset, sha256, value }): KeptLink => {
      return { topic, partition, offset: Number(offset), sha256, link: JSON.parse(value) as CaseLink };
    })
    .sort((a, b) => a.link.time.localeCompare(b.link.time) || a.link.seq - b.link.seq);
  const files = fileRows.map((one) => one.row);
  return {
    case: row.case_number,
    matter: { code: row.matter_code, name: row.matter_name },
    department: { uscc: row.department_uscc, name: row.department_name, fonds: row.fonds },
    scheme: { id: row.scheme_id, version: row.scheme_version },
    ...{
      source: row.source,
      region: row.region,
      channel: row.channel,
      kind: row.kind,
      applicantKind: row.applicant_kind,
    },
    ...{ acceptedAt: row.accepted_at, promisedAt: row.promised_at, closedAt: row.closed_at, outcome: row.outcome },
    ...{ stage: row.stage, stageAt: row.stage_at, waitsFor: row.waits_for, round: row.round },
    ...{ missing: row.missing, missingSince: row.missing_since },
    ...{ referenceCode: row.reference_code, retention: row.retention, retainUntil: row.retain_until },
    items: itemsOf(await scheme(row.scheme_id, row.scheme_version), row.missing, files),
    materials: materialsOf(files),
    links: graphOf(links),
    findings: findingsOf(links),
    counts: row.findings,
    process: processOf(links),
    package: packageOf(links),
    copies: copiesOf(links),
    uses: useRows.map(({ row: use }) => useOf(use)),
    ...{ decided: decidedRows.map(decidedOf), series: row.series, endsAt: row.ends_at },
  };
}

const ORDER = ['form', 'application', 'process', 'result', 'countersignature'];

function materialsOf(files: readonly FileRow[]): MaterialState[] {
  const groups = Map.groupBy(files, ({ material }) => material);
  return [...groups]
    .map(([material, rows]): MaterialState => {
      const sorted = [...rows].sort((a, b) => a.position - b.position);
      const { title, item, group, state } = sorted[0]!;
      return {
        ...{ material, title, item, group, state },
        files: sorted.map(({ position, name, content, format, puid, size, pages, captured_at }) => ({
          ...{ position, name, content, format, puid, size, pages, capturedAt: captured_at },
        })),
      };
    })
    .sort(
      (a, b) =>
        Number(a.state === 'superseded') - Number(b.state === 'superseded') ||
        ORDER.indexOf(a.group) - ORDER.indexOf(b.group) ||
        a.files[0]!.capturedAt.localeCompare(b.files[0]!.capturedAt),
    );
}

function itemsOf(
  scheme: Scheme | null,
  missing: readonly string[],
  files: readonly FileRow[],
): SchemeItemState[] | null {
  if (scheme === null) return null;
  const answered = new Set(files.filter(({ state }) => state === 'in-force').map(({ item }) => item));
  return scheme.items.map(({ code, name, group, required }) => ({
    ...{ code, name, group, required, answered: answered.has(code), missing: missing.includes(code) },
  }));
}

function processOf(links: readonly KeptLink[]): ProcessState[] {
  return links.flatMap(({ link }) => (link.type === 'ProcessStepRecorded' ? [stepOf(link.body.step)] : []));
}

const stepOf = ({
  step,
  name,
  action,
  state,
  unit,
  person,
  opinion,
  startedAt,
  endedAt,
}: ProcessStep): ProcessState => ({
  ...{ step, name, action, state, unit: unit.name, post: person.post, opinion, startedAt, endedAt: endedAt ?? null },
});

function packageOf(links: readonly KeptLink[]): PackageState | null {
  const packed = links.map(({ link }) => link).find((link) => link.type === 'CasePackaged');
  if (packed === undefined) return null;
  const sealed = links.map(({ link }) => link).find((link) => link.type === 'CaseSealed');
  const { referenceCode, package: made, index } = packed.body;
  return {
    ...{ referenceCode, content: made.content, sm3: made.sm3, size: made.size, files: index.files.length },
    ...{ suite: sealed?.body.suite ?? null, manifest: sealed?.body.manifest ?? null },
    stampedBy: sealed?.facts.timestamp?.by.authority ?? sealed?.facts.national?.timestamp.by.authority ?? null,
  };
}

function copiesOf(links: readonly KeptLink[]): StoredCopy[] {
  const stored = links.map(({ link }) => link).find((link) => link.type === 'CaseStored');
  return (stored?.body.copies ?? []).map(({ place, bucket, key, versionId, sha256, size, lock }) => ({
    ...{ place, bucket, key, versionId, sha256, size, lockedUntil: lock.until },
  }));
}

const useOf = ({ at, account, role, purpose, title, result, pages }: UseRow): UseState => ({
  ...{ at, account, role, purpose, title, result, pages },
});
