import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SHORT_NAMES } from '../src/people/index.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Every text that the product may say or write down: the sources of its services and packages, and the pages. */
function* texts(): Generator<readonly [file: string, text: string]> {
  for (const group of ['services', 'packages'])
    for (const room of readdirSync(`${ROOT}/${group}`))
      for (const folder of [`${group}/${room}/src`, `${group}/${room}/web/src`]) {
        if (!existsSync(`${ROOT}/${folder}`)) continue;
        for (const file of readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: 'utf8' }))
          if (/\.(ts|tsx|json|tsv)$/.test(file) && !/\.test\.ts$|^generated\//.test(file))
            yield [`${folder}/${file}`, readFileSync(`${ROOT}/${folder}/${file}`, 'utf8')];
      }
}

describe('names of the laboratory’s people', () => {
  it('are such that even one of two characters stands in no text of the product: who finds it in a log or a record has found a person', () => {
    const found: string[] = [];
    for (const [file, text] of texts())
      for (const name of SHORT_NAMES) if (text.includes(name)) found.push(`${name} ${file}`);
    expect(found).toEqual([]);
    expect(SHORT_NAMES).toContain('麦堃');
  });
});
