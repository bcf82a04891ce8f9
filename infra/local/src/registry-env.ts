import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeWhole } from './files.ts';
import { CLIENT_ID, clientSecret, firstPeople } from './idp/people.ts';
import { issuerOf, ourDoors } from './parts/idp.ts';
import { RUN } from './paths.ts';
import { HOST, type Ports } from './ports.ts';
import { BUNDLE_FILE, SCHEMES_DIR } from './seed.ts';

const KEY = `${RUN}/access.key`;

/** The key by which registry tells other services who asks: drawn once. */
function accessKey(): string {
  if (!existsSync(KEY)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeWhole(KEY, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
  }
  return KEY;
}

/** The people of the demonstration, as registry begins with them. */
function peopleFile(ports: Ports): string {
  const file = `${RUN}/people.json`;
  const text = `${JSON.stringify(
    firstPeople(issuerOf(ports), ({ account }) => account),
    undefined,
    2,
  )}\n`;
  writeWhole(file, text, 0o600);
  return file;
}

/** What registry is told: how people sign in, and what it begins with. */
export const registryEnv = (ports: Ports): Record<string, string> => ({
  // The log of what is signed is the notary's alone.
  LOG_BUCKET: 'operations',
  // People come through the console, which hands on what is registry's; it says whose address a request came from.
  PUBLIC_URL: `http://${HOST}:${ports.console}/registry`,
  TRUSTED_PROXIES: HOST,
  LOGIN_FAILURE_PAGE: '/sign-in',
  MORE_ORIGINS: ourDoors(ports).join(','),
  OIDC_ISSUER: issuerOf(ports),
  OIDC_CLIENT_ID: CLIENT_ID,
  OIDC_CLIENT_SECRET: clientSecret(),
  STRANGERS: 'user',
  ACCESS_KEY_FILE: accessKey(),
  FIRST_PEOPLE_FILE: peopleFile(ports),
  ...(existsSync(BUNDLE_FILE) && { FIRST_BUNDLE_FILE: BUNDLE_FILE }),
  ...(existsSync(SCHEMES_DIR) && { SCHEMES_DIR }),
});
