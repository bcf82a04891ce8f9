import { writeFileSync } from 'node:fs';
import { FILE, goldenOf } from './golden.ts';

writeFileSync(FILE, `${JSON.stringify(goldenOf(), undefined, 1)}\n`);
