import { writeFileSync } from 'node:fs';
import { DOCUMENT, findingsDocument } from './findings-table.ts';

writeFileSync(DOCUMENT, findingsDocument());
