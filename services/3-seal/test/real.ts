import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readParts } from '@guidang/infra-local';
import { s3Vault, type Vault } from '@guidang/vault';
import pg from 'pg';

const { places, postgres, tsa, trust, keys } = readParts();

/** The places as a service sees them. */
export const PLACES = places.map(({ root: _, ...place }) => place);

export function realVault(): Vault {
  const { name, endpoint, region, service } = PLACES[0]!;
  return s3Vault({ name, endpoint, region, credentials: service });
}

/** What seal is told of keys and of the authority that runs on this machine. */
export const SEAL_ENV = {
  SEAL_KEY_FILE: keys.sealKeyFile,
  SEAL_CERT_FILE: keys.sealCertFile,
  TSA_URL: tsa.url,
  TSA_CA_FILE: trust.caFile,
} as const;

async function asSuperuser(database: string, ...statements: string[]): Promise<void> {
  const { host, port, superuser } = postgres;
  const client = new pg.Client({ host, port, database, ...superuser });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A database with seal's tables for one test alone: a cache belongs to the topics it was read from, and the test has topics of its own. */
export async function ownDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `seal_test_${randomUUID().slice(0, 8)}`;
  const folder = new URL('../prisma/migrations/', import.meta.url);
  const migrations = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => readFileSync(new URL(`${entry.name}/migration.sql`, folder), 'utf8'));
  const { host, port, database, superuser } = postgres;
  await asSuperuser(database, `CREATE DATABASE ${name}`);
  await asSuperuser(name, ...migrations);
  return {
    url: `postgresql://${superuser.user}:${superuser.password}@${host}:${port}/${name}`,
    drop: () => asSuperuser(database, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}
