import type { Scope } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import type { ArrangedGroup, ArrangementView } from '../api/arrangement.ts';
import type { SchemeArrangements } from '../arrange/book.ts';
import { wouldBe, wouldBeAround } from '../arrange/would-be.ts';
import { OPEN_ITEM } from '../desk/standing.ts';

export interface ArrangementWanted {
  readonly department?: string | undefined;
  readonly year?: number | undefined;
  readonly matter?: string | undefined;
  /** A scheme, and the version of it that its packages are compared with; without a version, the newest. */
  readonly scheme?: string | undefined;
  readonly target?: number | undefined;
  readonly show: 'differing' | 'all';
}

interface GroupRow {
  scheme_id: string;
  scheme_version: number;
  fonds: string;
  department_uscc: string;
  department_name: string;
  matter_code: string;
  matter_name: string;
  year: number;
  /** as it was archived: the 档号 says so, whatever it is kept for since */
  retention: string;
  /** as it counts now */
  counts: string;
  was: string;
  packages: bigint;
  files: bigint;
  bytes: bigint;
}

/** 档号 without its 件号, as a package counts now: what stands before its last hyphen. */
const SERIES =
  "coalesce(c.series, left(c.reference_code, length(c.reference_code) - position('-' in reverse(c.reference_code))))";
const COUNTS = 'coalesce(c.prolonged, c.retention)';
/** What can be arranged anew: what is packaged and stored, as far as both is read, neither to be destroyed nor held by a list. */
const FREE = `case_view c ${OPEN_ITEM} WHERE c.looked_at IS NOT NULL AND c.reference_code IS NOT NULL AND i.list IS NULL AND c.disposal IS DISTINCT FROM 'destroy'`;
const MOST_GROUPS = 500;

/** Archived packages in groups of fonds, year, class and retention, each beside what the newest (or a chosen) version of its scheme would make of it. */
export async function arrangement(
  sql: SqlDoor,
  book: Pick<SchemeArrangements, 'of' | 'newest' | 'versionsOf'>,
  wanted: ArrangementWanted,
  scope: Scope,
): Promise<ArrangementView> {
  const rows = await sql.query<GroupRow>(
    `SELECT c.scheme_id, c.scheme_version, any_value(c.fonds) AS fonds, c.department_uscc, any_value(c.department_name) AS department_name, any_value(c.matter_code) AS matter_code,
            any_value(c.matter_name) AS matter_name, c.year, c.retention, ${COUNTS} AS counts, ${SERIES} AS was, count(*) AS packages,
            sum(c.files) AS files, coalesce(sum(c.package_size), 0) AS bytes
     FROM ${FREE} AND ($1::text[] IS NULL OR c.department_uscc = ANY($1::text[])) AND ($2::text IS NULL OR c.department_uscc = $2::text)
       AND ($3::int IS NULL OR c.year = $3::int) AND ($4::text IS NULL OR c.matter_code = $4::text) AND ($5::text IS NULL OR c.scheme_id = $5::text)
     GROUP BY c.scheme_id, c.scheme_version, c.department_uscc, c.year, c.retention, counts, was ORDER BY fonds, c.year DESC, was`,
    ...[scope === 'city' ? null : [...scope], wanted.department ?? null, wanted.year ?? null],
    ...[wanted.matter ?? null, wanted.scheme ?? null],
  );
  const groups = rows.map((row) => groupOf(row, book, wanted));
  const differing = groups.filter(({ differs }) => differs);
  const sum = (of: readonly ArrangedGroup[]): number => of.reduce((all, { packages }) => all + packages, 0);
  const shown = wanted.show === 'all' ? groups : differing;
  const schemes = new Map(groups.map(({ scheme, matter }) => [scheme.id, matter.name]));
  return {
    ...{ total: sum(groups), differing: sum(differing) },
    ...{ groups: shown.slice(0, MOST_GROUPS), groupsInAll: shown.length },
    schemes: [...schemes]
      .map(([id, matter]) => ({ id, matter, versions: book.versionsOf(id) }))
      .filter(({ versions }) => versions.length > 1)
      .slice(0, MOST_GROUPS),
  };
}

function groupOf(
  row: GroupRow,
  book: Pick<SchemeArrangements, 'of' | 'newest'>,
  { scheme, target }: ArrangementWanted,
): ArrangedGroup {
  const chosen = target !== undefined && scheme === row.scheme_id ? book.of(row.scheme_id, target) : undefined;
  const other = chosen ?? book.newest(row.scheme_id);
  const would = other === undefined ? null : wouldBe(other, row.year, row.retention);
  return {
    ...{ scheme: { id: row.scheme_id, version: row.scheme_version }, target: other?.version ?? null, fonds: row.fonds },
    ...{ department: row.department_name, departmentUscc: row.department_uscc, year: row.year },
    ...{ matter: { code: row.matter_code, name: row.matter_name }, retention: row.counts, archivedFor: row.retention },
    ...{ was: row.was, would },
    classNames: other?.classNames ?? [],
    // Kept on by a list is no change of the scheme.
    otherRetention:
      other === undefined || [row.counts, row.retention].includes(other.retention) ? null : other.retention,
    // What was archived by a later version is not gone back with.
    differs: would !== null && other!.version > row.scheme_version && would !== row.was,
    ...{ packages: Number(row.packages), files: Number(row.files), bytes: Number(row.bytes) },
  };
}

/** A rule: packages archived under a scheme, before a version of it, narrowed by what a group of them has in common. */
export interface ArrangementRule {
  readonly scheme: string;
  readonly target: number;
  /** Version they were archived under. */
  readonly version?: number | undefined;
  readonly was?: string | undefined;
  readonly year?: number | undefined;
  readonly department?: string | undefined;
  /** 保管期限 as it counts, and as they were archived. */
  readonly retention?: string | undefined;
  readonly archivedFor?: string | undefined;
}

/** Packages that a rule finds, and where each would count; those that would count where they do are left out. One more than may be proposed at once where there are too many. */
export async function foundBy(
  sql: SqlDoor,
  book: Pick<SchemeArrangements, 'of'>,
  { scheme, target, version, was, year, department, retention, archivedFor }: ArrangementRule,
  scope: Scope,
  most: number,
): Promise<ReadonlyMap<string, string>> {
  const other = book.of(scheme, target);
  if (other === undefined) return new Map();
  const { before, after } = wouldBeAround(other);
  const would = "$9::text || c.year || '·' || c.retention || $10::text";
  const rows = await sql.query<{ case_number: string; would: string }>(
    `SELECT c.case_number, ${would} AS would
     FROM ${FREE} AND c.scheme_id = $1 AND c.scheme_version < $2 AND ${SERIES} <> ${would}
       AND ($3::text[] IS NULL OR c.department_uscc = ANY($3::text[])) AND ($4::text IS NULL OR ${SERIES} = $4::text)
       AND ($5::int IS NULL OR c.year = $5::int) AND ($6::text IS NULL OR c.department_uscc = $6::text)
       AND ($7::int IS NULL OR c.scheme_version = $7::int) AND ($8::text IS NULL OR ${COUNTS} = $8::text) AND ($11::text IS NULL OR c.retention = $11::text)
     ORDER BY c.reference_code LIMIT ${most + 1}`,
    ...[scheme, target, scope === 'city' ? null : [...scope], was ?? null, year ?? null, department ?? null],
    ...[version ?? null, retention ?? null, before, after, archivedFor ?? null],
  );
  return new Map(rows.map(({ case_number, would }) => [case_number, would]));
}
