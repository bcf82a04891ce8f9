import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { schemeRecords } from './scheme.ts';

/** Writes the lab's schemes as files, one each, for registry to publish: `node packages/lab/src/matters/main.ts --dir DIR`. */
const { dir } = parseArgs({ options: { dir: { type: 'string' } } }).values;
if (dir === undefined) {
  process.stderr.write('用法 / usage: node packages/lab/src/matters/main.ts --dir DIR\n');
  process.exit(2);
}
mkdirSync(dir, { recursive: true });
for (const { scheme } of schemeRecords())
  writeFileSync(join(dir, `${scheme.id}-${scheme.version}.json`), `${JSON.stringify(scheme, undefined, 2)}\n`);
