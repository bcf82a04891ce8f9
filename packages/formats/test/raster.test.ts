import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../src/index.ts';
import type { Decoded, Grey } from '../src/raster/grey.ts';
import { decodeJpeg } from '../src/raster/jpeg.ts';
import { decodePng } from '../src/raster/png.ts';
import { decodeTiffPage } from '../src/raster/tiff.ts';
import { tiffPages } from '../src/raster/tiff-pages.ts';
import { page } from './pages.ts';
import { picture } from './specimens.ts';

/** The picture as libvips has it, reduced to the same squares; of colour one channel. */
async function byLibvips(bytes: Buffer, { width, height, side }: Grey, channel: number): Promise<number[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return Array.from({ length: width * height }, (_, n) => {
    const [left, top] = [(n % width) * side, Math.floor(n / width) * side];
    let [sum, count] = [0, 0];
    for (let y = top; y < Math.min(info.height, top + side); y += 1) {
      for (let x = left; x < Math.min(info.width, left + side); x += 1) {
        sum += data[(y * info.width + x) * info.channels + Math.min(channel, info.channels - 1)]!;
        count += 1;
      }
    }
    return sum / count;
  });
}

const greyOf = (decoded: Decoded | null): Grey => {
  expect(decoded).toMatchObject({ warning: null });
  return (decoded as { grey: Grey }).grey;
};
const apart = (one: readonly number[], other: Uint8Array): number =>
  one.reduce((sum, value, n) => sum + Math.abs(value - other[n]!), 0) / one.length;

const ROUND = () => page({ width: 801, height: 603, lines: 9 });
const COLOUR = () => picture(333, 250);

describe('a JPEG decoded by its codes shows what libvips paints', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['grey', () => ROUND().jpeg().toBuffer()],
    ['grey, small enough to be kept at a quarter', () => page({ width: 400, height: 300, lines: 5 }).jpeg().toBuffer()],
    ['large, kept at an eighth', () => page({ width: 2000, height: 1500 }).jpeg({ quality: 40 }).toBuffer()],
    ['with fitted codes', () => ROUND().jpeg({ optimiseCoding: true, quality: 95 }).toBuffer()],
    ['of the lowest quality', () => ROUND().jpeg({ quality: 1 }).toBuffer()],
    ['of the highest', () => ROUND().jpeg({ quality: 100 }).toBuffer()],
  ])('%s', async (_, make) => {
    const bytes = await make();
    const grey = greyOf(decodeJpeg(bytes));
    // At a quarter, four of sixteen numbers stand for half a block: edges come out a little softer.
    expect(apart(await byLibvips(bytes, grey, 0), grey.data)).toBeLessThan(grey.side === 4 ? 3.5 : 1);
  });

  it.each(['4:2:0', '4:4:4'])('in colour, %s', async (chromaSubsampling) => {
    const bytes = await COLOUR().blur(3).jpeg({ chromaSubsampling }).toBuffer();
    const grey = greyOf(decodeJpeg(bytes));
    expect([grey.width, grey.height]).toEqual([Math.ceil(333 / grey.side), Math.ceil(250 / grey.side)]);
    // Ours is the brightness; the mean of three channels is near enough to know it by.
    const brightness = await sharp(bytes).greyscale().raw().toBuffer();
    const whole = brightness.reduce((sum, value) => sum + value, 0) / brightness.length;
    expect(grey.data.reduce((sum, value) => sum + value, 0) / grey.data.length).toBeGreaterThan(whole - 12);
    expect(grey.data.reduce((sum, value) => sum + value, 0) / grey.data.length).toBeLessThan(whole + 12);
  });

  it('leaves what it does not know to libvips', async () => {
    expect(decodeJpeg(await ROUND().jpeg({ progressive: true }).toBuffer())).toBeNull();
    expect(decodeJpeg(await COLOUR().toColourspace('cmyk').jpeg().toBuffer())).toBeNull();
  });
});

describe('a JPEG that is damaged', () => {
  it('is found wherever libjpeg finds it, in full size or at an eighth, and oftener', { timeout: 60_000 }, async () => {
    const whole = await page({ width: 400, height: 304, lines: 6 }).jpeg({ quality: 60 }).toBuffer();
    const from = whole.indexOf(Buffer.from([0xff, 0xda])) + 14;
    const complains = async (bytes: Buffer, eighth: boolean): Promise<boolean> => {
      const image = sharp(bytes, { failOn: 'warning', sequentialRead: true });
      const read = eighth ? image.resize(50, 38, { fit: 'fill', fastShrinkOnLoad: true }) : image;
      return read
        .raw()
        .toBuffer()
        .then(
          () => false,
          () => true,
        );
    };
    let [full, eighth, ours] = [0, 0, 0];
    for (let n = 0; n < 240; n += 1) {
      // A piece of it overwritten or lost, as a bad sector or a broken transfer leaves it.
      const at = from + ((n * 7919) % (whole.length - from - 300));
      const lost = n % 3 === 0 ? 20 + n : 0;
      const bytes = Buffer.concat([whole.subarray(0, at), whole.subarray(at + lost)]);
      if (lost === 0) for (let k = 0; k < 1 + (n % 40); k += 1) bytes[at + k] = (n * 31 + k * 57) & 0x7f;
      const [one, two] = [await complains(bytes, false), await complains(bytes, true)];
      const found = decodeJpeg(bytes);
      const told = found === null || 'damaged' in found || found.warning !== null;
      if (one || two) expect(told, `change ${n}`).toBe(true);
      full += Number(one);
      eighth += Number(two);
      ours += Number(told);
    }
    // Reduced while it is loaded a picture is not read to its end, which is why nobody's thumbnail proves anything.
    expect(eighth).toBeLessThan(full);
    expect(full).toBeLessThan(ours);
    expect(ours).toBeGreaterThan(150);
  });

  it.each([0.3, 0.6, 0.9, 0.99])('is found when it is cut at %f and ends as if it were whole', async (share) => {
    const whole = await ROUND().jpeg().toBuffer();
    const cut = Buffer.concat([whole.subarray(0, Math.floor(whole.length * share)), Buffer.from([0xff, 0xd9])]);
    expect(decodeJpeg(cut)).toMatchObject({ damaged: expect.any(String) });
  });
});

