import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(`${ROOT}docs/threat-model.md`, 'utf8');
const tables = text
  .split('\n## ')
  .map((part) => part.split('\n').filter((line) => /^\| (?!who|\| 掌握|---)/.test(line)));

describe('docs/threat-model.md', () => {
  it('names for everything that is found a test that is there', () => {
    const lines = tables[2]!.filter((line) => !/^\|-|^\| who/.test(line));
    expect(lines.length).toBeGreaterThan(15);
    for (const line of lines) {
      const test = /`([\w./-]+\.test\.ts)` \|$/.exec(line)?.[1];
      expect(test, line).toBeDefined();
      expect(existsSync(`${ROOT}${test}`), test).toBe(true);
    }
  });

  it('says of everything that cannot be found why, and what would be needed', () => {
    const lines = tables[3]!.filter((line) => !/^\|-|^\| who/.test(line));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines)
      expect(
        line
          .split('|')
          .slice(1, -1)
          .every((cell) => cell.trim() !== ''),
        line,
      ).toBe(true);
  });

  it('speaks of pages that are there', () => {
    for (const [, page] of text.matchAll(/\]\(([\w./-]+\.md)\)/g))
      expect(existsSync(`${ROOT}docs/${page}`), page).toBe(true);
  });
});
