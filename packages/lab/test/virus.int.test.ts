import { openScanner } from '@guidang/formats';
import { readParts } from '@guidang/infra-local';
import { afterAll, describe, expect, it } from 'vitest';
import { labCase } from '../src/cases/index.ts';

const scanner = openScanner((await readParts()).clamd);
afterAll(() => scanner.close());

describe('the virus scanner', () => {
  it.each(['in-docx', 'behind-pdf'])('finds EICAR %s, in the file that was said and in no other', async (variant) => {
    const { files, events, expect: expected } = await labCase('infected', 4, { kind: 'virus', variant });
    const material = /^file:(.+)\/1$/.exec(expected.findings[0]!.object)![1];
    const infected = events.flatMap((event) =>
      event.type === 'case.material.added' && event.data.material === material ? [event.data.files[0]!.content] : [],
    );
    const found = [];
    for (const file of files) {
      const { verdict } = await scanner.scan(await file.bytes());
      if (verdict === 'infected') found.push(file.content);
      else expect(verdict).toBe('clean');
    }
    expect(found).toEqual(infected);
  });

  it('finds nothing in cases of other kinds', async () => {
    for (const kind of ['granted', 'fake-extension', 'unlisted'] as const) {
      const { files } = await labCase('clean', 4, { kind, files: 12 });
      for (const file of files) expect(await scanner.scan(await file.bytes())).toMatchObject({ verdict: 'clean' });
    }
  });
});
