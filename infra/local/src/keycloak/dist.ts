import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { LOCAL, TOOLS } from '../paths.ts';

/** Which Keycloak; the newest that Maven Central has. */
export const KEYCLOAK = '26.7.3';
export const HOME = `${TOOLS}/keycloak/keycloak-${KEYCLOAK}`;

/** Options that Keycloak settles once, when it is built: what it keeps is in memory, and it is alone. */
const BUILD = ['build', '--db=dev-mem', '--health-enabled=true', '--cache=local'];
/** Written when nothing is left to be done, so that a run that was cut off begins anew. */
const BUILT = `${HOME}/built-for`;

export const hasKeycloak = (): boolean => existsSync(BUILT) && readFileSync(BUILT, 'utf8') === BUILD.join(' ');

const run = promisify(execFile);
const LIMITS = { timeout: 600_000, maxBuffer: 16 * 1024 * 1024 };

/**
 * Brings Keycloak from Maven Central below `.local/tools` and builds it for its options; at once where that was done before.
 * @throws with what Maven or Keycloak said where it cannot be had
 */
export async function bringKeycloak(): Promise<void> {
  if (hasKeycloak()) return;
  const room = `${TOOLS}/keycloak`;
  rmSync(room, { recursive: true, force: true });
  const repository = `-Dmaven.repo.local=${LOCAL}/cache/m2`;
  const artifact = `-Dartifact=org.keycloak:keycloak-quarkus-dist:${KEYCLOAK}:zip`;
  const maven = ['-q', '-B', repository, 'dependency:unpack', artifact, `-DoutputDirectory=${room}`];
  await run('mvn', maven, { cwd: LOCAL, ...LIMITS });
  await run('bash', [`${HOME}/bin/kc.sh`, ...BUILD], LIMITS);
  writeFileSync(BUILT, BUILD.join(' '));
}
