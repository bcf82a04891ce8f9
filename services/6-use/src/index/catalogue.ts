import type { SqlDoor } from '@guidang/stream';
import { cut, folded, SHORTEST_PART } from './cutter.ts';
import { queryOf } from './vector.ts';

/** A case among others that were found. */
export interface Found {
  readonly case: string;
  readonly referenceCode: string;
  readonly matter: string;
  readonly department: string;
  readonly closedAt: string;
  readonly outcome: string;
  readonly files: number;
  /** materials whose names hold what was looked for, at most five */
  readonly materials: readonly string[];
}

export interface CaseEntry extends Omit<Found, 'materials' | 'files'> {
  readonly matterCode: string;
  readonly departmentUscc: string;
  readonly fonds: string;
  readonly region: string;
  readonly channel: string;
  readonly kind: string;
  readonly applicantKind: string;
  readonly scheme: { readonly id: string; readonly version: number };
  readonly sharing: string | null;
  readonly receivedAt: string;
  readonly acceptedAt: string;
  readonly year: number;
  readonly package: string;
  readonly forgottenAt: string | null;
  readonly people: readonly { readonly role: string; readonly name: string }[];
  /** what the metadata of a package from elsewhere says; told to archivists alone, and empty of cases */
  readonly described: readonly { readonly zh: string; readonly value: string }[];
  readonly files: readonly IndexedFileEntry[];
}
export interface IndexedFileEntry {
  readonly path: string;
  readonly material: string;
  readonly item: string | null;
  readonly group: string;
  readonly title: string;
  readonly content: string;
  readonly size: number;
  readonly puid: string | null;
}

/** The index as it is read; names of people are found by those who may see everything alone. */
export interface Catalogue {
  /**
   * Cases in which every term is found, as words or as a part of a name or code; the one whose code it is first, then the newest.
   * @param query terms with spaces between
   * @param page from 1
   */
  search(query: string, page: number): Promise<{ total: number; found: Found[] }>;
  entry(caseNumber: string): Promise<CaseEntry | undefined>;
}

export const PAGE = 20;
/** A term that is found in more cases is common: they are met soon by walking along their order. */
const MOST_RARE = 2_000;
/** As far as anybody pages: what is found beyond is not counted. */
export const MOST_COUNTED = 10_000;
const MOST_TERMS = 8;
const PATIENCE_MS = 5_000;

/** A time as contracts write it, whatever zone the connection is in. */
const utc = (column: string, as: string): string =>
  `to_char(c.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${as}"`;

const FOUND = `c.case_number AS "case", c.reference_code AS "referenceCode", c.matter_name AS matter, c.department_name AS department,
  ${utc('closed_at', 'closedAt')}, c.outcome`;

export const catalogueOver = (door: SqlDoor): Catalogue => ({
  async search(query, page) {
    const terms = termsOf(query);
    if (terms.length === 0) return { total: 0, found: [] };
    return door.together(async (one) => {
      // What is looked for may be a part of nearly everything; nobody waits for that longer than this.
      await one.query(`SELECT set_config('statement_timeout', $1, true)`, String(PATIENCE_MS));
      const rows = await one.query<Omit<Found, 'materials'> & { total: number }>(
        `SELECT ${FOUND}, c.files, f.total
         FROM use_found($1::text[], $2::text[], $3, ${PAGE}, $4::int, ${MOST_RARE}, ${MOST_COUNTED}) WITH ORDINALITY AS f(case_number, total, place)
         JOIN indexed_case c USING (case_number) ORDER BY f.place`,
        terms.map(partOf),
        terms.map((term) => term.words ?? null),
        folded(query.trim()),
        (page - 1) * PAGE,
      );
      const materials = await materialsOf(
        one,
        rows.map((row) => row.case),
        terms,
      );
      return {
        total: rows[0]?.total ?? 0,
        found: rows.map(({ total: _, ...row }) => ({ ...row, materials: materials.get(row.case) ?? [] })),
      };
    });
  },

  async entry(caseNumber) {
    const [row] = await door.query<
      Omit<CaseEntry, 'people' | 'described' | 'files' | 'scheme'> & { schemeId: string; schemeVersion: number }
    >(
      `SELECT ${FOUND}, c.matter_code AS "matterCode", c.department_uscc AS "departmentUscc", c.fonds, c.region, c.channel, c.kind,
         c.applicant_kind AS "applicantKind", c.scheme_id AS "schemeId", c.scheme_version AS "schemeVersion", c.sharing,
         ${utc('received_at', 'receivedAt')}, ${utc('accepted_at', 'acceptedAt')}, c.year, c.package,
         ${utc('forgotten_at', 'forgottenAt')}
       FROM indexed_case c WHERE c.case_number = $1`,
      caseNumber,
    );
    if (row === undefined) return undefined;
    const { schemeId, schemeVersion, ...rest } = row;
    return {
      ...rest,
      scheme: { id: schemeId, version: schemeVersion },
      people: await door.query('SELECT role, name FROM person WHERE case_number = $1 ORDER BY role', caseNumber),
      described: await door.query(
        'SELECT zh, value FROM described_value WHERE case_number = $1 ORDER BY position',
        caseNumber,
      ),
      files: await door.query(
        `SELECT path, material, item, "group", title, content, size::float8 AS size, puid FROM indexed_file
         WHERE case_number = $1 ORDER BY position`,
        caseNumber,
      ),
    };
  },
});

interface Term {
  /** tsquery; undefined where there is no word in it */
  readonly words: string | undefined;
  /** LIKE pattern */
  readonly like: string;
  /** too short for trigrams: looked for among the words alone, which hold characters and pairs of names and titles */
  readonly short: boolean;
}

const termsOf = (query: string): Term[] =>
  folded(query)
    .split(/\s+/)
    .filter((term) => term !== '')
    .slice(0, MOST_TERMS)
    .map((term) => ({
      words: queryOf(cut(term)),
      like: `%${term.replace(/[\\%_]/g, '\\$&')}%`,
      short: [...term].length < SHORTEST_PART,
    }));

/** What is looked for as a part of a name, of the case or of the people in it; null where words alone are. */
const partOf = ({ words, like, short }: Term): string | null => (short && words !== undefined ? null : like);

async function materialsOf(one: SqlDoor, cases: string[], terms: readonly Term[]): Promise<Map<string, string[]>> {
  if (cases.length === 0) return new Map();
  const rows = await one.query<{ case: string; titles: string[] }>(
    `SELECT f.case_number AS "case", (array_agg(DISTINCT f.title))[1:5] AS titles FROM indexed_file f
     WHERE f.case_number = ANY($1::text[]) AND lower(f.title) LIKE ANY($2::text[]) GROUP BY f.case_number`,
    cases,
    terms.map(({ like }) => like),
  );
  return new Map(rows.map((row) => [row.case, row.titles]));
}
