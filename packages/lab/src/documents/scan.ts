import sharp, { type Sharp } from 'sharp';
import { Random } from '../random.ts';
import { bind } from './bound.ts';
import { withBlank } from './paper-stack.ts';
import { type Pixels, Plate, type PlateOptions } from './plate.ts';
import type { Sheet } from './sheet.ts';
import { countersignatureSheet, drawingSheet, photoSheet } from './sheets/drawn.ts';
import { businessLicenceSheet, certificateSheet, idCardSheet, statementSheet } from './sheets/scanned.ts';
import { tiffVolume } from './tiff-volume.ts';

export type ScanFormat = 'jpeg' | 'png' | 'tiff';
export type ScanKind =
  | 'id-card'
  | 'certificate'
  | 'business-licence'
  | 'statement'
  | 'drawing'
  | 'photo'
  | 'countersignature';

// One thread of libvips per picture: many are made side by side, and they should not wait for one another.
sharp.concurrency(1);
sharp.cache(false);

/** Of JPEG, as windows set their scanners: small, and good to read. */
const QUALITY = 72;

/** How many different lies on the glass each page has been scanned in. */
const LIES = 3;

const KINDS: Record<ScanKind, { sheet: (title: string, random: Random) => Sheet; how: Omit<PlateOptions, 'name'> }> = {
  'id-card': { sheet: idCardSheet, how: { dpi: 110, colour: true } },
  certificate: { sheet: certificateSheet, how: { dpi: 75, colour: true, noise: 6 } },
  'business-licence': { sheet: businessLicenceSheet, how: { dpi: 75, colour: true, noise: 6 } },
  statement: { sheet: statementSheet, how: { dpi: 100, colour: false } },
  drawing: { sheet: drawingSheet, how: { dpi: 150, colour: false, skew: 0.4 } },
  photo: { sheet: (_, random) => photoSheet(random), how: { dpi: 96, colour: true, noise: 14, skew: 2 } },
  countersignature: { sheet: countersignatureSheet, how: { dpi: 96, colour: false, noise: 0, skew: 0 } },
};

const plates = new Map<string, Promise<Plate>>();

function plate(kind: ScanKind, title: string, lie: number): Promise<Plate> {
  const name = `${kind}/${title}/${lie}`;
  let made = plates.get(name);
  if (made === undefined) {
    const { sheet, how } = KINDS[kind];
    made = Plate.scan(sheet(title, new Random(`sheet/${name}`)), { ...how, name });
    plates.set(name, made);
  }
  return made;
}

/** A sheet of paper as it lies on the scanner: which one, what is written on it, and the path that its specks follow from. */
export interface Sheetful {
  kind: ScanKind;
  title: string;
  values: Readonly<Record<string, string>>;
  path: string;
}

/**
 * A page of paper as the window's scanner saw it: the same sheet, the same bytes. TIFF is bilevel with Group 4 compression, as
 * drawings are scanned; PNG is grey or colour without loss; JPEG of middling quality.
 */
export const scan = (sheet: Sheetful, format: ScanFormat): Promise<Buffer> =>
  seen(sheet, (pixels) => encode(pixels, format, KINDS[sheet.kind].how.dpi));

/** Several sheets in one PDF, a picture on each page. `quality` is that of the pictures. */
export async function scanBound(sheets: readonly Sheetful[], quality = QUALITY): Promise<Buffer> {
  const { dpi } = KINDS[sheets[0]!.kind].how;
  const pages = sheets.map((sheet) =>
    seen(sheet, async (pixels) => ({ ...pixels, jpeg: await jpegOf(pixels, dpi, quality) })),
  );
  return bind(await Promise.all(pages), dpi);
}

/** Several grey sheets in one TIFF, not compressed. */
export async function scanVolume(sheets: readonly Sheetful[]): Promise<Buffer> {
  const pages = sheets.map((sheet) => seen(sheet, async (pixels) => ({ ...pixels, data: Buffer.from(pixels.data) })));
  return tiffVolume(await Promise.all(pages), KINDS[sheets[0]!.kind].how.dpi);
}

/** Lays the sheet on the glass; `use` has the pixels for as long as it takes. */
async function seen<T>({ kind, title, values, path }: Sheetful, use: (pixels: Pixels) => Promise<T>): Promise<T> {
  const random = new Random(path);
  const page = await plate(kind, title, random.below(LIES));
  return withBlank(page.length, async (blank) => use(await page.print(values, random, blank)));
}

function encode(pixels: Pixels, format: ScanFormat, dpi: number): Promise<Buffer> {
  switch (format) {
    case 'png':
      return picture(pixels, dpi).png({ compressionLevel: 3, adaptiveFiltering: false, palette: false }).toBuffer();
    case 'jpeg':
      return jpegOf(pixels, dpi, QUALITY);
    case 'tiff':
      // Ink or paper, nothing between.
      return picture(pixels, dpi)
        .threshold(150)
        .toColourspace('b-w')
        .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: dpi / 25.4, yres: dpi / 25.4 })
        .toBuffer();
  }
}

/** Huffman tables as they come: fitting them to each picture takes a third of the time for a quarter of the bytes, and scanners do not care to. */
const jpegOf = (pixels: Pixels, dpi: number, quality: number): Promise<Buffer> =>
  picture(pixels, dpi).jpeg({ quality, optimiseCoding: false }).toBuffer();

/** Grey stays grey: left to itself the writer would make three channels of one. */
const picture = ({ data, width, height, channels }: Pixels, dpi: number): Sharp =>
  sharp(data, { raw: { width, height, channels } })
    .withDensity(dpi)
    .toColourspace(channels === 1 ? 'b-w' : 'srgb');
