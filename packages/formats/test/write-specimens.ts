/**
 * Writes the specimens into a folder, with what we say of each in `ours.json`, so that another identifier can be asked of the same
 * files. `node packages/formats/test/write-specimens.ts FOLDER`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../src/index.ts';
import { specimens } from './specimens.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('需要一个目录 / name a folder');
mkdirSync(folder, { recursive: true });
const ours: Record<string, { puid: string | null; differs: string | null }> = {};
for (const { name, bytes, differs } of await specimens()) {
  writeFileSync(join(folder, name), bytes);
  ours[name] = { puid: identify(bytes, name).puid, differs: differs ?? null };
}
writeFileSync(join(folder, 'ours.json'), JSON.stringify(ours, undefined, 2));
