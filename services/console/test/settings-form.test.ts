import { describe, expect, it } from 'vitest';
import { drop, keep, keptOf, type Shelf } from '../web/src/pages/registry/form/kept.ts';
import { faultsAt, placeOf, saying } from '../web/src/pages/registry/form/shapes.ts';

const shelf = (room = Number.POSITIVE_INFINITY): Shelf => {
  const lying = new Map<string, string>();
  return {
    getItem: (key) => lying.get(key) ?? null,
    removeItem: (key) => void lying.delete(key),
    setItem: (key, value) => {
      if (value.length > room) throw new Error('QuotaExceededError');
      lying.set(key, value);
    },
  };
};
const typed = { content: { retention: 'D30' }, over: 3, at: '2026-11-25T01:00:00Z' };

describe('what was typed and not saved', () => {
  it('is there again after a session that ended, with the version it was typed over, until it is saved', () => {
    const one = shelf();
    expect(keep(one, 'filer', 'draft.a', typed)).toBe(true);
    expect(keptOf(one, 'filer', 'draft.a')).toEqual(typed);
    drop(one, 'filer', 'draft.a');
    expect(keptOf(one, 'filer', 'draft.a')).toBeUndefined();
  });
  it('is offered to nobody else and in no other form', () => {
    const one = shelf();
    keep(one, 'filer', 'draft.a', typed);
    expect(keptOf(one, 'archivist', 'draft.a')).toBeUndefined();
    expect(keptOf(one, 'filer', 'draft.b')).toBeUndefined();
  });
  it('says so where the browser has no room', () => expect(keep(shelf(10), 'filer', 'draft.a', typed)).toBe(false));
  it.each(['', '{', 'null', '7', '{"content":1,"over":1}', '{"content":{}}'])(
    'is nothing where it reads %j',
    (written) => {
      const one = shelf();
      one.setItem('guidang.form.filer.draft.a', written);
      expect(keptOf(one, 'filer', 'draft.a')).toBeUndefined();
    },
  );
});

describe('what a level says', () => {
  it.each([[undefined], [''], [[]]])(
    'is nothing where the field is emptied to %j, so that the level above counts',
    (empty) => expect(saying({ a: 'x', b: 1 } as { a?: unknown; b: number }, 'a', empty)).toEqual({ b: 1 }),
  );
  it('keeps false and 0, which are values', () =>
    expect(saying({ a: 1, b: true } as { a: number; b: boolean }, 'b', false)).toEqual({ a: 1, b: false }));
});

describe('a fault', () => {
  it.each([
    ['content.items.0.code', 'items.0.code'],
    ['items[2].requiredWhen.any[0]', 'items.2.requiredWhen.any.0'],
    ['content', ''],
  ])('of %s stands beside the field %s', (said, place) => expect(placeOf(said)).toBe(place));
  it('of a field is no fault of another one that begins alike', () => {
    const faults = [{ field: 'content.items.1.code', rule: 'R', message: 'm' }];
    expect(faultsAt(faults, 'items.1', true)).toHaveLength(1);
    expect(faultsAt(faults, 'items.1')).toEqual([]);
    expect(faultsAt(faults, 'items.10', true)).toEqual([]);
    expect(faultsAt(faults, 'item', true)).toEqual([]);
  });
});
