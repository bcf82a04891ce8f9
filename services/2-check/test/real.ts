import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Inspector, openInspector, openScanner, type Scanner } from '@guidang/formats';
import { readParts } from '@guidang/infra-local';
import { s3Vault, type Vault } from '@guidang/vault';
import pg from 'pg';
import type { CheckPorts } from '../src/step.ts';

const { places, postgres, clamd } = readParts();
export const CLAMD = clamd;

/** The places as a service sees them. */
export const PLACES = places.map(({ root: _, ...place }) => place);

export function realVault(): Vault {
  const { name, endpoint, region, service } = PLACES[0]!;
  return s3Vault({ name, endpoint, region, credentials: service });
}

export interface RealPorts extends CheckPorts {
  readonly vault: Vault;
  readonly inspector: Inspector;
  readonly scanner: Scanner;
  close(): void;
}

/** Check's ports on the real store and the real scanner. */
export function realPorts(changes: Partial<CheckPorts> = {}): RealPorts {
  const [vault, inspector, scanner] = [realVault(), openInspector(), openScanner(clamd)];
  return {
    ...{ vault, inspector, scanner, scannerMaxBytes: 200_000_000, filesAtOnce: 4, spoolFolder: tmpdir() },
    ...changes,
    close() {
      inspector.close();
      scanner.close();
      vault.close();
    },
  };
}

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

/** A database with check's tables for one test alone: a cache belongs to the topics it was read from, and the test has topics of its own. */
export async function ownDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `check_test_${randomUUID().slice(0, 8)}`;
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
