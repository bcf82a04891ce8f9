import { describe, expect, it } from 'vitest';
import { comparisonOf } from '../src/audit/comparison.ts';

const fault = (offset: number, more: object = {}) => ({
  ...{ code: 'PREV_HASH', layer: 2, topic: 'archive.seal', partition: 1, offset, case: 'c-1', field: 'previous' },
  ...more,
});
const report = (change: object = {}) => ({
  ...{ verdict: 'whole', layers: { 1: 'whole', 2: 'whole' }, looked: { inputs: 10, links: 60, objects: 0 } },
  ...{ log: { size: 60, cosigned: 60, head: 'o\n60\nroot' }, cases: { stored: 9, open: 1 }, faults: [], omitted: 0 },
  ...change,
});
const compared = (before: object, after: object) =>
  comparisonOf({ earlier: 'a', later: 'b' }, report(before), report(after));

describe('two audits', () => {
  it('of the same history differ in nothing', () => {
    const { counts, layers, shrunk, appeared, gone, stayed, incomplete } = compared({}, {});
    expect(counts.every(({ before, after }) => before === after)).toBe(true);
    expect([layers, shrunk, appeared, gone, stayed, incomplete]).toEqual([[], [], [], [], 0, false]);
  });

  it('show what grew, head and counts, and call none of that shrunk', () => {
    const after = {
      looked: { inputs: 12, links: 70, objects: 0 },
      log: { size: 70, cosigned: 70, head: 'o\n70\nroot' },
    };
    const found = compared({}, { ...after, cases: { stored: 11 } });
    expect(found.shrunk).toEqual([]);
    expect(found.heads).toEqual({ before: 'o\n60\nroot', after: 'o\n70\nroot' });
    expect(found.counts).toContainEqual({ name: 'cases.stored', before: 9, after: 11 });
    expect(found.counts).toContainEqual({ name: 'cases.open', before: 1, after: 0 });
  });

  it('name what appeared, what is gone and what stayed, by record and field', () => {
    const found = compared(
      { faults: [fault(3), fault(4)], layers: { 1: 'whole', 2: 'broken' } },
      { faults: [fault(4), fault(4, { field: 'seq' })], layers: { 1: 'broken', 2: 'broken' } },
    );
    expect(found.appeared.map(({ title, where }) => `${where} ${title}`)).toEqual([
      'archive.seal-1 @ 4  c-1 chain · seq',
    ]);
    expect(found.gone.map(({ where }) => where)).toEqual(['archive.seal-1 @ 3  c-1']);
    expect([found.stayed, found.layers]).toEqual([1, [{ layer: 'broker', before: 'whole', after: 'broken' }]]);
  });

  it('say that history has shrunk, which an honest one never does', () => {
    const after = { looked: { inputs: 9, links: 55, objects: 0 }, log: { size: 55, cosigned: 55, head: null } };
    expect(compared({}, after).shrunk).toEqual(['links', 'inputs', 'log.size', 'log.cosigned']);
  });

  it('say that they do not name everything where a report only counted some', () => {
    expect(compared({ omitted: 3 }, {}).incomplete).toBe(true);
  });

  it('are not compared where one of them is no report', () => {
    expect(() => comparisonOf({ earlier: 'a', later: 'b' }, {}, report())).toThrow();
  });
});
