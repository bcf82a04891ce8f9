import { generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { buildDoor } from '../src/http/app.ts';
import { portsOf } from '../src/ports.ts';
import type { Store } from '../src/store.ts';

/** Where the document lies in the repository. */
export const FILE = fileURLToPath(new URL('../../../docs/contracts/registry.openapi.json', import.meta.url));
export const textOf = (document: object): string => `${JSON.stringify(document, undefined, 2)}\n`;

/** The document as the door serves it. No route is asked, so nothing stands behind the door. */
export async function openApi(): Promise<{ paths: Record<string, object> }> {
  const ports = await portsOf(
    {
      ...{
        PUBLIC_URL: 'https://registry.example',
        MORE_ORIGINS: [],
        TRUSTED_PROXIES: [],
        OIDC_ISSUER: 'https://id.example',
      },
      ...{ OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'x', OIDC_SCOPE: 'openid', OIDC_MFA_CLASSES: ['mfa'] },
      ...{ LOGIN_FAILURE_PAGE: undefined, STRANGERS: 'refuse', SESSION_HOURS: 10, SESSION_IDLE_MINUTES: 30 },
      ACCESS_KEY_FILE: generateKeyPairSync('ed25519').privateKey,
    },
    {
      store: {} as Store,
      topic: {} as never,
      publisher: {} as never,
      trust: undefined,
      now: Date.now,
      failed: () => {},
    },
  );
  const door = await buildDoor(ports);
  await door.ready();
  return door.swagger() as unknown as { paths: Record<string, object> };
}
