import { BASES, ITEMS, rulesOf } from '@guidang/properties';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PARAMETER_WORDS } from '../web/src/pages/registry/form/parameter-words.ts';
import { tabOf } from '../web/src/pages/registry/form/tab-of.ts';

describe('the form of the check', () => {
  it('has words in both languages for every parameter of every rule set, and for nothing else', () => {
    const names = new Set(
      [...BASES.keys()].flatMap((base) =>
        rulesOf({ check: { base } }).items.flatMap(({ item }) => {
          const { properties = {} } = z.toJSONSchema(item.parameters, { unrepresentable: 'any', io: 'input' });
          return Object.keys(properties);
        }),
      ),
    );
    expect(Object.keys(PARAMETER_WORDS).toSorted()).toEqual([...names].toSorted());
    expect(ITEMS.length).toBeGreaterThan(40);
  });
});

describe('what is wrong with a field', () => {
  it.each([
    ['check.items.GD-1-5.parameters.mostAge', 'check'],
    ['content.elements.3.id', 'elements'],
    ['items[0].code', 'items'],
    ['referenceCode.width', 'filing'],
    ['retention', 'basics'],
  ])('%s is said on the page %s of the form', (field, tab) => {
    expect(tabOf(field)).toBe(tab);
  });
});
