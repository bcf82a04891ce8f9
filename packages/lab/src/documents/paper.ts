import type { Person } from '../people/persons.ts';
import { Random } from '../random.ts';
import { type DataFormat, type DataRecord, dataFile } from './data.ts';
import { docx } from './office/docx.ts';
import { type LetterFacts, letterFor } from './office/letters.ts';
import { tableFor } from './office/tables.ts';
import { xlsx } from './office/xlsx.ts';
import { type PrintedKind, printed } from './printed.ts';
import { type ScanFormat, type Sheetful, scan, scanBound, scanVolume } from './scan.ts';
import { bombPart, type Disguised, disguised, eicar, infectedPart } from './spoilt.ts';

/**
 * What a file is, as data: all that its bytes follow from. So a case can be known with every digest while none of its files is in memory, and any one of them
 * can be made again, alone.
 */
export type Paper =
  | { as: 'printed'; kind: PrintedKind; about: string; values: Readonly<Record<string, string>>; infected?: true }
  /** `cut`: the file breaks off, as one whose transfer did */
  | { as: 'scan'; sheet: Sheetful; format: ScanFormat; cut?: true }
  | { as: 'bound'; sheets: readonly Sheetful[]; quality?: number }
  | { as: 'volume'; sheets: readonly Sheetful[] }
  | { as: 'letter'; title: string; facts: LetterFacts; path: string; carries?: 'virus' | 'bomb' }
  | { as: 'table'; title: string; people: readonly Person[]; path: string }
  | { as: 'data'; record: DataRecord; format: DataFormat }
  | { as: 'disguised'; what: Disguised; path: string };

/** How much of a file is left that breaks off. */
const CUT_AT = 0.6;

/** The bytes of a paper: the same paper, the same bytes. */
export async function made(paper: Paper): Promise<Buffer> {
  switch (paper.as) {
    case 'printed': {
      const pdf = await printed(paper.kind, paper.about, paper.values);
      return paper.infected ? Buffer.concat([pdf, eicar()]) : pdf;
    }
    case 'scan': {
      const whole = await scan(paper.sheet, paper.format);
      return paper.cut ? whole.subarray(0, Math.floor(whole.length * CUT_AT)) : whole;
    }
    case 'bound':
      return scanBound(paper.sheets, paper.quality);
    case 'volume':
      return scanVolume(paper.sheets);
    case 'letter': {
      const more = { virus: [infectedPart()], bomb: [bombPart()] };
      return docx(
        letterFor(paper.title, paper.facts, new Random(paper.path)),
        paper.carries ? more[paper.carries] : [],
      );
    }
    case 'table':
      return xlsx(tableFor(paper.title, paper.people, new Random(paper.path)));
    case 'data':
      return dataFile(paper.record, paper.format);
    case 'disguised':
      return disguised(paper.what, paper.path);
  }
}

const PDF = { extension: 'pdf', mediaType: 'application/pdf' };
const OFFICE = 'application/vnd.openxmlformats-officedocument';
const SCANS: Record<ScanFormat, { extension: string; mediaType: string }> = {
  jpeg: { extension: 'jpg', mediaType: 'image/jpeg' },
  png: { extension: 'png', mediaType: 'image/png' },
  tiff: { extension: 'tif', mediaType: 'image/tiff' },
};
const DATA: Record<DataFormat, { extension: string; mediaType: string }> = {
  json: { extension: 'json', mediaType: 'application/json' },
  xml: { extension: 'xml', mediaType: 'text/xml' },
  txt: { extension: 'txt', mediaType: 'text/plain' },
};

/** What its publisher says a paper is: name's extension, media type, and pages where they can be counted. Of a disguised one, this is the lie. */
export function announced(paper: Paper): { extension: string; mediaType: string; pages?: number } {
  switch (paper.as) {
    case 'printed':
    case 'disguised':
      return { ...PDF, pages: 1 };
    case 'scan':
      return { ...SCANS[paper.format], pages: 1 };
    case 'bound':
      return { ...PDF, pages: paper.sheets.length };
    case 'volume':
      return { ...SCANS.tiff, pages: paper.sheets.length };
    case 'letter':
      return { extension: 'docx', mediaType: `${OFFICE}.wordprocessingml.document` };
    case 'table':
      return { extension: 'xlsx', mediaType: `${OFFICE}.spreadsheetml.sheet` };
    case 'data':
      return DATA[paper.format];
  }
}
