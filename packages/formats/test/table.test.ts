import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DOCUMENT, identificationTable, whole } from './table.ts';

it('the document shows what the code does (renew it: node packages/formats/test/write-table.ts)', () => {
  const document = readFileSync(DOCUMENT, 'utf8');
  expect(document).toContain(identificationTable());
  expect(whole(document)).toBe(document);
});
