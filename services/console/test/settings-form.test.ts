import { describe, expect, it } from 'vitest';
import { faultsAt, placeOf, saying } from '../web/src/pages/registry/form/shapes.ts';

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