describe('a PNG decoded here shows what libvips reads', () => {
  it.each<[string, () => Promise<Buffer>, number]>([
    ['grey', () => ROUND().png().toBuffer(), 0],
    ['with every filter', () => ROUND().png({ adaptiveFiltering: true }).toBuffer(), 0],
    ['in colour', () => COLOUR().png({ adaptiveFiltering: true }).toBuffer(), 1],
    ['in colour with transparency', () => COLOUR().ensureAlpha(0.5).png().toBuffer(), 1],
    ['of sixteen colours', () => COLOUR().png({ palette: true, colours: 16 }).toBuffer(), 1],
    ['of two', () => ROUND().threshold(128).png({ palette: true, colours: 2 }).toBuffer(), 0],
  ])('%s', async (_, make, channel) => {
    const bytes = await make();
    const grey = greyOf(decodePng(bytes));
    // Where every other row stands for two, noise differs a little.
    expect(apart(await byLibvips(bytes, grey, channel), grey.data)).toBeLessThan(4);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['one bit of the picture', (bytes) => changed(bytes, Math.floor(bytes.length / 2))],
    ['one bit of the header', (bytes) => changed(bytes, 23)],
    ['the last chunk gone', (bytes) => bytes.subarray(0, bytes.length - 12)],
    ['half of it gone', (bytes) => Buffer.concat([bytes.subarray(0, bytes.length / 2), bytes.subarray(-12)])],
  ])('and finds %s', async (_, change) => {
    expect(decodePng(change(await ROUND().png().toBuffer()))).toMatchObject({ damaged: expect.any(String) });
  });

  it('leaves interlaced ones and those of sixteen bits to libvips', async () => {
    expect(decodePng(await ROUND().png({ progressive: true }).toBuffer())).toBeNull();
    expect(decodePng(await ROUND().toColourspace('grey16').png().toBuffer())).toBeNull();
  });
});

const changed = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 4;
  return copy;
};

describe('a TIFF as scanners write it', () => {
  const bilevel = (width: number, height: number) =>
    page({ width, height, lines: 12 }).threshold(128).toColourspace('b-w');
  it.each<[string, () => Promise<Buffer>]>([
    ['Group 4', () => bilevel(1001, 703).tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer()],
    [
      'Group 4 of noise',
      () =>
        page({ noise: 200, paper: 128, lines: 0 })
          .threshold(128)
          .toColourspace('b-w')
          .tiff({ compression: 'ccittfax4', bitdepth: 1 })
          .toBuffer(),
    ],
    ['two levels, not packed', () => bilevel(333, 250).tiff({ compression: 'none', bitdepth: 1 }).toBuffer()],
    ['grey, not packed', () => ROUND().tiff({ compression: 'none' }).toBuffer()],
    ['colour, not packed', () => COLOUR().tiff({ compression: 'none' }).toBuffer()],
  ])('%s: shows what libvips reads', async (_, make) => {
    const bytes = await make();
    const [first] = tiffPages(bytesOf(bytes))!;
    const grey = greyOf(decodeTiffPage(bytesOf(bytes), first!));
    expect(apart(await byLibvips(bytes, grey, 1), grey.data)).toBeLessThan(4);
  });

  it('Group 4 with bits changed is found, or still is a picture of its size', async () => {
    const bytes = await bilevel(600, 400).tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer();
    const [first] = tiffPages(bytesOf(bytes))!;
    let found = 0;
    for (let n = 0; n < 200; n += 1) {
      const copy = Buffer.from(bytes);
      copy[first!.offsets[0]! + ((n * 131) % first!.lengths[0]!)]! ^= 1 << (n % 8);
      if ('damaged' in decodeTiffPage(bytesOf(copy), first!)!) found += 1;
    }
    expect(found).toBeGreaterThan(100);
  });

  it.each(['lzw', 'deflate', 'packbits', 'jpeg'] as const)('%s is left to libvips', async (compression) => {
    const bytes = await ROUND().tiff({ compression }).toBuffer();
    expect(decodeTiffPage(bytesOf(bytes), tiffPages(bytesOf(bytes))![0]!)).toBeNull();
  });
});
