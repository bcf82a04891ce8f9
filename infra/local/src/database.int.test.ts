import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readParts } from './parts-file.ts';
import { ROLES, type Role } from './secrets.ts';

const { postgres } = readParts();
const connect = async (role: Role): Promise<pg.Client> => {
  const { user, password } = postgres.roles[role];
  const client = new pg.Client({
    host: postgres.host,
    port: postgres.port,
    database: postgres.database,
    user,
    password,
  });
  await client.connect();
  return client;
};

const DENIED = { code: '42501' };

describe("a service's role in the database", () => {
  let capture: pg.Client;
  let check: pg.Client;

  beforeAll(async () => {
    [capture, check] = await Promise.all([connect('capture'), connect('check')]);
    await capture.query('CREATE TABLE IF NOT EXISTS capture.int_private (note text)');
  });

  afterAll(async () => {
    await capture.query('DROP TABLE capture.int_private');
    await Promise.all([capture.end(), check.end()]);
  });

  it('works in its own schema, which it need not name', async () => {
    await expect(capture.query('SELECT * FROM int_private')).resolves.toMatchObject({ rowCount: 0 });
  });

  it.each([
    ["read another's table", 'SELECT * FROM capture.int_private'],
    ["write into another's table", "INSERT INTO capture.int_private VALUES ('x')"],
    ["make a table in another's schema", 'CREATE TABLE capture.intruder (x int)'],
    ['make a table where everybody would see it', 'CREATE TABLE public.intruder (x int)'],
    ['make a schema', 'CREATE SCHEMA intruder'],
    ['make a role', 'CREATE ROLE intruder'],
  ])('may not %s', async (_, sql) => {
    await expect(check.query(sql)).rejects.toMatchObject(DENIED);
  });

  it('exists for every service that may keep tables, each with a password of its own', async () => {
    for (const role of ROLES) await connect(role).then((client) => client.end());
    expect(new Set(ROLES.map((role) => postgres.roles[role].password)).size).toBe(ROLES.length);
  });

  it('is not let in with a wrong password', async () => {
    const client = new pg.Client({
      ...postgres.roles.capture,
      host: postgres.host,
      port: postgres.port,
      database: postgres.database,
      password: 'wrong',
    });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('finds words by parts of them in Chinese', async () => {
    const { rows } = await check.query<{ found: string[] }>("SELECT pg_catalog.show_trgm('虎门镇') AS found");
    expect(rows[0]!.found.length).toBeGreaterThan(0);
  });
});
