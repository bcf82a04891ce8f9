import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documentFiles, FOLDER } from './files.ts';

/** Writes docs/contracts anew from the contracts: `node packages/contracts/documents/main.ts`. */
for (const [path, text] of documentFiles()) {
  const file = join(FOLDER, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`docs/contracts/${path}\n`);
}
