import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { readParts } from './parts-file.ts';
import { ROOT } from './paths.ts';
import { withClient } from './roles.ts';
import type { Role } from './secrets.ts';

/** A database for one test alone, with the tables of one service. */
export interface OwnDatabase {
  readonly url: string;
  /** Ends whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * Makes one from the service's migrations: what a service notes of topics belongs to those topics, and such a test has topics of its own.
 * @param folder of the service, e.g. `services/intake`
 * @param role that owns it and goes in; absent: the superuser, whom row level security does not hold
 */
export async function ownDatabase(folder: string, role?: Role): Promise<OwnDatabase> {
  const { host, port, database, superuser, roles } = readParts().postgres;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const login = role === undefined ? superuser : { user: roles[role].user, password: roles[role].password };
  const run = (where: string, as: { user: string; password: string }, statements: readonly string[]): Promise<void> =>
    withClient(new pg.Client({ host, port, database: where, ...as }), async (client) => {
      for (const sql of statements) await client.query(sql);
    });
  await run(database, superuser, [`CREATE DATABASE ${name} OWNER ${login.user}`]);
  // Everywhere else a role finds its own schema by itself; here there is one schema alone.
  if (role !== undefined)
    await run(database, superuser, [`ALTER ROLE ${login.user} IN DATABASE ${name} SET search_path = public`]);
  await run(name, login, migrationsOf(`${ROOT}/${folder}/prisma/migrations`));
  return {
    url: `postgresql://${login.user}:${login.password}@${host}:${port}/${name}${role === undefined ? '' : '?schema=public'}`,
    drop: () => run(database, superuser, [`DROP DATABASE ${name} WITH (FORCE)`]),
  };
}

const migrationsOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(`${folder}/${name}/migration.sql`, 'utf8'));
