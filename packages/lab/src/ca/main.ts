import { parseArgs } from 'node:util';
import { furnishSm2Folder } from './sm2-folder.ts';
import { furnishTrustFolder } from './trust-folder.ts';

const { values } = parseArgs({ options: { dir: { type: 'string' }, sm2: { type: 'boolean' } } });
if (!values.dir) {
  console.error('用法 / usage: node packages/lab/src/ca/main.ts --dir DIR [--sm2]');
  process.exit(2);
}
const anchors = furnishTrustFolder(values.dir, new Date());
if (values.sm2) furnishSm2Folder(values.dir, new Date());
console.log(`信任材料已就绪 / trust material is ready: ${values.dir} (${anchors.log.vkey})`);
