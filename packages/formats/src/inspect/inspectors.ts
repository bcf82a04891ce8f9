import type { Inspection } from '../facts.ts';
import { inspectCompound } from './cfb.ts';
import { inspectBmp, inspectBoxes, inspectRiff } from './media.ts';
import { inspectOfd } from './ofd.ts';
import { inspectPackage } from './packages.ts';
import { inspectGzip, inspectTar } from './packed.ts';
import type { PdfReader } from './pdfium.ts';
import { inspectRtf } from './rtf.ts';
import { inspectFlac, inspectMp3, inspectWave } from './sound.ts';
import type { Subject } from './subject.ts';
import { inspectDrawing, inspectJson, inspectText, inspectXml } from './text.ts';
import { inspectZip } from './zip.ts';

type Inspector = (subject: Subject) => Promise<Inspection>;
export type Inspectors = Readonly<Record<string, Inspector>>;

/**
 * Who opens which family; what is not here is told apart and not looked into. PDFium and libvips are loaded when the first file asks
 * for them: a process that never meets one stays small.
 */
export function inspectors(): Inspectors {
  let reader: Promise<PdfReader> | undefined;
  const pdf: Inspector = async (subject) => {
    reader ??= import('./pdfium.ts').then(({ PdfReader }) => PdfReader.start());
    const { inspectPdf } = await import('./pdf.ts');
    return inspectPdf(subject, await reader);
  };
  const image: Inspector = async (subject) => (await import('./image.ts')).inspectImage(subject);
  return { ...ALWAYS, pdf, jpeg: image, png: image, tiff: image, gif: image, webp: image, avif: image };
}

const ALWAYS: Inspectors = {
  bmp: inspectBmp,
  jp2: inspectBoxes,
  jpx: inspectBoxes,
  heic: inspectBoxes,
  mp4: inspectBoxes,
  mov: inspectBoxes,
  '3gp': inspectBoxes,
  m4a: inspectBoxes,
  wav: inspectWave,
  mp3: inspectMp3,
  flac: inspectFlac,
  avi: inspectRiff,
  ofd: inspectOfd,
  docx: inspectPackage,
  docm: inspectPackage,
  xlsx: inspectPackage,
  xlsm: inspectPackage,
  pptx: inspectPackage,
  odt: inspectPackage,
  ods: inspectPackage,
  odp: inspectPackage,
  zip: inspectZip,
  jar: inspectZip,
  doc: inspectCompound,
  xls: inspectCompound,
  ppt: inspectCompound,
  wps: inspectCompound,
  et: inspectCompound,
  msg: inspectCompound,
  cfb: inspectCompound,
  'ooxml-encrypted': inspectCompound,
  xml: inspectXml,
  svg: inspectXml,
  json: inspectJson,
  txt: inspectText,
  csv: inspectText,
  eml: inspectText,
  html: inspectText,
  mht: inspectText,
  dxf: inspectDrawing,
  step: inspectDrawing,
  rtf: inspectRtf,
  gzip: inspectGzip,
  tar: inspectTar,
};
