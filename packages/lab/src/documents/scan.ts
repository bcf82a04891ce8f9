import sharp from 'sharp';
import { Random } from '../random.ts';
import { type Pixels, Plate, type PlateOptions } from './plate.ts';
import type { Sheet } from './sheet.ts';
import { countersignatureSheet, drawingSheet, photoSheet } from './sheets/drawn.ts';
import { businessLicenceSheet, certificateSheet, idCardSheet, statementSheet } from './sheets/scanned.ts';

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

/**
 * A page of paper as the window's scanner saw it: the same values and generator, the same bytes. TIFF is bilevel with Group 4 compression, as
 * drawings are scanned; PNG is grey or colour without loss; JPEG of middling quality.
 */
export async function scan(
  kind: ScanKind,
  title: string,
  values: Readonly<Record<string, string>>,
  format: ScanFormat,
  random: Random,
): Promise<Buffer> {
  const page = await plate(kind, title, random.below(LIES));
  return encode(await page.print(values, random), format, KINDS[kind].how.dpi);
}

function encode({ data, width, height, channels }: Pixels, format: ScanFormat, dpi: number): Promise<Buffer> {
  const picture = sharp(data, { raw: { width, height, channels } }).withMetadata({ density: dpi });
  if (format === 'png')
    return picture.png({ compressionLevel: 3, adaptiveFiltering: false, palette: false }).toBuffer();
  if (format === 'jpeg') return picture.jpeg({ quality: 62 }).toBuffer();
  return picture
    .toColourspace('b-w')
    .threshold(150)
    .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: dpi / 25.4, yres: dpi / 25.4 })
    .toBuffer();
}
