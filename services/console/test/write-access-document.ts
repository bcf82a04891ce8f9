import { writeFileSync } from 'node:fs';
import { accessDocument, FILE } from './access-document.ts';

writeFileSync(FILE, accessDocument());
