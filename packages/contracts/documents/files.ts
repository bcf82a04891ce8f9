import { fileURLToPath } from 'node:url';
import { asyncApi } from './asyncapi.ts';
import { type JsonObject, schemaFiles } from './json-schema.ts';

/** Where the documents lie in the repository. */
export const FOLDER = fileURLToPath(new URL('../../../docs/contracts/', import.meta.url));

/** All documents as text, by their path below `FOLDER`. */
export function documentFiles(): Map<string, string> {
  const files = new Map([...schemaFiles()].map(([name, schema]) => [`schemas/${name}`, textOf(schema)]));
  return files.set('asyncapi.json', textOf(asyncApi()));
}

const textOf = (json: JsonObject): string => `${JSON.stringify(json, undefined, 2)}\n`;
