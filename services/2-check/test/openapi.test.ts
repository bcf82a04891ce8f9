import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FILE, openApi, textOf } from './openapi.ts';

describe('the OpenAPI document of the review door', () => {
  it('is what docs/contracts holds; `node services/2-check/test/write-openapi.ts` writes it anew', async () => {
    expect(readFileSync(FILE, 'utf8')).toBe(textOf(await openApi()));
  });

  it('gives every route a name of its own, and none to nobody', async () => {
    const operations = Object.values((await openApi()).paths).flatMap((methods) => Object.values(methods));
    const names = operations.map(({ operationId }) => operationId);
    for (const name of names) expect(name).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    expect(new Set(names).size).toBe(names.length);
    for (const { security } of operations) expect(security).toEqual([{ token: [] }]);
  });
});
