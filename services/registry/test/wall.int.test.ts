import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { DEPARTMENTS } from '@guidang/lab/people';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const OWN = DEPARTMENTS.health.uscc;
const OTHER = DEPARTMENTS.land.uscc;
const OTHER_CODE = `${OTHER}3440111004000`;

let database: OwnDatabase;
let sql: pg.Client;

/** What a statement comes to for whoever has this scope, with PostgreSQL's own client and none of our code between. Nothing of it lasts. */
async function as(scope: string | null, statement: string): Promise<number | string> {
  await sql.query('BEGIN');
  try {
    if (scope !== null) await sql.query("SELECT set_config('guidang.scope', $1, true)", [scope]);
    return (await sql.query(statement)).rowCount ?? 0;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await sql.query('ROLLBACK');
  }
}

const TAIL = 'version, changed_at, changed_by';
const NOW = '1, now(), NULL';
const insertMatter = (department: string, code: string): string =>
  `INSERT INTO matter (code, name, type, department, applicants, kind, active, extra, ${TAIL}) VALUES ('${code}', 'x', '01', '${department}', '{1}', '2', true, '{}', ${NOW})`;
const insertDraft = (department: string): string =>
  `INSERT INTO draft (id, scheme_id, matter, department, state, content, owner, comment, created_at, ${TAIL}) VALUES (gen_random_uuid()::text, 's', '${OTHER_CODE}', '${department}', 'drafted', '{}', 'x', '', now(), ${NOW})`;
const insertCase = (department: string): string =>
  `INSERT INTO past_case VALUES (gen_random_uuid()::text, 'm', '${department}', 's', 1, 1, now(), 0, 0, '{}')`;

beforeAll(async () => {
  // In the service's own role, which owns the tables: row level security holds for the owner as well.
  database = await ownDatabase('services/registry', 'registry');
  sql = new pg.Client({ connectionString: database.url.replace(/\?.*/, '') });
  await sql.connect();
  await sql.query('BEGIN');
  await sql.query("SELECT set_config('guidang.scope', '*', true)");
  for (const [id, fonds] of [
    [OWN, 'J031'],
    [OTHER, 'J047'],
  ])
    await sql.query(
      `INSERT INTO department (id, kind, name, fonds, position, active, ${TAIL}) VALUES ('${id}', 'unit', 'x', '${fonds}', 0, true, ${NOW})`,
    );
  await sql.query(insertMatter(OTHER, OTHER_CODE));
  await sql.query(insertDraft(OTHER));
  await sql.query(insertCase(OTHER));
  await sql.query(
    `INSERT INTO defaults (scope, content, ${TAIL}) VALUES ('${OTHER}', '{}', ${NOW}), ('city', '{}', ${NOW})`,
  );
  await sql.query(
    `INSERT INTO person (account, issuer, subject, name, active, ${TAIL}) VALUES ('p', 'i', 's', 'x', true, ${NOW})`,
  );
  await sql.query('COMMIT');
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

/** SQLSTATE of a row that a policy does not let in. */
const REFUSED = '42501';

describe('a direct connection that says it is of another department', () => {
  it.each<[string, string, number | string]>([
    ['sees no drafts', 'SELECT 1 FROM draft', 0],
    ['sees no past cases', 'SELECT 1 FROM past_case', 0],
    ['sees no people', 'SELECT 1 FROM person', 0],
    ['changes no matter', "UPDATE matter SET name = 'y'", 0],
    ['takes no matter over', `UPDATE matter SET department = '${OWN}'`, 0],
    ['drops no draft', 'DELETE FROM draft', 0],
    ['drops no past case', 'DELETE FROM past_case', 0],
    ['changes no defaults, not those of the city either', 'UPDATE defaults SET content = \'{"x":1}\'', 0],
    ['changes no department', "UPDATE department SET name = 'y'", 0],
    ['makes no matter there', insertMatter(OTHER, `${OTHER}3440111005000`), REFUSED],
    ['makes no draft there', insertDraft(OTHER), REFUSED],
    [
      'makes no person',
      `INSERT INTO person (account, issuer, subject, name, active, ${TAIL}) VALUES ('q', 'i', 't', 'x', true, ${NOW})`,
      REFUSED,
    ],
    [
      'turns the wall down for nobody: the role may not pass by it',
      'SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolbypassrls OR rolsuper)',
      0,
    ],
  ])('%s', async (_, statement, expected) => {
    expect(await as(OWN, statement)).toBe(expected);
  });

  it.each<[string, string | null, string, number]>([
    ['whoever says nothing sees nothing', null, 'SELECT 1 FROM draft', 0],
    ['nor does whoever says an empty word', '', 'SELECT 1 FROM draft', 0],
    ['a scope that only begins like it is another one', OTHER.slice(0, 17), 'SELECT 1 FROM draft', 0],
    ['in its own department it sees its own', OTHER, 'SELECT 1 FROM draft', 1],
    ['also beside others', `${OWN},${OTHER}`, 'SELECT 1 FROM past_case', 1],
    ['and changes its own', OTHER, "UPDATE matter SET name = 'y'", 1],
  ])('%s', async (_, scope, statement, expected) => {
    expect(await as(scope, statement)).toBe(expected);
  });

  it('every table that names a department is behind the wall, also those that will come', async () => {
    const { rows } = await sql.query<{ table_name: string }>(
      `SELECT DISTINCT c.table_name FROM information_schema.columns c JOIN pg_class t ON t.relname = c.table_name AND t.relkind = 'r'
       WHERE c.table_schema = 'public' AND c.column_name = 'department' AND NOT (t.relrowsecurity AND t.relforcerowsecurity)`,
    );
    // What is published is for everybody, and the log is searched by whoever may read all of it.
    expect(rows.map((row) => row.table_name).sort()).toEqual(['access_log', 'scheme']);
  });
});
