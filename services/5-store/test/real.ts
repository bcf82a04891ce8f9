import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readParts } from '@guidang/infra-local';
import type { Place } from '@guidang/vault';
import pg from 'pg';
import { type S3Answer, type S3Request, s3 } from '../../../infra/local/src/sigv4.ts';

const { places, postgres } = readParts();

/** The places as a service is told of them. */
export const PLACES = places.map(({ root: _, ...place }) => place);

/** A place asked as the service, or as root. */
export const placeAs = (who: 'service' | 'root', name: 'a' | 'b'): Place => {
  const { endpoint, region, [who]: credentials } = places.find((place) => place.name === name)!;
  return { name, endpoint, region, credentials };
};

/** One request to a place, asked as the service or as root, answered as it is. */
export const ask = (
  who: 'service' | 'root',
  name: string,
  request: Pick<S3Request, 'method' | 'path'> & Partial<S3Request>,
): Promise<S3Answer> => {
  const { endpoint, region, [who]: pair } = places.find((place) => place.name === name)!;
  return s3({ endpoint, region, ...request }, pair);
};

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

/** A database with store's tables for one test alone. */
export async function ownDatabase() {
  const name = `store_test_${randomUUID().slice(0, 8)}`;
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
