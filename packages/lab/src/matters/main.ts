import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEPARTMENTS } from '../people/departments.ts';
import { bundleOf } from './bundle.ts';
import { MATTERS, schemeRecords } from './scheme.ts';

/**
 * Writes what registry and intake begin with where the lab publishes: `DIR/schemes/<id>-<version>.json`, and in `DIR/systems.json` the systems its cases
 * come from, one for each department, and in `DIR/bundle.json` the departments and matters themselves. `node packages/lab/src/matters/main.ts --dir DIR`
 */
const { dir } = parseArgs({ options: { dir: { type: 'string' } } }).values;
if (dir === undefined) {
  process.stderr.write('用法 / usage: node packages/lab/src/matters/main.ts --dir DIR\n');
  process.exit(2);
}
const write = (path: string, content: object): void =>
  writeFileSync(join(dir, path), `${JSON.stringify(content, undefined, 2)}\n`);

mkdirSync(join(dir, 'schemes'), { recursive: true });
for (const { scheme } of schemeRecords()) write(`schemes/${scheme.id}-${scheme.version}.json`, scheme);
write('bundle.json', bundleOf(Object.values(DEPARTMENTS), MATTERS));
write(
  'systems.json',
  // The source is the one that the lab's cases carry (cases/timeline.ts).
  Object.entries(DEPARTMENTS).map(([id, { uscc }]) => ({ id, source: `urn:guidang:lab:${id}`, department: uscc })),
);
