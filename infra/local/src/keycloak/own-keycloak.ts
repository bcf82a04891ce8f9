import { rmSync } from 'node:fs';
import { ensure, stop } from '../manager.ts';
import { keycloak } from '../parts/keycloak.ts';
import { roomOf } from '../paths.ts';
import { anyFreePort } from '../ports.ts';
import { bringKeycloak } from './dist.ts';
import { furnishKeycloak, issuerAt } from './furnish.ts';
import type { RealmOf } from './realm.ts';

/** A Keycloak for one test alone, with people of its own. */
export interface OwnKeycloak {
  readonly issuer: string;
  /** Ends it and throws away what it knew. */
  discard(): Promise<void>;
}

/**
 * Brings, starts and furnishes one.
 * @param name part of its folder's name; two at once may not use the same
 * @throws where Keycloak cannot be had or does not start
 */
export async function ownKeycloak(name: string, of: RealmOf): Promise<OwnKeycloak> {
  await bringKeycloak();
  const part = keycloak({ keycloak: await anyFreePort(), keycloakHealth: await anyFreePort() }, `keycloak-${name}`);
  const discard = async (): Promise<void> => {
    await stop({ ...part, stopPatienceMs: 0 });
    rmSync(roomOf(part.name), { recursive: true, force: true });
  };
  await discard(); // what a run that was killed has left
  await ensure(part);
  const url = `http://127.0.0.1:${part.port}`;
  await furnishKeycloak({ url, ...part.admin }, of);
  return { issuer: issuerAt(url), discard };
}
