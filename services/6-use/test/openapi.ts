import { fileURLToPath } from 'node:url';
import { buildDoor } from '../src/http/app.ts';
import type { DoorPorts } from '../src/http/door.ts';

/** Where the document lies in the repository. */
export const FILE = fileURLToPath(new URL('../../../docs/contracts/use.openapi.json', import.meta.url));
export const textOf = (document: object): string => `${JSON.stringify(document, undefined, 2)}\n`;

/** The document as the door serves it. No route is asked, so nothing stands behind the door. */
export async function openApi(): Promise<{ paths: Record<string, object> }> {
  const limits = { VERIFY_PER_MINUTE: 1, REQUESTS_PER_MINUTE: 1, REFUSED_PER_MINUTE: 1, TRUSTED_PROXIES: [] };
  const door = await buildDoor({} as DoorPorts, limits);
  await door.ready();
  return door.swagger() as unknown as { paths: Record<string, object> };
}
