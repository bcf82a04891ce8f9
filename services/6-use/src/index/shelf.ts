import type { SqlDoor } from '@guidang/stream';
import { CUTTER } from './cutter.ts';
import type { Entry, PersonalEntry } from './entry.ts';
import type { People } from './people.ts';

/** The index as it is written. Every write is by case, so doing it twice is harmless. */
export interface Shelf {
  put(entry: Entry): Promise<void>;
  /**
   * Forgets the people of a case: names, marks of identity, and the salt, without which nobody can be recognised in the chain any more. What is known of the
   * case itself stays. A case that was forgotten is not remembered by indexing it again.
   * @returns whether there was such a case
   */
  forget(caseNumber: string, at: Date): Promise<boolean>;
  /** What cut the words of a case; undefined where it is not indexed. */
  cutterOf(caseNumber: string): Promise<string | undefined>;
}

export function shelfOver(door: SqlDoor, people: Pick<People, 'markOf'>): Shelf {
  return {
    put: (entry) =>
      door.together(async (one) => {
        const [row] = await putCase(one, entry);
        await one.query('DELETE FROM indexed_file WHERE case_number = $1', entry.case);
        await putFiles(one, entry);
        await one.query('DELETE FROM personal_entry WHERE case_number = $1', entry.case);
        if (entry.people && row!.forgotten === false) await putPeople(one, entry.case, entry.people, people);
      }),
    forget: (caseNumber, at) =>
      door.together(async (one) => {
        const known = await one.query(
          'UPDATE indexed_case SET forgotten_at = COALESCE(forgotten_at, $2::timestamptz) WHERE case_number = $1 RETURNING 1',
          caseNumber,
          at.toISOString(),
        );
        await one.query('DELETE FROM personal_entry WHERE case_number = $1', caseNumber);
        return known.length > 0;
      }),
    async cutterOf(caseNumber) {
      const [row] = await door.query<{ cutter: string }>(
        'SELECT cutter FROM indexed_case WHERE case_number = $1',
        caseNumber,
      );
      return row?.cutter;
    },
  };
}

const COLUMNS = [
  'case_number',
  'reference_code',
  'matter_code',
  'matter_name',
  'department_uscc',
  'department_name',
  'fonds',
  'region',
  'channel',
  'kind',
  'applicant_kind',
  'scheme_id',
  'scheme_version',
  'sharing',
  'received_at',
  'accepted_at',
  'closed_at',
  'year',
  'outcome',
  'package',
  'files',
  'text',
  'words',
  'cutter',
] as const;
/** Columns whose values travel as text and are something else. */
const TYPES: Partial<Record<(typeof COLUMNS)[number], string>> = {
  received_at: 'timestamptz',
  accepted_at: 'timestamptz',
  closed_at: 'timestamptz',
  words: 'tsvector',
};

function putCase(one: SqlDoor, entry: Entry): Promise<{ forgotten: boolean }[]> {
  const { head, closedAt, outcome, files } = entry.index;
  const values: unknown[] = [
    entry.case,
    entry.referenceCode,
    head.matter.code,
    head.matter.name,
    head.department.uscc,
    head.department.name,
    head.department.fonds,
    head.region,
    head.channel,
    head.kind,
    head.applicant.kind,
    head.scheme.id,
    head.scheme.version,
    entry.sharing,
    head.receivedAt,
    head.acceptedAt,
    closedAt,
    entry.year,
    outcome,
    entry.package,
    files.length,
    entry.text,
    entry.words,
    CUTTER,
  ];
  const places = COLUMNS.map((column, i) => `$${i + 1}${TYPES[column] ? `::text::${TYPES[column]}` : ''}`);
  const changes = COLUMNS.slice(1).map((column) => `${column} = EXCLUDED.${column}`);
  return one.query(
    `INSERT INTO indexed_case (${COLUMNS.join(', ')}) VALUES (${places.join(', ')})
     ON CONFLICT (case_number) DO UPDATE SET ${changes.join(', ')} RETURNING forgotten_at IS NOT NULL AS forgotten`,
    ...values,
  );
}

async function putFiles(one: SqlDoor, entry: Entry): Promise<void> {
  const { files } = entry.index;
  if (files.length === 0) return;
  await one.query(
    `INSERT INTO indexed_file (case_number, position, path, material, item, "group", title, content, size, puid)
     SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[])
     RETURNING 1`,
    entry.case,
    files.map((_, i) => i),
    files.map(({ path }) => path),
    files.map(({ material }) => material),
    files.map(({ item }) => item),
    files.map(({ group }) => group),
    files.map(({ title }) => title),
    files.map(({ content }) => content),
    files.map(({ size }) => size),
    files.map(({ puid }) => puid),
  );
}

async function putPeople(
  one: SqlDoor,
  caseNumber: string,
  { salt, text, words, people }: PersonalEntry,
  { markOf }: Pick<People, 'markOf'>,
): Promise<void> {
  await one.query(
    'INSERT INTO personal_entry (case_number, salt, text, words) VALUES ($1, $2, $3, $4::text::tsvector) RETURNING 1',
    caseNumber,
    salt,
    text,
    words,
  );
  for (const { role, name, identity } of people)
    await one.query(
      'INSERT INTO person (case_number, role, name, identity_type, identity) VALUES ($1, $2, $3, $4, $5) RETURNING 1',
      caseNumber,
      role,
      name,
      identity.type,
      markOf(identity),
    );
}
