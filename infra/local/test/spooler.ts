import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A service that is looking at somebody's document: a file under a name of its own, as long as it lives. Answers with where that is. */
const folder = mkdtempSync(join(tmpdir(), 'guidang-spooler-'));
writeFileSync(join(folder, 'document.pdf'), 'an applicant');
createServer((_, response) => response.end(folder)).listen(Number(process.env.PORT), '127.0.0.1');
