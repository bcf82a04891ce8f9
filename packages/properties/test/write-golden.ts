import { writeFileSync } from 'node:fs';
import { FILE, goldenOf, goldenOfPackages, PACKAGES_FILE } from './golden.ts';

writeFileSync(FILE, `${JSON.stringify(goldenOf(), undefined, 1)}\n`);
writeFileSync(PACKAGES_FILE, `${JSON.stringify(goldenOfPackages(), undefined, 1)}\n`);
