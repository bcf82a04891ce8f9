import { mkdirSync } from 'node:fs';
import { keycloakAdmin } from '../idp/people.ts';
import { HOME, hasKeycloak, KEYCLOAK } from '../keycloak/dist.ts';
import type { Launch, Part } from '../part.ts';
import { roomOf } from '../paths.ts';
import { HOST, type Ports } from '../ports.ts';

const OPENS = ['java.util', 'java.util.concurrent', 'java.security', 'java.lang'].map(
  (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
);

/** A Keycloak, and who may furnish it. */
export interface KeycloakPart extends Part {
  readonly admin: { readonly user: string; readonly password: string };
}

/**
 * Keycloak as one process: what it knows lives as long as it does, and it is furnished anew after every start. Started by Java and not by its script, so that the process that
 * is ended is the one that serves.
 */
export function keycloak(ports: Pick<Ports, 'keycloak' | 'keycloakHealth'>, name = 'keycloak'): KeycloakPart {
  const admin = keycloakAdmin();
  return {
    name,
    zh: '身份服务',
    en: 'Keycloak',
    port: ports.keycloak,
    admin,
    missing: () => (hasKeycloak() ? undefined : `${HOME}:尚未下载 / not fetched yet`),
    version: async () => KEYCLOAK,
    prepare: async () => launch(ports, roomOf(name), admin),
    healthy: () => answers(ports.keycloak),
  };
}

function launch(
  ports: Pick<Ports, 'keycloak' | 'keycloakHealth'>,
  room: string,
  { user, password }: KeycloakPart['admin'],
): Launch {
  mkdirSync(room, { recursive: true });
  return {
    command: 'java',
    args: [
      ...['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'],
      '-XX:+ExitOnOutOfMemoryError',
      ...OPENS,
      '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
      `-Dkc.home.dir=${HOME}`,
      `-Djboss.server.config.dir=${HOME}/conf`,
      '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
      '-Dpicocli.disable.closures=true',
      '-Dquarkus-log-max-startup-records=10000',
      ...['-Duser.language=en', '-Duser.country=US'],
      ...['-cp', `${HOME}/lib/quarkus-run.jar`, 'io.quarkus.bootstrap.runner.QuarkusEntryPoint'],
      ...['start', '--optimized', '--http-enabled=true', `--hostname=http://${HOST}:${ports.keycloak}`],
      ...[`--http-host=${HOST}`, `--http-port=${ports.keycloak}`, `--http-management-port=${ports.keycloakHealth}`],
    ],
    env: { PATH: process.env.PATH, KC_BOOTSTRAP_ADMIN_USERNAME: user, KC_BOOTSTRAP_ADMIN_PASSWORD: password },
    cwd: room,
  };
}

/** Serves its own realm, which is there before anybody has furnished it. */
async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://${HOST}:${port}/realms/master`, { signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    return false; // refused or silent: not yet
  }
}
