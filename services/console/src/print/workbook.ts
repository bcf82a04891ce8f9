import writeExcelFile from 'write-excel-file/node';
import { inert } from './inert.ts';

export type Language = 'zh' | 'en';

/** A column of a sheet, in both languages, and what stands in it. */
export interface SheetColumn<Row> {
  readonly zh: string;
  readonly en: string;
  /** characters */
  readonly width: number;
  readonly value: (row: Row, language: Language) => string | number;
}
export interface SheetOf<Row> {
  readonly zh: string;
  readonly en: string;
  readonly columns: readonly SheetColumn<Row>[];
  readonly rows: readonly Row[];
}

type Cell = { readonly value: string | number; readonly type: typeof String | typeof Number };
interface Drawn {
  readonly sheet: string;
  readonly columns: { width: number }[];
  readonly data: Cell[][];
}

/** A sheet as it is drawn: numbers are numbers, every text is a text. */
export const sheetOf = <Row>({ columns, rows, ...names }: SheetOf<Row>, language: Language): Drawn => ({
  sheet: names[language].replace(/[[\]:*?/\\]/g, ' ').slice(0, 31),
  columns: columns.map(({ width }) => ({ width })),
  data: [
    columns.map((column) => ({ value: column[language], type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => columns.map(({ value }) => cellOf(value(row, language)))),
  ],
});

const cellOf = (value: string | number): Cell =>
  typeof value === 'number' ? { value, type: Number } : { value: inert(value), type: String };

/** A workbook of these sheets. */
export async function workbook(sheets: readonly Drawn[]): Promise<Buffer> {
  return (await writeExcelFile([...sheets]).toBuffer()) as Buffer;
}
