import { isReceivedNumber, type PackageIndex } from '@guidang/contracts';
import type { SqlDoor } from '@guidang/stream';
import { CUTTER } from './cutter.ts';
import type { Entry, PersonalEntry } from './entry.ts';
import type { People } from './people.ts';
import type { ReceivedEntry } from './received-entry.ts';

/** The index as it is written. Every write is by case, so doing it twice is harmless. */
export interface Shelf {
  put(entry: Entry | ReceivedEntry): Promise<void>;
  /**
   * Forgets the people of a case: names, marks of identity, and the salt, without which nobody can be recognised in the chain any more; of a package from elsewhere what its metadata says and the names of its files. What is known of the
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
        await putFiles(one, entry.case, filesOf(entry, row!.forgotten));
        await one.query('DELETE FROM described_value WHERE case_number = $1', entry.case);
        await one.query('DELETE FROM personal_entry WHERE case_number = $1', entry.case);
        if (row!.forgotten) return;
        if (isReceived(entry)) await putDescribed(one, entry);
        if (entry.people) await putPeople(one, entry.case, entry.people, people);
      }),
    forget: (caseNumber, at) =>
      door.together(async (one) => {
        const known = await one.query(
          'UPDATE indexed_case SET forgotten_at = COALESCE(forgotten_at, $2::timestamptz) WHERE case_number = $1 RETURNING 1',
          caseNumber,
          at.toISOString(),
        );
        await one.query('DELETE FROM personal_entry WHERE case_number = $1', caseNumber);
        await one.query('DELETE FROM described_value WHERE case_number = $1', caseNumber);
        if (isReceivedNumber(caseNumber))
          await one.query('UPDATE indexed_file SET title = path WHERE case_number = $1 RETURNING 1', caseNumber);
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

const isReceived = (entry: Entry | ReceivedEntry): entry is ReceivedEntry => 'received' in entry;

/** What stands in the columns of a package from elsewhere that speak of cases: nothing, or that it is one. Shared with nobody. */
const NO_CASE = { matter_code: '', fonds: '', region: '', channel: '', applicant_kind: '', scheme_version: 0 };

function rowOf(entry: Entry | ReceivedEntry): Record<(typeof COLUMNS)[number], unknown> {
  const common = {
    ...{ case_number: entry.case, reference_code: entry.referenceCode, year: entry.year, package: entry.package },
    ...{ text: entry.text, words: entry.words, cutter: CUTTER },
  };
  if (isReceived(entry)) {
    const { at, sender, profile } = entry.received;
    return {
      ...{ ...common, ...NO_CASE, files: entry.files.length, matter_name: '移交接收', kind: 'received' },
      ...{ department_uscc: sender ?? '', department_name: sender ?? '移交单位未注明', scheme_id: profile },
      ...{ sharing: 'none', received_at: at, accepted_at: at, closed_at: at, outcome: 'received' },
    };
  }
  const { head, closedAt, outcome, files } = entry.index;
  return {
    ...{
      ...common,
      files: files.length,
      matter_code: head.matter.code,
      matter_name: head.matter.name,
      kind: head.kind,
    },
    ...{ department_uscc: head.department.uscc, department_name: head.department.name, fonds: head.department.fonds },
    ...{ region: head.region, channel: head.channel, applicant_kind: head.applicant.kind, sharing: entry.sharing },
    ...{ scheme_id: head.scheme.id, scheme_version: head.scheme.version, closed_at: closedAt, outcome },
    ...{ received_at: head.receivedAt, accepted_at: head.acceptedAt },
  };
}

function putCase(one: SqlDoor, entry: Entry | ReceivedEntry): Promise<{ forgotten: boolean }[]> {
  const row = rowOf(entry);
  const values = COLUMNS.map((column) => row[column]);
  const places = COLUMNS.map((column, i) => `$${i + 1}${TYPES[column] ? `::text::${TYPES[column]}` : ''}`);
  const changes = COLUMNS.slice(1).map((column) => `${column} = EXCLUDED.${column}`);
  return one.query(
    `INSERT INTO indexed_case (${COLUMNS.join(', ')}) VALUES (${places.join(', ')})
     ON CONFLICT (case_number) DO UPDATE SET ${changes.join(', ')} RETURNING forgotten_at IS NOT NULL AS forgotten`,
    ...values,
  );
}

type FileRow = Omit<PackageIndex['files'][number], 'content'> & { readonly content: string };

/** @param forgotten names of files are what is forgotten of a package from elsewhere */
function filesOf(entry: Entry | ReceivedEntry, forgotten: boolean): readonly FileRow[] {
  if (!isReceived(entry)) return entry.index.files;
  return entry.files.map((file) => ({
    ...{ ...file, material: 'package', item: null, group: 'received' as FileRow['group'] },
    title: forgotten ? file.path : file.title,
  }));
}

async function putFiles(one: SqlDoor, caseNumber: string, files: readonly FileRow[]): Promise<void> {
  if (files.length === 0) return;
  await one.query(
    `INSERT INTO indexed_file (case_number, position, path, material, item, "group", title, content, size, puid)
     SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[])
     RETURNING 1`,
    caseNumber,
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

async function putDescribed(one: SqlDoor, { case: number, described }: ReceivedEntry): Promise<void> {
  if (described.length === 0) return;
  await one.query(
    `INSERT INTO described_value (case_number, position, element, zh, value)
     SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::text[]) RETURNING 1`,
    number,
    described.map((_, i) => i),
    described.map(({ element }) => element),
    described.map(({ zh }) => zh),
    described.map(({ value }) => value),
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
