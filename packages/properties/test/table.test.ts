import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ITEMS } from '../src/index.ts';
import { DOCUMENT, whole } from './table.ts';

it('the document shows what the code does (renew it: node packages/properties/test/write-table.ts)', () => {
  const document = readFileSync(DOCUMENT, 'utf8');
  for (const { code, zh } of ITEMS) expect(document).toContain(`| **${code}** | ${zh}<br>`);
  expect(whole(document)).toBe(document);
});
