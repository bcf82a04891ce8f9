import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

const REGULAR = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
);
const BOLD = fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'));
const MARGIN = 36;

export interface PaperColumn {
  readonly title: string;
  /** Share of the width. */
  readonly width: number;
  readonly align?: 'left' | 'right' | 'center';
}

export interface PaperTable {
  readonly title: string;
  /** Beside the title, smaller: what it is narrowed by, when it was printed. */
  readonly notes: readonly string[];
  readonly columns: readonly PaperColumn[];
  readonly rows: readonly (readonly string[])[];
}

type Paper = InstanceType<typeof PDFDocument>;

/** A sheet of paper on which Chinese can be written; the pages are numbered when it is closed. */
export function openPaper(
  title: string,
  layout: 'portrait' | 'landscape',
  at: Date,
): { paper: Paper; close: () => Promise<Buffer> } {
  const paper = new PDFDocument({
    ...{ size: 'A4', layout, margin: MARGIN, bufferPages: true, font: REGULAR, lang: 'zh-CN', tagged: true },
    info: { Title: title, Creator: 'Guidang', CreationDate: at, ModDate: at },
  });
  paper.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  const chunks: Buffer[] = [];
  paper.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    paper.on('end', () => resolve(Buffer.concat(chunks)));
    paper.on('error', reject);
  });
  return {
    paper,
    close: () => {
      const { start, count } = paper.bufferedPageRange();
      for (let page = start; page < start + count; page++) {
        paper.switchToPage(page);
        paper.page.margins.bottom = 0;
        paper.font('regular').fontSize(8).fillColor('#444');
        paper.text(`第 ${page + 1} 页 共 ${count} 页`, MARGIN, paper.page.height - 26, {
          align: 'center',
          lineBreak: false,
          width: paper.page.width - MARGIN * 2,
        });
      }
      paper.end();
      return done;
    },
  };
}

/** Title and notes, and the cursor below them. */
export function writeHead(paper: Paper, title: string, notes: readonly string[]): void {
  paper.font('bold').fontSize(15).fillColor('#000').text(title, { align: 'center' });
  paper.moveDown(0.3).font('regular').fontSize(9).fillColor('#333');
  for (const note of notes) paper.text(note, { align: 'center' });
  paper.moveDown(0.6);
}

/** A table that goes on over as many pages as it takes, with its head on each of them. */
export function writeTable(paper: Paper, { columns, rows }: Pick<PaperTable, 'columns' | 'rows'>): void {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  const room = paper.page.width - MARGIN * 2;
  const widths = columns.map(({ width }) => (width / whole) * room);
  const bottom = (): number => paper.page.height - MARGIN - 8;
  const heightOf = (cells: readonly string[]): number =>
    Math.max(...cells.map((cell, at) => paper.heightOfString(cell || ' ', { width: widths[at]! - 8 }))) + 6;
  const line = (cells: readonly string[], head: boolean): void => {
    paper.font(head ? 'bold' : 'regular').fontSize(8.5);
    const height = heightOf(cells);
    if (!head && paper.y + height > bottom()) {
      paper.addPage();
      line(
        columns.map(({ title }) => title),
        true,
      );
      paper.font('regular').fontSize(8.5);
    }
    const { y } = paper;
    let x = MARGIN;
    for (const [at, cell] of cells.entries()) {
      const width = widths[at]!;
      if (head) paper.rect(x, y, width, height).fillAndStroke('#eef1f6', '#888');
      else paper.rect(x, y, width, height).stroke('#aaa');
      paper.fillColor('#000').text(cell, x + 4, y + 3, { width: width - 8, align: columns[at]!.align ?? 'left' });
      x += width;
    }
    paper.x = MARGIN;
    paper.y = y + height;
  };
  paper.lineWidth(0.5);
  line(
    columns.map(({ title }) => title),
    true,
  );
  for (const row of rows) line(row, false);
}

/** A whole register: one table on A4 across. */
export async function printTable(table: PaperTable, at: Date): Promise<Buffer> {
  const { paper, close } = openPaper(table.title, 'landscape', at);
  writeHead(paper, table.title, table.notes);
  writeTable(paper, table);
  return close();
}
