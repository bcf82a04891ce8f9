import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Part } from '../part.ts';
import { roomOf, TOOLS } from '../paths.ts';
import { HOST, type Ports } from '../ports.ts';
import { secrets } from '../secrets.ts';

export const VERSITYGW = `${TOOLS}/bin/versitygw`;
export const REGION = 'cn-south-1';

export type PlaceName = 'a' | 'b';

export const placePort = (ports: Ports, place: PlaceName): number => (place === 'a' ? ports.placeA : ports.placeB);
export const endpointOf = (ports: Ports, place: PlaceName): string => `http://${HOST}:${placePort(ports, place)}`;

const run = promisify(execFile);

/** One place of storage: an S3 server of its own, with its own folder, its own root and its own accounts. */
export function versitygw(ports: Ports, place: PlaceName): Part {
  const name = `place-${place}`;
  const room = roomOf(name);
  return {
    name,
    zh: `存储地 ${place.toUpperCase()}`,
    en: 'versitygw (S3)',
    port: placePort(ports, place),
    missing: () =>
      existsSync(VERSITYGW) ? undefined : `${VERSITYGW}:尚未构建,请运行 make up / not built yet, run make up`,
    version: async () => {
      const { stdout } = await run(VERSITYGW, ['--version']);
      return /^Version\s*:\s*(\S+)/m.exec(stdout)?.[1] ?? stdout.trim();
    },
    prepare: async () => {
      const folders = { data: `${room}/data`, versions: `${room}/versions`, iam: `${room}/iam` };
      for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
      const { root } = secrets().places[place];
      return {
        command: VERSITYGW,
        args: [
          ...['--port', `${HOST}:${placePort(ports, place)}`, '--region', REGION, '--iam-dir', folders.iam],
          // Connections are kept: otherwise each object of a case pays for a new one.
          ...['--quiet', '--keep-alive', 'posix', '--versioning-dir', folders.versions, folders.data],
        ],
        env: {
          PATH: process.env.PATH,
          ROOT_ACCESS_KEY: root.accessKeyId,
          ROOT_SECRET_KEY: root.secretAccessKey,
          GOMEMLIMIT: '400MiB',
        },
        cwd: room,
      };
    },
    healthy: () => refusesStrangers(endpointOf(ports, place)),
  };
}

/** An unsigned request is answered with an S3 refusal as soon as it serves. */
async function refusesStrangers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(1500) });
    return response.status === 403 && (await response.text()).includes('<Error>');
  } catch {
    return false; // refused or silent: not yet
  }
}
