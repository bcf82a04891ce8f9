import type { DemoPerson } from '../idp/people.ts';

/** Realm of the house in Keycloak. */
export const REALM = 'guidang';

/** What a realm is made of. */
export interface RealmOf {
  readonly people: readonly DemoPerson[];
  readonly client: {
    readonly id: string;
    readonly secret: string;
    readonly redirectUris: readonly string[];
    readonly homes: readonly string[];
  };
}

/** A realm as Keycloak takes it in (RealmRepresentation): our client, and people with a password and, for whom it is set, a one-time password. */
export const realmOf = ({ people, client }: RealmOf): object => ({
  realm: REALM,
  enabled: true,
  // Loopback alone; everywhere else Keycloak stands behind TLS.
  sslRequired: 'external',
  bruteForceProtected: true,
  otpPolicyType: 'totp',
  otpPolicyAlgorithm: 'HmacSHA1',
  otpPolicyDigits: 6,
  otpPolicyPeriod: 30,
  // Somebody who signs in twice in half a minute shows the same code twice.
  otpPolicyCodeReusable: true,
  clients: [
    {
      clientId: client.id,
      secret: client.secret,
      protocol: 'openid-connect',
      publicClient: false,
      standardFlowEnabled: true,
      directAccessGrantsEnabled: false,
      redirectUris: [...client.redirectUris],
      attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': client.homes.join('##') },
      protocolMappers: [
        {
          name: 'amr',
          protocol: 'openid-connect',
          protocolMapper: 'oidc-amr-mapper',
          config: { 'id.token.claim': 'true', 'access.token.claim': 'false' },
        },
      ],
    },
  ],
  users: people.map(userOf),
});

/** The account is the subject too, so that registry knows whoever comes from here without being told anew. */
const userOf = ({ account, name, password, otp }: DemoPerson): object => ({
  id: account,
  username: account,
  enabled: true,
  emailVerified: true,
  // Keycloak asks whoever lacks these to fill them in before it lets them on.
  email: `${account}@guidang.example`,
  lastName: name.slice(0, 1),
  firstName: name.slice(1),
  credentials: [
    { type: 'password', value: password, temporary: false },
    ...(otp === null ? [] : [oneTimePassword(Buffer.from(otp, 'hex'))]),
  ],
});

const oneTimePassword = (secret: Buffer): object => ({
  type: 'otp',
  userLabel: '动态口令 / one-time password',
  secretData: JSON.stringify({ value: base32(secret) }),
  credentialData: JSON.stringify({
    subType: 'totp',
    digits: 6,
    counter: 0,
    period: 30,
    algorithm: 'HmacSHA1',
    secretEncoding: 'BASE32',
  }),
});

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, without padding: secrets of one-time passwords have 20 bytes, which fill it. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
