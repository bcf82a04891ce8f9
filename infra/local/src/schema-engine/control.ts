import pg from 'pg';
import { addressOf, maintenance } from './address.ts';

/** The engine's commands about a database as a whole. @throws PostgreSQL's error, whose code the caller translates */
export async function control(command: string, url: string | undefined): Promise<void> {
  if (url === undefined) throw new Error(`${command} needs a datasource`);
  const address = addressOf(url);
  const name = pg.escapeIdentifier(address.database);
  if (command === 'can-connect-to-database') return query(address.url, 'SELECT 1');
  if (command === 'create-database') return query(maintenance(address), `CREATE DATABASE ${name}`);
  if (command === 'drop-database') return query(maintenance(address), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  throw new Error(`unknown command: ${command}`);
}

export async function query(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
