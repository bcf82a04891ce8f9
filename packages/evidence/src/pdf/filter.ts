import { inflateSync } from 'node:zlib';
import { type PdfDict, PdfFault, type PdfStream, type PdfValue } from './value.ts';

/** How many bytes may still be unpacked of one file. Cross-reference and object streams are small; what unpacks to more is made to fill memory. */
export interface UnpackBudget {
  left: number;
}
export const unpackBudget = (): UnpackBudget => ({ left: 128_000_000 });

const wholeOf = (value: PdfValue | undefined, otherwise: number): number =>
  value?.kind === 'number' && /^\d+$/.test(value.text) ? Number(value.text) : otherwise;

const paeth = (a: number, b: number, c: number): number => {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

/** Undoes the predictors of PNG (ISO 32000-1 §7.4.4.4), as cross-reference streams use them. */
const unpredict = (data: Buffer, parameters: PdfDict): Buffer => {
  const predictor = wholeOf(parameters.entries.get('Predictor'), 1);
  if (predictor === 1) return data;
  const columns = wholeOf(parameters.entries.get('Columns'), 1);
  if (predictor < 10 || columns < 1 || columns > 1000)
    throw new PdfFault(`predictor ${predictor} over ${columns} columns`);
  const rows = Math.floor(data.length / (columns + 1));
  const out = Buffer.alloc(rows * columns);
  for (let r = 0; r < rows; r++) {
    const kind = data[r * (columns + 1)]!;
    for (let i = 0; i < columns; i++) {
      const raw = data[r * (columns + 1) + 1 + i]!;
      const left = i > 0 ? out[r * columns + i - 1]! : 0;
      const up = r > 0 ? out[(r - 1) * columns + i]! : 0;
      const corner = r > 0 && i > 0 ? out[(r - 1) * columns + i - 1]! : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind];
      if (guess === undefined) throw new PdfFault(`row ${r} is predicted by ${kind}`);
      out[r * columns + i] = (raw + guess) & 0xff;
    }
  }
  return out;
};

/** The bytes of a stream that is not filtered, or by Flate alone: what the structure of a file is kept in. */
export const unpacked = ({ dict, raw }: PdfStream, budget: UnpackBudget): Buffer => {
  const filter = dict.entries.get('Filter');
  const filters = filter?.kind === 'array' ? filter.items : filter ? [filter] : [];
  if (filters.length === 0) return raw;
  const [only, ...more] = filters;
  if (only?.kind !== 'name' || more.length > 0 || (only.name !== 'FlateDecode' && only.name !== 'Fl'))
    throw new PdfFault('a filter other than FlateDecode in the structure of the file');
  let data: Buffer;
  try {
    data = inflateSync(raw, { maxOutputLength: Math.max(1, budget.left) });
    budget.left -= data.length;
  } catch (error) {
    // zlib throws for nothing but bytes that cannot be unpacked, or would not fit.
    throw new PdfFault(`a stream that cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
  const given = dict.entries.get('DecodeParms') ?? dict.entries.get('DP');
  const parameters = given?.kind === 'array' ? given.items[0] : given;
  return parameters?.kind === 'dict' ? unpredict(data, parameters) : data;
};
