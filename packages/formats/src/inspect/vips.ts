import sharp, { type Metadata } from 'sharp';
import type { Decoded } from '../raster/grey.ts';
import { sideFor } from '../raster/grey.ts';
import type { Subject } from './subject.ts';

// One file at a time is decoded here, and none twice: threads and a cache would only cost memory.
sharp.cache(false);
sharp.concurrency(1);

const input = ({ path, bytes }: Subject) => path ?? bytes.at(0, bytes.size);

/** Only the header is read here, so that the size of what is too large can be told. */
export async function metadataOf(subject: Subject): Promise<Metadata | string> {
  try {
    return await sharp(input(subject), { failOn: 'truncated', limitInputPixels: false }).metadata();
  } catch (error) {
    return oneLine(error);
  }
}

/** Families whose loader can reduce while it reads. */
const SHRINKS = new Set(['jpeg', 'webp']);

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Warnings are asked for first; only an image that has one is decoded a second time, to see whether it stops anybody. */
export async function decode(subject: Subject, page: number, size: Size): Promise<Decoded> {
  const strict = await all(subject, page, size, 'warning');
  if (typeof strict !== 'string') return { grey: strict, warning: null, end: 0 };
  if (DAMAGED.test(strict)) return { damaged: strict };
  const lenient = await all(subject, page, size, 'truncated');
  return typeof lenient === 'string' ? { damaged: lenient } : { grey: lenient, warning: strict, end: 0 };
}

/**
 * Reading by rows from the start, averaging all of them: each is decoded. Cutting the whole out of the whole keeps the loader from reducing a JPEG or WebP while it reads, which
 * leaves the end of some unread (test/raster.test.ts).
 */
async function all(subject: Subject, page: number, { width, height }: Size, failOn: 'truncated' | 'warning') {
  const { limits, identity } = subject;
  try {
    const image = sharp(input(subject), { failOn, page, limitInputPixels: limits.pixels, sequentialRead: true });
    const side = sideFor(width, height);
    const [across, down] = [Math.ceil(width / side), Math.ceil(height / side)];
    if (SHRINKS.has(identity.family)) image.extract({ left: 0, top: 0, width, height });
    const { data, info } = await image
      .flatten({ background: '#fff' })
      .resize({
        width: across,
        height: down,
        fit: 'fill',
        kernel: 'linear',
        fastShrinkOnLoad: false,
      })
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const grey = info.channels === 1 ? data : data.filter((_, n) => n % info.channels === 0);
    return { width: across, height: down, side, data: new Uint8Array(grey) };
  } catch (error) {
    return oneLine(error);
  }
}

/** libjpeg fills with grey what it could not decode and calls that a warning; only stray bytes between segments harm nothing. */
const DAMAGED = /corrupt jpeg data(?!.*extraneous)/i;

const oneLine = (error: unknown): string => (error as Error).message.split('\n')[0]!.slice(0, 200);
