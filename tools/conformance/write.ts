import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { page } from './page.ts';

writeFileSync(join(import.meta.dirname, '../../docs/gbt39784.md'), page());
