import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { filesBelow, hashOf } from './files.ts';
import { clusterBirth, DATABASE, SUPERUSER } from './parts/postgres.ts';
import { LOCAL, ROOT } from './paths.ts';
import { HOST, type Ports } from './ports.ts';
import { say } from './say.ts';
import { ROLES, type Role, secrets } from './secrets.ts';
import { once } from './stamps.ts';

const run = promisify(execFile);
const CLI = createRequire(import.meta.url).resolve('prisma/build/index.js');
const ENGINE = `${ROOT}/infra/local/src/schema-engine/main.ts`;
const CONFIG = `${ROOT}/infra/local/src/prisma.config.ts`;

interface Owner {
  readonly role: Role;
  /** The service's folder, absolute. */
  readonly folder: string;
}

/** `3-seal` → `seal`: the digit stands only in the folder's name. */
export const nameOf = (folder: string): string => folder.replace(/^\d-/, '');

/** Every service that keeps tables, found by its prisma/schema.prisma. @throws if such a service has no role */
export function owners(root = ROOT): Owner[] {
  const folders = readdirSync(`${root}/services`).filter((name) =>
    existsSync(`${root}/services/${name}/prisma/schema.prisma`),
  );
  return folders.map((name) => {
    const role = ROLES.find((known) => known === nameOf(name));
    if (role === undefined)
      throw new Error(`services/${name} keeps tables, but infra/local/src/secrets.ts has no role of that name`);
    return { role, folder: `${root}/services/${name}` };
  });
}

/** The connection string of a service's role, with the schema where Prisma looks for it. */
export function databaseUrl(ports: Ports, role: Role): string {
  return `postgresql://${role}:${secrets().roles[role]}@${HOST}:${ports.postgres}/${DATABASE}?schema=${role}`;
}

/** The same schema seen by the superuser, who alone may make the shadow database that writing a migration needs. */
export function adminUrl(ports: Ports, role: Role): string {
  return `postgresql://${SUPERUSER}:${secrets().superuser}@${HOST}:${ports.postgres}/${DATABASE}?schema=${role}`;
}

/** Runs the Prisma CLI for one service, with our schema engine in place of the one it would download. */
export function prisma(
  folder: string,
  url: string,
  args: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, [CLI, ...args, '--config', CONFIG], {
    cwd: `${ROOT}/infra/local`,
    env: {
      ...process.env,
      GUIDANG_PRISMA_FOLDER: `${folder}/prisma`,
      DATABASE_URL: url,
      PRISMA_SCHEMA_ENGINE_BINARY: ENGINE,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
      // It notes things for itself below the user's configuration; here it finds another place for them.
      XDG_CONFIG_HOME: `${LOCAL}/cache/xdg-config`,
    },
  });
}

/** Clients for all services, made anew only where the schema changed. Needs no database. */
export async function generateAll(): Promise<void> {
  for (const { role, folder } of owners()) {
    const key = hashOf([`${folder}/prisma/schema.prisma`, CLI]);
    await once(`prisma-generate-${role}`, key, existsSync(`${folder}/src/generated`), async () => {
      say(`${role}:生成数据库客户端 / making the database client`);
      await prisma(folder, 'postgresql://nobody@127.0.0.1:1/none', ['generate']);
    });
  }
}

/** Every service's tables as its migrations say; skipped where neither they nor the database changed since the last time. */
export async function migrateAll(ports: Ports): Promise<void> {
  await generateAll();
  for (const { role, folder } of owners()) {
    const key = hashOf(filesBelow([`${folder}/prisma/migrations`]), [clusterBirth()]);
    await once(`prisma-migrate-${role}`, key, true, async () => {
      say(`${role}:更新数据表 / bringing the tables up to date`);
      await prisma(folder, databaseUrl(ports, role), ['migrate', 'deploy']);
    });
  }
}
