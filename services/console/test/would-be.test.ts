import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wouldBe, wouldBeAround } from '../src/arrange/would-be.ts';

const code = fc.record(
  {
    fonds: fc.constantFrom('J001', '2000'),
    category: fc.constantFrom('ZY', 'WS'),
    classes: fc.array(fc.constantFrom('JT', '2000', 'Y', 'Y1'), { maxLength: 3 }),
    organisation: fc.constantFrom('BGS', '2000', 'Y', '办公室'),
    width: fc.constant(4),
  },
  { requiredKeys: ['fonds', 'category', 'classes', 'width'] },
);

describe('where a package would count', () => {
  it('is the same whether it is put together here or by the database, whatever the template is', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 1900, max: 3000 }), fc.constantFrom('Y', 'D10'), (template, year, kept) => {
        const referenceCode = template as Parameters<typeof wouldBe>[0]['referenceCode'];
        const { before, after } = wouldBeAround({ referenceCode });
        expect(`${before}${year}·${kept}${after}`).toBe(wouldBe({ referenceCode }, year, kept));
      }),
    );
  });
});
