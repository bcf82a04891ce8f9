import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPolicy, type Policy, type PolicyText } from './policy.ts';

const BASE = fileURLToPath(new URL('../policies', import.meta.url));

const textsIn = (folder: string, ending: string): PolicyText[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

/**
 * The rules that hold everywhere, with those of a service: `*.cedar` and `*.cedarschema` in its folder.
 * @param folder of the service's own rules; none: the general ones alone
 */
export function policyWith(folder?: string): Policy {
  const folders = folder === undefined ? [BASE] : [BASE, folder];
  return openPolicy(
    folders.flatMap((one) => textsIn(one, '.cedarschema')),
    folders.flatMap((one) => textsIn(one, '.cedar')),
  );
}
