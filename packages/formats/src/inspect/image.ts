import sharp, { type Metadata, type Sharp } from 'sharp';
import { type Inspection, notLooked, type Problem, problem, unreadable } from '../facts.ts';
import type { Subject } from './subject.ts';
import { tiffEnding } from './tiff.ts';

// One file at a time is decoded here, and none twice: threads and a cache would only cost memory.
sharp.cache(false);
sharp.concurrency(1);

/** An image is decoded whole, to its last row; a smaller copy is thrown away. */
export async function inspectImage(subject: Subject): Promise<Inspection> {
  const { limits, identity } = subject;
  const facts = await metadataOf(subject);
  if (typeof facts === 'string') return unreadable('IMAGE_DAMAGED', facts);
  const described = dimensionsOf(facts);
  const frames = facts.pages ?? 1;
  if (facts.width * (facts.pageHeight ?? facts.height) > limits.pixels) {
    return { ...notLooked(problem('IMAGE_TOO_LARGE', `more than ${limits.pixels} pixels`)), ...described };
  }
  const ending = endingOf(subject);
  if (ending) return { ...unreadable('TRUNCATED', ending), ...described };
  const problems: Problem[] = [];
  for (let page = 0; page < Math.min(frames, limits.frames); page += 1) {
    if (performance.now() > subject.deadline)
      return { ...notLooked(problem('TIME', `${page} of ${frames} images`)), ...described };
    const fault = await decode(subject, identity.family, page);
    if (fault?.fatal)
      return { ...unreadable('IMAGE_DAMAGED', `image ${page + 1}: ${fault.why}`, ...problems), ...described };
    if (fault && problems.length < 10) problems.push(problem('IMAGE_WARNING', `image ${page + 1}: ${fault.why}`));
  }
  if (frames > limits.frames)
    return { ...notLooked(problem('IMAGE_FRAMES', `more than ${limits.frames} images`)), ...described };
  return { readable: 'yes', problems, ...described, ...(identity.family === 'tiff' && { pages: frames }) };
}

const open = ({ path, bytes, limits }: Subject, failOn: 'truncated' | 'warning', page = 0): Sharp =>
  sharp(path ?? bytes.at(0, bytes.size), { failOn, page, limitInputPixels: limits.pixels, sequentialRead: true });

/** Only the header is read here, so that the size of what is too large can be told. */
async function metadataOf({ path, bytes }: Subject): Promise<Metadata | string> {
  try {
    return await sharp(path ?? bytes.at(0, bytes.size), { failOn: 'truncated', limitInputPixels: false }).metadata();
  } catch (error) {
    return oneLine(error);
  }
}

/** Warnings are asked for first; only an image that has one is decoded a second time, to see whether it stops anybody. */
async function decode(subject: Subject, family: string, page: number): Promise<{ fatal: boolean; why: string } | null> {
  // Reading by rows from the start, averaging all of them: each is decoded. JPEG is decoded at an eighth, which reads every block.
  const all = async (failOn: 'truncated' | 'warning'): Promise<string | null> => {
    try {
      await open(subject, failOn, page)
        .resize({ width: 64, height: 64, fit: 'fill', kernel: 'linear', fastShrinkOnLoad: family === 'jpeg' })
        .raw()
        .toBuffer();
      return null;
    } catch (error) {
      return oneLine(error);
    }
  };
  const warning = await all('warning');
  if (warning === null) return null;
  if (DAMAGED.test(warning)) return { fatal: true, why: warning };
  const fault = await all('truncated');
  return fault === null ? { fatal: false, why: warning } : { fatal: true, why: fault };
}

/** JPEG and PNG say where they end. A decoder that found all pixels does not miss the end; a reader of the archive may. */
function endingOf({ bytes, identity }: Subject): string | null {
  const tail = bytes.at(Math.max(0, bytes.size - 64 * 1024), 64 * 1024);
  if (identity.family === 'jpeg' && tail.lastIndexOf(Buffer.from([0xff, 0xd9])) === -1) return 'no end of image marker';
  if (identity.family === 'tiff') return tiffEnding(bytes);
  if (identity.family !== 'png') return null;
  const end = tail.lastIndexOf('IEND', undefined, 'latin1');
  if (end === -1 || end + 8 > tail.length) return 'no IEND chunk';
  return null;
}

function dimensionsOf({ width, height, pageHeight, density }: Metadata) {
  return {
    width,
    height: pageHeight ?? height,
    ...(density !== undefined && density > 1 && { dpi: Math.round(density) }),
  };
}

/** libjpeg fills with grey what it could not decode and calls that a warning; only stray bytes between segments harm nothing. */
const DAMAGED = /corrupt jpeg data(?!.*extraneous)/i;

const oneLine = (error: unknown): string => (error as Error).message.split('\n')[0]!.slice(0, 200);
