import type pg from 'pg';
import { adminClient, DATABASE } from './parts/postgres.ts';
import type { Ports } from './ports.ts';
import { ROLES, type Role, secrets } from './secrets.ts';

/**
 * The database, and in it one schema per service that belongs to the service's own role. Nobody has rights on another's
 * schema, and nobody may create anything in `public`. Doing it twice is harmless.
 */
export async function furnishDatabase(ports: Ports): Promise<void> {
  await withClient(adminClient(ports.postgres, 'postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
  });
  await withClient(adminClient(ports.postgres), async (client) => {
    await client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
    // Search by substring in Chinese needs it; only the superuser may install it.
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA pg_catalog');
    for (const role of ROLES) await furnishRole(client, role);
    for (const role of READ_FOR) await furnishReader(client, role);
  });
}

/** Services whose tables are held by row level security, and that look for words by an index of their parts, which PostgreSQL asks for nobody whom that holds. */
const READ_FOR: readonly Role[] = ['console', 'use'];

/**
 * Whom row level security lets through, for one function of the service alone that holds what it reads to the scope by itself. Nobody signs in as it, and the service does not
 * inherit what it may.
 */
async function furnishReader(client: pg.Client, role: Role): Promise<void> {
  const reader = `${role}_reader`;
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [reader]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${client.escapeIdentifier(reader)} NOLOGIN`);
  await client.query(
    `GRANT ${client.escapeIdentifier(reader)} TO ${client.escapeIdentifier(role)} WITH INHERIT FALSE, SET TRUE`,
  );
}

async function furnishRole(client: pg.Client, role: Role): Promise<void> {
  const name = client.escapeIdentifier(role);
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${name} LOGIN`);
  await client.query(`ALTER ROLE ${name} PASSWORD ${client.escapeLiteral(secrets().roles[role])}`);
  await client.query(`ALTER ROLE ${name} SET search_path = ${name}`);
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${name} AUTHORIZATION ${name}`);
}

export async function withClient<T>(client: pg.Client, work: (client: pg.Client) => Promise<T>): Promise<T> {
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
