import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { FILE, openApi, textOf } from './openapi.ts';

describe('the OpenAPI document', () => {
  let document: Awaited<ReturnType<typeof openApi>>;
  beforeAll(async () => {
    document = await openApi();
  });

  it('is what docs/contracts holds; `node services/intake/test/write-openapi.ts` writes it anew', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(textOf(document));
  });

  it('describes every route, with what it takes and what it answers', () => {
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((m) => `${m} ${path}`),
    );
    expect(routes).toEqual(['put /v1/files', 'post /v1/cases/{case}/events', 'get /v1/cases/{case}/feedback']);
    for (const methods of Object.values(document.paths))
      for (const { responses, security, summary } of Object.values(methods)) {
        expect(summary).toBeTruthy();
        expect(security).toEqual([{ key: [] }]);
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['4XX', '5XX']));
      }
  });

  it('names the contracts once, and refers to nothing that is not there', () => {
    const { schemas } = document.components;
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining(['CaseEvent', 'CaseAccepted', 'PublishedFile', 'Feedback', 'Problem']),
    );
    expect(Object.keys(schemas).filter((name) => name.endsWith('Input'))).toEqual([]);
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(schemas).toHaveProperty(name!);
  });

  it('says of the body of an upload that it is bytes', () => {
    const body = document.paths['/v1/files']!.put!.requestBody;
    expect(body).toMatchObject({
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    });
  });
});
