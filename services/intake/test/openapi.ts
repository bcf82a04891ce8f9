import { fileURLToPath } from 'node:url';
import { buildDoor } from '../src/app.ts';
import type { Ports } from '../src/http/door.ts';
import { silent } from '../src/telemetry.ts';
import { LIMITS } from './limits.ts';

/** Where the document lies in the repository. */
export const FILE = fileURLToPath(new URL('../../../docs/contracts/intake.openapi.json', import.meta.url));
export const textOf = (document: object): string => `${JSON.stringify(document, undefined, 2)}\n`;

interface Operation {
  readonly summary: string;
  readonly security: unknown;
  readonly requestBody: unknown;
  readonly responses: object;
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

/** The document as the door serves it. No route is asked, so nothing stands behind the door. */
export async function openApi(): Promise<Document> {
  const door = await buildDoor({ telemetry: silent, publisher: { waitingBytes: 0 } } as unknown as Ports, LIMITS);
  await door.ready();
  return door.swagger() as unknown as Document;
}
