import { readFileSync, writeFileSync } from 'node:fs';
import { DOCUMENT, whole } from './table.ts';

writeFileSync(DOCUMENT, whole(readFileSync(DOCUMENT, 'utf8')));
