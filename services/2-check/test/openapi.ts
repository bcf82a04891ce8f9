import { fileURLToPath } from 'node:url';
import { policyWith } from '@guidang/access';
import { buildDoor } from '../src/http/app.ts';
import { POLICIES } from '../src/review/open-door.ts';

/** Where the document lies in the repository. */
export const FILE = fileURLToPath(new URL('../../../docs/contracts/check.openapi.json', import.meta.url));
export const textOf = (document: object): string => `${JSON.stringify(document, undefined, 2)}\n`;

type Operation = { operationId?: string; security?: object[] };

/** The document as the review door serves it. No route is asked, so nothing stands behind the door. */
export async function openApi(): Promise<{ paths: Record<string, Record<string, Operation>> }> {
  const now = Date.now;
  const door = await buildDoor({
    operations: { log: {} as never, service: 'check', trust: undefined, security: [{ token: [] }] },
    guard: { policy: policyWith(POLICIES), log: {} as never, whois: async () => undefined, origins: [], now },
    ...{ queue: {} as never, publish: async () => {}, claimMs: 1, trustedProxies: [], failed: () => {}, now },
  });
  await door.ready();
  return door.swagger() as never;
}
