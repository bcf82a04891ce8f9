import { expect, it } from 'vitest';
import { marksOf } from '../src/inspect/pdf-marks.ts';

const codes = (dictionary: string): string[] =>
  marksOf(Buffer.from(`1 0 obj\n<< ${dictionary} >>\nstream\n`)).map(({ code }) => code);

it.each(['/Filter [/FlateDecode /FlateDecode]', '/Filter [/FlateDecode\n/Fl]', '/Filter [ /FlateDecode/FlateDecode ]'])(
  'a stream packed inside a packed one is told: %s',
  (dictionary) => expect(codes(dictionary)).toEqual(['PACKED_TWICE']),
);

it.each(['/Filter /FlateDecode /Flags 4', '/Filter [/FlateDecode /DCTDecode]', '/Filter /FlateDecode /Float 1'])(
  'a stream that is packed once is not: %s',
  (dictionary) => expect(codes(dictionary)).toEqual([]),
);
