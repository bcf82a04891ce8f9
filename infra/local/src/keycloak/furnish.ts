import { REALM, type RealmOf, realmOf } from './realm.ts';

/** Where a Keycloak is, and who may furnish it. */
export interface KeycloakAdmin {
  /** e.g. `http://127.0.0.1:13164` */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** What our realm is called by people who sign in there. */
export const issuerAt = (url: string): string => `${url}/realms/${REALM}`;

/** How Keycloak's own steps of signing in are called in `amr` (RFC 8176). */
const METHODS: Record<string, string> = { 'auth-username-password-form': 'pwd', 'auth-otp-form': 'otp' };
/** For so long a step that was gone through counts in `amr`, in seconds: a session's longest. */
const COUNTS_SECONDS = 36_000;

/**
 * Gives a Keycloak our realm, through its own API. Does nothing where it has one.
 * @throws where Keycloak refuses
 */
export async function furnishKeycloak(admin: KeycloakAdmin, of: RealmOf): Promise<void> {
  const call = await signedIn(admin);
  if ((await call('GET', `/admin/realms/${REALM}`, undefined, [200, 404])).status === 200) return;
  await call('POST', '/admin/realms', realmOf(of), [201]);
  const flows = `/admin/realms/${REALM}/authentication`;
  const answer = await call('GET', `${flows}/flows/browser/executions`, undefined, [200]);
  const executions = (await answer.json()) as { id: string; providerId?: string }[];
  for (const { id, providerId = '' } of executions) {
    const method = METHODS[providerId];
    if (method === undefined) continue;
    const config = { 'default.reference.value': method, 'default.reference.maxAge': String(COUNTS_SECONDS) };
    await call('POST', `${flows}/executions/${id}/config`, { alias: `amr-${method}`, config }, [201]);
  }
}

type Call = (method: string, path: string, body: object | undefined, wanted: readonly number[]) => Promise<Response>;

async function signedIn({ url, user, password }: KeycloakAdmin): Promise<Call> {
  const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username: user, password }),
  });
  if (!answer.ok) throw new Error(`Keycloak lets nobody furnish it: ${answer.status}`);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return async (method, path, body, wanted) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!wanted.includes(response.status))
      throw new Error(`Keycloak: ${method} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
    return response;
  };
}
