import { Readable } from 'node:stream';
import { readSheet } from 'read-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import { fromBuffer } from 'yauzl';
import { inert } from './inert.ts';
import { UnreadableSheet } from './table.ts';

/** What a workbook may unpack to: a list of some thousand rows has some megabytes. */
const MOST_UNPACKED = 64 * 1024 * 1024;
const MOST_ENTRIES = 500;

const broken = (): UnreadableSheet =>
  new UnreadableSheet('NOT_XLSX', '不是可读取的 XLSX 工作簿 / not a workbook (XLSX) that can be read');

/** Unpacks every part and counts: a workbook that unpacks to more than it may is never handed to whoever reads it whole. */
function mustBeSmall(bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (failed, zip) => {
      if (failed || !zip) return reject(broken());
      let unpacked = 0;
      let entries = 0;
      const tooLarge = (): void =>
        reject(new UnreadableSheet('TOO_LARGE', '工作簿展开后过大 / the workbook unpacks to too much'));
      zip.on('error', () => reject(broken()));
      zip.on('end', resolve);
      zip.on('entry', (entry) => {
        entries += 1;
        if (entries > MOST_ENTRIES || entry.uncompressedSize > MOST_UNPACKED) return tooLarge();
        zip.openReadStream(entry, (unreadable, stream) => {
          if (unreadable || !stream) return reject(broken());
          stream.on('error', () => reject(broken()));
          stream.on('data', (chunk: Buffer) => {
            unpacked += chunk.length;
            if (unpacked > MOST_UNPACKED) {
              stream.destroy();
              tooLarge();
            }
          });
          stream.on('end', () => zip.readEntry());
        });
      });
      zip.readEntry();
    });
  });
}

/** Rows of the first sheet. Numbers and dates come as such; formulas as what they last came to. @throws UnreadableSheet */
export async function readWorkbook(bytes: Buffer): Promise<unknown[][]> {
  await mustBeSmall(bytes);
  try {
    return (await readSheet(Readable.from([bytes]))) as unknown[][];
  } catch {
    throw broken(); // what a reader of others says of a broken file is not for people
  }
}

export interface SheetOut {
  readonly name: string;
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A workbook in which every text is a text: nothing in it is ever computed. */
export async function writeWorkbook(sheets: readonly SheetOut[]): Promise<Buffer> {
  const made = writeExcelFile(
    sheets.map(({ name, rows }) => ({
      sheet: name,
      columns: (rows[0] ?? []).map(() => ({ width: 24 })),
      data: rows.map((row, at) =>
        row.map((cell) => {
          if (typeof cell === 'number') return { value: cell, type: Number };
          return { value: cleaned(inert(cell ?? '')), type: String, ...(at === 0 && { fontWeight: 'bold' as const }) };
        }),
      ),
    })),
  );
  return (await made.toBuffer()) as Buffer;
}

/** What XML cannot hold. */
const cleaned = (text: string): string =>
  text.replace(/[\p{Cc}\ufffe\uffff]/gu, (c) => (c === '\n' || c === '\t' ? c : ' ')).toWellFormed();
