import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { page } from './page.ts';
import { rows, STATES } from './rows.ts';

const ROOT = join(import.meta.dirname, '../..');
const ROWS = rows();

/** Rows of each clause, as the standard's 36 tables have them. */
const TABLES: Record<string, number> = {
  ...{ '4.1': 5, '4.2': 3, '4.3': 5, '4.4': 14, '4.5': 4, '4.6': 6, '4.7': 3 },
  ...{ '5.1': 6, '5.2': 6, '5.3': 5, '5.4': 5 },
  ...{ '6.1': 3, '6.2': 4, '6.3': 5, '6.4': 5, '6.5': 4 },
  ...{ '7.1': 5, '7.2': 3, '7.3': 4, '7.4': 3, '7.5': 4 },
  ...{ '8.1': 8, '8.2': 8, '8.3': 6, '8.4': 6 },
  ...{ '9.1': 6, '9.2': 6, '9.3': 3 },
  ...{ '10.1': 6, '10.2': 4, '10.3': 10 },
  ...{ '11.1': 5, '11.2': 9, '11.3': 14, '11.4': 7, '11.5': 7 },
};

describe('the list of GB/T 39784-2021', () => {
  it('has every row of the 36 tables, once and in order', () => {
    const expected = Object.entries(TABLES).flatMap(([clause, count]) =>
      Array.from({ length: count }, (_, at) => `${clause}-${at + 1}`),
    );
    expect(Object.keys(TABLES)).toHaveLength(36);
    expect(ROWS.map(({ id }) => id)).toEqual(expected);
  });
  it('says of each row whether it is asked for, in what state it is, and where', () => {
    for (const { id, level, state, zh, where, tests } of ROWS) {
      expect(['M', 'O'], id).toContain(level);
      expect(Object.keys(STATES), id).toContain(state);
      expect(zh, id).toMatch(/[\u4e00-\u9fff]/);
      if (state === 'none') expect([where, tests], id).toEqual(['', []]);
      else expect(where, id).not.toBe('');
    }
  });
  it('names for what is built tests that are there', () => {
    const missing = ROWS.flatMap(({ id, state, tests }) => {
      if (state !== 'built' && state !== 'part') return [];
      if (tests.length === 0) return [`${id}: no test`];
      return tests.flatMap(({ file, name }) => {
        const path = join(ROOT, file);
        if (!/\.test\.ts$/.test(file) || !existsSync(path)) return [`${id}: ${file}`];
        return readFileSync(path, 'utf8').includes(name) ? [] : [`${id}: ${file} has no ${name}`];
      });
    });
    expect(missing).toEqual([]);
  });
  it('is what docs/gbt39784.md shows; `node tools/conformance/write.ts` writes it anew', () => {
    expect(readFileSync(join(ROOT, 'docs/gbt39784.md'), 'utf8')).toBe(page());
  });
});
