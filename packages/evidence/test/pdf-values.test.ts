import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PdfReader } from '../src/pdf/read.ts';
import {
  arrayValue,
  dictValue,
  NULL,
  nameValue,
  PdfFault,
  type PdfValue,
  pdfText,
  refValue,
  stringValue,
  textOf,
  textValue,
} from '../src/pdf/value.ts';

const leaf: fc.Arbitrary<PdfValue> = fc.oneof(
  fc.constant(NULL),
  fc.boolean().map((value): PdfValue => ({ kind: 'boolean', value })),
  fc.stringMatching(/^-?\d{1,9}(\.\d{1,5})?$/).map((text): PdfValue => ({ kind: 'number', text })),
  fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => nameValue(Buffer.from(bytes).toString('latin1'))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => stringValue(bytes)),
  fc.tuple(fc.nat(99_999), fc.nat(9)).map(([num, gen]) => refValue(num, gen)),
);
const { value } = fc.letrec<{ value: PdfValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }).map(arrayValue),
    fc
      .uniqueArray(fc.tuple(fc.stringMatching(/^[A-Za-z#() ]{1,8}$/), tie('value')), {
        maxLength: 5,
        selector: ([key]) => key,
      })
      .map((entries) => dictValue(entries)),
  ),
}));

describe('values of PDF', () => {
  it('come back as they were written, whatever they are', () => {
    fc.assert(
      fc.property(value, (written) => {
        const text = pdfText(written);
        const reader = new PdfReader(Buffer.from(`${text} `, 'latin1'));
        expect(pdfText(reader.value())).toBe(text);
        reader.skip();
        expect(reader.peek()).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  it('of text come back as the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => textOf(textValue(text)) === text.toWellFormed() || !text.isWellFormed(),
      ),
    );
  });

  it('as others write them are read: escapes, white space, comments, real numbers', () => {
    const read = (text: string) => new PdfReader(Buffer.from(text, 'latin1')).value();
    expect(pdfText(read('(a\\(b\\)\\101\\n\\\r\nc)'))).toBe(
      `<${Buffer.from('a(b)A\nc').toString('hex').toUpperCase()}>`,
    );
    expect(pdfText(read('<</A#42 % remark\n [1 2 R 3 .5 -0.]/B<4 1>>>'))).toBe('<< /AB [1 2 R 3 .5 -0.] /B <41> >>');
  });

  it('that are none end in a fault that says where', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          new PdfReader(Buffer.from(bytes)).value();
        } catch (error) {
          expect(error).toBeInstanceOf(PdfFault);
          expect((error as Error).message).toMatch(/byte \d+/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
