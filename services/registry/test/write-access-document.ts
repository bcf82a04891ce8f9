import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { accessDocument, FILE } from './access-document.ts';

mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(FILE, accessDocument());
