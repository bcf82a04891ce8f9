import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { filesBelow, hashOf } from './files.ts';
import { LOCAL, PARTS_FILE, ROOT, RUN, TRUST } from './paths.ts';
import { HOST, type Ports } from './ports.ts';
import { say } from './say.ts';
import { once } from './stamps.ts';
import { visitors } from './use-keys.ts';

const FOLDER = `${ROOT}/services/console`;

/** The steps and services whose health the console shows, each with where it says so. */
const watched = (ports: Ports): string =>
  Object.entries(ports)
    .filter(([name]) => name.startsWith('health.') && name !== 'health.console')
    .map(([name, port]) => `${name.slice('health.'.length)}=http://${HOST}:${port}`)
    .join(',');

/** Certificates whose ends an operator has to know of. */
const certificates = (): string =>
  [
    ['签章 / seal', `${TRUST}/seal.pem`],
    ['时间戳 / timestamp', `${TRUST}/tsa.pem`],
    ['根证书 / root', `${TRUST}/ca.pem`],
  ]
    .filter(([, file]) => existsSync(file!))
    .map(([name, file]) => `${name}=${file}`)
    .join(',');

/** What check is told so that people can review: whose tokens it believes. */
export const reviewEnv = (ports: Ports): Record<string, string> => ({
  REGISTRY_URL: `http://${HOST}:${ports.registry}`,
  REGISTRY_ISSUER: `http://${HOST}:${ports.console}/registry`,
});

/** What the console is told: whom it asks, and where its pages and the reports of audits lie. */
export const consoleEnv = (ports: Ports): Record<string, string> => ({
  PUBLIC_URL: `http://${HOST}:${ports.console}`,
  REGISTRY_URL: `http://${HOST}:${ports.registry}`,
  REGISTRY_ISSUER: `http://${HOST}:${ports.console}/registry`,
  CHECK_URL: `http://${HOST}:${ports.check}`,
  USE_URL: `http://${HOST}:${ports.use}`,
  USE_KEY: visitors().find(({ role }) => role === 'archivist')!.key,
  WATCHED: watched(ports),
  CERTIFICATES: certificates(),
  WITNESS_URL: `http://${HOST}:${ports.witness}`,
  AUDIT_FOLDER: `${RUN}/console/audits`,
  AUDIT_ANCHORS_FILE: `${TRUST}/anchors.json`,
  AUDIT_PLACES_FILE: PARTS_FILE,
});

/** The pages, bundled anew only where their sources, or what they are made of, changed. */
export async function consoleWeb(): Promise<void> {
  const main = `${FOLDER}/web/build.ts`;
  if (!existsSync(main)) return;
  const key = hashOf([...filesBelow([`${FOLDER}/web`, `${FOLDER}/src/api`]), `${FOLDER}/package.json`]);
  await once('console-web', key, existsSync(`${FOLDER}/dist/index.html`), async () => {
    say('控制台：打包网页 / console: bundling its pages');
    await promisify(execFile)(process.execPath, [main], {
      cwd: FOLDER,
      env: { ...process.env, XDG_CACHE_HOME: `${LOCAL}/cache/xdg` },
    });
  });
}
