import { escaped, officePackage } from './parts.ts';
import { zipped } from './zip.ts';

const S = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A table with one heading row below its title. Numbers become numbers, everything else text. */
export interface Table {
  title: string;
  columns: readonly { name: string; width: number }[];
  rows: readonly (readonly (string | number)[])[];
}

const FONTS =
  '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>';
const FILLS =
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF4EFE2"/></patternFill></fill></fills>';
const side = (name: string): string => `<${name} style="thin"><color rgb="FF1A1A1E"/></${name}>`;
const BORDERS = `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border></borders>`;
const CENTRED = '<alignment horizontal="center" vertical="center"/>';
/** Cell styles by number: 0 none, 1 title, 2 heading, 3 value. */
const STYLES = `<styleSheet xmlns="${S}">${FONTS}${FILLS}${BORDERS}<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1" applyAlignment="1">${CENTRED}</xf><xf fontId="2" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${CENTRED}</xf><xf borderId="1" applyBorder="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

const column = (i: number): string => String.fromCharCode(65 + i);

function cell(value: string | number, at: string, style: number): string {
  return typeof value === 'number'
    ? `<c r="${at}" s="${style}"><v>${value}</v></c>`
    : `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

const row = (number: number, height: number, cells: readonly (string | number)[], style: number): string =>
  `<row r="${number}" ht="${height}" customHeight="1">${cells.map((value, i) => cell(value, `${column(i)}${number}`, style)).join('')}</row>`;

/** The table as a workbook of one sheet (ISO/IEC 29500 SpreadsheetML). At most 26 columns. */
export function xlsx({ title, columns, rows }: Table): Promise<Buffer> {
  const widths = columns
    .map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  const all = [
    row(1, 30, [title], 1),
    row(
      2,
      20,
      columns.map(({ name }) => name),
      2,
    ),
    ...rows.map((cells, i) => row(i + 3, 18, cells, 3)),
    row(rows.length + 4, 18, ['归档系统测试样本 · 内容纯属虚构'], 0),
  ].join('');
  return zipped(
    officePackage(
      title,
      {
        name: 'xl/workbook.xml',
        type: 'spreadsheetml.sheet.main+xml',
        relation: 'officeDocument',
        body: `<workbook xmlns="${S}" xmlns:r="${R}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      },
      [
        {
          name: 'xl/worksheets/sheet1.xml',
          type: 'spreadsheetml.worksheet+xml',
          relation: 'worksheet',
          body: `<worksheet xmlns="${S}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols>${widths}</cols><sheetData>${all}</sheetData><mergeCells count="1"><mergeCell ref="A1:${column(columns.length - 1)}1"/></mergeCells><pageSetup paperSize="9" fitToWidth="1" fitToHeight="0"/></worksheet>`,
        },
        { name: 'xl/styles.xml', type: 'spreadsheetml.styles+xml', relation: 'styles', body: STYLES },
      ],
    ),
  );
}
