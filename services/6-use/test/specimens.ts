import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { degrees, PDFDocument, PDFName, PDFString, rgb, StandardFonts } from '@cantoo/pdf-lib';
import * as fontkit from 'fontkit';
import type { Marks } from '../src/copy/copy.ts';

const noto = readFileSync(
  createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
);

export const COPY_ID = '0123456789abcdef0123456789abcdef';
export const MARKS: Marks = {
  copyId: COPY_ID,
  verifyUrl: `https://archive.example.gov.cn/verify/${COPY_ID}`,
  referenceCode: '0101-ZY·XK·2026·Y-0042',
  title: '建设工程规划许可证',
  purpose: '办理银行贷款',
  account: 'archivist-07',
  askedAt: '2026-03-20T16:05:00Z',
};

interface Options {
  readonly pages?: number;
  readonly rotate?: 0 | 90 | 180 | 270;
  readonly size?: [number, number];
  /** claims PDF/A-2b */
  readonly claims?: boolean;
  /** whether the font is inside the file */
  readonly embedded?: boolean;
  readonly change?: (document: PDFDocument) => void | Promise<void>;
}

/** A small document with a red corner at the lower left and `第 n 页` on each page. */
export async function pdf({
  pages = 1,
  rotate = 0,
  size = [595.28, 841.89],
  claims = true,
  embedded = true,
  change,
}: Options = {}): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.registerFontkit(fontkit as never);
  const font = embedded
    ? await document.embedFont(noto, { subset: true })
    : await document.embedFont(StandardFonts.Helvetica);
  for (let n = 1; n <= pages; n += 1) {
    const page = document.addPage(size);
    page.drawText(embedded ? `第 ${n} 页 正文` : `Page ${n} text`, { x: 80, y: size[1] / 2, size: 20, font });
    page.drawRectangle({ x: 0, y: 0, width: 40, height: 40, color: rgb(1, 0, 0) });
    page.setRotation(degrees(rotate));
  }
  if (claims) document.convertToPDFA({ conformance: '2B' });
  await change?.(document);
  return document.save({ useObjectStreams: false });
}

/** Lays a green square over the middle of the first page, as a signature field shows its stamp. */
export function stamped(document: PDFDocument): void {
  const { context } = document;
  const appearance = context.register(
    context.stream('0 1 0 rg 0 0 100 100 re f', { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 100, 100] }),
  );
  const value = context.register(
    context.obj({ Type: 'Sig', Filter: 'Adobe.PPKLite', SubFilter: 'ETSI.CAdES.detached' }),
  );
  const field = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: PDFString.of('Signature1'),
      V: value,
      F: 4,
      Rect: [250, 500, 350, 600],
      AP: { N: appearance },
    }),
  );
  document.getPage(0).node.set(PDFName.of('Annots'), context.obj([field]));
  document.catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: [field], SigFlags: 3 }));
}

/** What should never come through into a copy. */
export async function loaded(document: PDFDocument): Promise<void> {
  document.addJavaScript('hello', 'app.alert("SECRET-SCRIPT")');
  await document.attach(Buffer.from('SECRET-ATTACHMENT'), 'secret.txt', { mimeType: 'text/plain' });
  document.setAuthor('SECRET-AUTHOR');
  const { context } = document;
  document
    .getPage(0)
    .node.set(PDFName.of('AA'), context.obj({ O: { S: 'JavaScript', JS: PDFString.of('SECRET-ACTION') } }));
  document.getPage(0).node.set(PDFName.of('PieceInfo'), context.obj({ X: { Private: PDFString.of('SECRET-PIECE') } }));
}

/** Says that its colours are four inks (no real profile: nothing here reads it). */
export function printed({ catalog, context }: PDFDocument): void {
  const profile = context.register(context.flateStream('a profile of four inks', { N: 4 }));
  const intent = {
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFString.of('FOGRA39'),
    DestOutputProfile: profile,
  };
  catalog.set(PDFName.of('OutputIntents'), context.obj([context.obj(intent)]));
}
