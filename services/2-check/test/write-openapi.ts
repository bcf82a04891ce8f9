import { writeFileSync } from 'node:fs';
import { FILE, openApi, textOf } from './openapi.ts';

writeFileSync(FILE, textOf(await openApi()));
