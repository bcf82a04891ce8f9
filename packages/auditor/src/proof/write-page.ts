import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { verifyPage } from './page.ts';

/** Writes docs/verify.html: `node packages/auditor/src/proof/write-page.ts`. A test holds it to its sources. */
writeFileSync(fileURLToPath(new URL('../../../../docs/verify.html', import.meta.url)), verifyPage());
