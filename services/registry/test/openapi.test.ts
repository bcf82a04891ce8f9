import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FILE, openApi, textOf } from './openapi.ts';

describe('the OpenAPI document', () => {
  it('is what docs/contracts holds; `node services/registry/test/write-openapi.ts` writes it anew', async () => {
    expect(readFileSync(FILE, 'utf8')).toBe(textOf(await openApi()));
  });

  it('gives every route a name of its own, by which clients call it', async () => {
    const { paths } = (await openApi()) as { paths: Record<string, Record<string, { operationId?: string }>> };
    const names = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    for (const name of names) expect(name).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says of every route how one gets in, or that everybody may', async () => {
    const { paths } = (await openApi()) as { paths: Record<string, Record<string, { security?: object[] }>> };
    const open = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { security }]) =>
        security === undefined ? [`${method} ${path}`] : [],
      ),
    );
    expect(open).toEqual([
      'get /v1/schemes',
      'get /v1/schemes/{id}/{version}',
      'get /v1/login',
      'get /v1/callback',
      'get /v1/jwks.json',
    ]);
  });
});
