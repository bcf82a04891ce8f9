import { fileURLToPath } from 'node:url';
import { buildDoor } from '../src/app.ts';
import type { Store } from '../src/store.ts';

/** Where the document lies in the repository. */
export const FILE = fileURLToPath(new URL('../../../docs/contracts/registry.openapi.json', import.meta.url));
export const textOf = (document: object): string => `${JSON.stringify(document, undefined, 2)}\n`;

/** The document as the door serves it. No route is asked, so nothing stands behind the door. */
export async function openApi(): Promise<{ paths: Record<string, object> }> {
  const door = await buildDoor({} as Store, () => {});
  await door.ready();
  return door.swagger() as unknown as { paths: Record<string, object> };
}
