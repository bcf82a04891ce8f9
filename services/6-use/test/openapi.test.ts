import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FILE, openApi, textOf } from './openapi.ts';

describe('the OpenAPI document', () => {
  it('is what docs/contracts holds; `node services/6-use/test/write-openapi.ts` writes it anew', async () => {
    expect(readFileSync(FILE, 'utf8')).toBe(textOf(await openApi()));
  });
});
