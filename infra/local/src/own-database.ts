import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { readParts } from './parts-file.ts';
import { ROOT } from './paths.ts';
import { withClient } from './roles.ts';

/** A database for one test alone, with the tables of one service. */
export interface OwnDatabase {
  readonly url: string;
  /** Ends whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * Makes one from the service's migrations: what a service notes of topics belongs to those topics, and such a test has topics of its own.
 * @param folder of the service, e.g. `services/intake`
 */
export async function ownDatabase(folder: string): Promise<OwnDatabase> {
  const { host, port, database, superuser } = readParts().postgres;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const run = (where: string, statements: readonly string[]): Promise<void> =>
    withClient(new pg.Client({ host, port, database: where, ...superuser }), async (client) => {
      for (const sql of statements) await client.query(sql);
    });
  await run(database, [`CREATE DATABASE ${name}`]);
  await run(name, migrationsOf(`${ROOT}/${folder}/prisma/migrations`));
  return {
    url: `postgresql://${superuser.user}:${superuser.password}@${host}:${port}/${name}`,
    drop: () => run(database, [`DROP DATABASE ${name} WITH (FORCE)`]),
  };
}

const migrationsOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(`${folder}/${name}/migration.sql`, 'utf8'));
