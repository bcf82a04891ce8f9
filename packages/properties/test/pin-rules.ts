import { readFileSync, writeFileSync } from 'node:fs';
import { contentNameOf } from '@guidang/evidence';
import { canonical } from '../src/rules/canonical.ts';

/** Writes the digests of the rule sets into rules.test.ts; only before they are published. */
const file = new URL('./rules.test.ts', import.meta.url);
const digest = (name: string): string =>
  contentNameOf(canonical(JSON.parse(readFileSync(new URL(`../data/${name}.json`, import.meta.url), 'utf8'))));
let text = readFileSync(file, 'utf8');
for (const [id, name] of [
  ['dat70@1', 'rules-dat70-1'],
  ['dat70@2', 'rules-dat70-2'],
  ['dat70@3', 'rules-dat70-3'],
  ['dat70@4', 'rules-dat70-4'],
  ['gd@1', 'rules-gd-1'],
  ['yj@1', 'rules-yj-1'],
  ['cq@1', 'rules-cq-1'],
  ['cn@1', 'calendar-cn-1'],
  ['domains@1', 'domains-1'],
  ['metadata@1', 'metadata-1'],
])
  text = text.replace(new RegExp(`(\\['${id}', .*')[^']*'\\]`), `$1${digest(name!)}']`);
writeFileSync(file, text);
