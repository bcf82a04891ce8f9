import { fileURLToPath } from 'node:url';
import {
  bySession,
  byToken,
  cookiesFor,
  type Directory,
  firstOf,
  openProvider,
  policyWith,
  type SignInPorts,
  sqlLog,
  sqlPendings,
  sqlSessions,
  tokenIssuer,
  tokenReader,
} from '@guidang/access';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { Config } from './config.ts';
import type { DoorPorts, RegistryPorts } from './http/door.ts';
import type { Store } from './store.ts';
import { knownBy } from './tables/people.ts';

export const POLICIES = fileURLToPath(new URL('../policies', import.meta.url));
const SERVICE = 'registry';

/** Services that ask who somebody is by a token of ours. */
export const AUDIENCES = ['registry', 'console', 'use', 'check', 'intake', 'notary'] as const;

type Settings = Pick<
  Config,
  | 'PUBLIC_URL'
  | 'MORE_ORIGINS'
  | 'TRUSTED_PROXIES'
  | 'OIDC_ISSUER'
  | 'OIDC_CLIENT_ID'
  | 'OIDC_CLIENT_SECRET'
  | 'OIDC_SCOPE'
  | 'OIDC_MFA_CLASSES'
  | 'LOGIN_FAILURE_PAGE'
  | 'STRANGERS'
  | 'SESSION_HOURS'
  | 'SESSION_IDLE_MINUTES'
  | 'ACCESS_KEY_FILE'
>;

export interface Needs {
  readonly store: Store;
  readonly topic: RegistryPorts['topic'];
  readonly publisher: RegistryPorts['publisher'];
  readonly trust: SignInPorts['trust'];
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

/** Everything behind the door, put together once. */
export async function portsOf(
  config: Settings,
  { store, topic, publisher, trust, now, failed }: Needs,
): Promise<DoorPorts> {
  const { door } = store;
  const policy = policyWith(POLICIES);
  const log = sqlLog(door, SERVICE, now);
  const at = (): Date => new Date(now());
  const directory: Directory = {
    byIdentity: (issuer, subject) => store.within('city', (tx) => knownBy(tx, { issuer, subject }, at())),
    byAccount: (account) => store.within('city', (tx) => knownBy(tx, { account }, at())),
  };
  const times = { longestMs: config.SESSION_HOURS * 3_600_000, idleMs: config.SESSION_IDLE_MINUTES * 60_000 };
  const sessions = sqlSessions(door, times, now);
  const cookies = cookiesFor(config.PUBLIC_URL.startsWith('https:'));
  const tokens = tokenIssuer(config.ACCESS_KEY_FILE, config.PUBLIC_URL);
  const readToken = tokenReader(createLocalJWKSet((await tokens.keys()) as JSONWebKeySet), config.PUBLIC_URL, SERVICE);
  const provider = openProvider({
    ...{ issuer: config.OIDC_ISSUER, clientId: config.OIDC_CLIENT_ID, clientSecret: config.OIDC_CLIENT_SECRET },
    ...{
      redirectUri: `${config.PUBLIC_URL}/v1/callback`,
      scope: config.OIDC_SCOPE,
      mfaClasses: config.OIDC_MFA_CLASSES,
    },
    timeoutSeconds: 10,
  });
  return {
    registry: { store, log, policy, topic, publisher, now },
    guard: {
      ...{ policy, log, now, origins: [new URL(config.PUBLIC_URL).origin, ...config.MORE_ORIGINS] },
      whois: firstOf(bySession({ cookie: cookies.session, sessions, directory }), byToken(readToken)),
    },
    signIn: {
      ...{ service: SERVICE, policy, provider, sessions, directory, log, cookies, tokens, trust, now },
      ...{ pendings: sqlPendings(door, now), audiences: AUDIENCES, strangers: config.STRANGERS },
      ...{ failurePage: config.LOGIN_FAILURE_PAGE, home: `${new URL(config.PUBLIC_URL).origin}/` },
    },
    trustedProxies: config.TRUSTED_PROXIES,
    failed,
  };
}
