import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);

/** A small PDF/A-2b with Chinese text, as the process record is one; the same bytes whenever it is asked for. */
export const pdfA = async (text = '政务服务办件归档过程记录'): Promise<Buffer> => {
  const doc = new PDFDocument({
    size: 'A4',
    pdfVersion: '1.7',
    subset: 'PDF/A-2b',
    tagged: true,
    lang: 'zh-CN',
    displayTitle: true,
    font: null as unknown as string,
    info: { Title: text, Author: '归档', CreationDate: new Date(0) },
  });
  const pieces: Buffer[] = [];
  const done = new Promise((resolve) => doc.on('end', resolve));
  doc.on('data', (piece: Buffer) => pieces.push(piece));
  doc.registerFont('zh', readFileSync(FONT));
  const root = doc.struct('Document');
  doc.addStructure(root);
  const paragraph = doc.struct('P', {}, [
    () => {
      doc.font('zh').fontSize(14).text(text);
    },
  ]);
  root.add(paragraph);
  root.end();
  doc.end();
  await done;
  return Buffer.concat(pieces);
};

/** A PDF written by hand, as old programs write it: header, objects, table. */
export const plainPdf = (objects: readonly string[], trailer = '/Root 1 0 R'): Buffer => {
  let text = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets = objects.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  text += offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(
    `${text}trailer\n<< /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  );
};

export const ONE_PAGE = [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << >> >>',
  '<< /Length 11 >>\nstream\n0 0 m 9 9 l\nendstream',
];

/** The same with a cross-reference stream (PDF 1.5), and all but the catalogue in an object stream. */
export const streamedPdf = (objects: readonly string[]): Buffer => {
  const [catalog, ...others] = objects;
  const bundled = others.filter((body) => !body.includes('stream'));
  const plain = others.filter((body) => body.includes('stream'));
  let text = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  const rows: [number, number, number][] = [[0, 0, 65535]];
  const put = (num: number, body: string): void => {
    rows[num] = [1, text.length, 0];
    text += `${num} 0 obj\n${body}\nendobj\n`;
  };
  put(1, catalog!);
  let at = 0;
  const head = bundled.map((body, i) => {
    const place = `${i + 2} ${at}`;
    at += body.length + 1;
    return place;
  });
  const holder = objects.length + 1;
  for (const i of bundled.keys()) rows[i + 2] = [2, holder, i];
  for (const [i, body] of plain.entries()) put(bundled.length + 2 + i, body);
  const first = `${head.join(' ')} `;
  const data = first + bundled.join('\n');
  put(
    holder,
    `<< /Type /ObjStm /N ${bundled.length} /First ${first.length} /Length ${data.length} >>\nstream\n${data}\nendstream`,
  );
  const start = text.length;
  rows[holder + 1] = [1, start, 0];
  const table = Buffer.concat(
    rows.map(([kind, a, b]) => {
      const row = Buffer.alloc(7);
      row[0] = kind;
      row.writeUInt32BE(a, 1);
      row.writeUInt16BE(b, 5);
      return row;
    }),
  ).toString('latin1');
  text += `${holder + 1} 0 obj\n<< /Type /XRef /Size ${rows.length} /W [1 4 2] /Root 1 0 R /Length ${table.length} >>\nstream\n${table}\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
};
