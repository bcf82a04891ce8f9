import type { Metadata } from 'sharp';
import { type FileFacts, type Inspection, notLooked, type Problem, problem, unreadable } from '../facts.ts';
import { Pages } from '../quality/pages.ts';
import type { Decoded } from '../raster/grey.ts';
import { decodeJpeg } from '../raster/jpeg.ts';
import { decodePng } from '../raster/png.ts';
import { decodeTiffPage } from '../raster/tiff.ts';
import { tiffPages } from '../raster/tiff-pages.ts';
import { jpegFacts, pngFacts } from './image-header.ts';
import type { Subject } from './subject.ts';
import { tiffEnding } from './tiff.ts';

type Described = Pick<FileFacts, 'width' | 'height' | 'dpi'>;
/** An image, or one of several: what decoding it came to. null: that is libvips' to say. */
type Frame = () => Decoded | null;

/** Larger files are left to libvips, which reads them piece by piece. */
const IN_MEMORY = 64 * 1024 ** 2;

/**
 * An image is decoded whole, every byte of it. What scanners make is decoded here, so that nothing is painted which nobody looks at; all else, and whatever ours does not
 * know, by libvips.
 */
export async function inspectImage(subject: Subject): Promise<Inspection> {
  const ending = endingOf(subject);
  const known = ownReading(subject);
  const facts = known?.described ?? (await (await vips()).metadataOf(subject));
  if (typeof facts === 'string') return unreadable(ending ? 'TRUNCATED' : 'IMAGE_DAMAGED', ending ?? facts);
  const described = known?.described ?? dimensionsOf(facts as Metadata);
  const frames = known?.frames.length ?? (facts as Metadata).pages ?? 1;
  const { limits } = subject;
  const [width, height] = [described.width ?? 0, described.height ?? 0];
  if (width * height > limits.pixels || Math.max(width, height) > limits.side) {
    const most = `${limits.pixels} pixels, ${limits.side} on a side`;
    return { ...notLooked(problem('IMAGE_TOO_LARGE', `more than ${most}`)), ...described };
  }
  if (ending) return { ...unreadable('TRUNCATED', ending), ...described };
  const looked = await allFrames(subject, known?.frames ?? null, frames, described);
  return { ...looked, ...described, ...(subject.identity.family === 'tiff' && { pages: frames }) };
}

async function allFrames(
  subject: Subject,
  own: readonly Frame[] | null,
  frames: number,
  { width = 1, height = 1, dpi }: Described,
): Promise<Inspection> {
  const { limits, deadline } = subject;
  const problems: Problem[] = [];
  const pages = new Pages();
  for (let page = 0; page < Math.min(frames, limits.frames); page += 1) {
    if (performance.now() > deadline) return notLooked(problem('TIME', `${page} of ${frames} images`));
    const result = own?.[page]?.() ?? (await (await vips()).decode(subject, page, { width, height }));
    if ('damaged' in result) return unreadable('IMAGE_DAMAGED', `image ${page + 1}: ${result.damaged}`, ...problems);
    if (result.warning !== null && problems.length < 10)
      problems.push(problem('IMAGE_WARNING', `image ${page + 1}: ${result.warning}`));
    pages.add(page + 1, result.grey, true, dpi);
  }
  if (frames > limits.frames) return notLooked(problem('IMAGE_FRAMES', `more than ${limits.frames} images`));
  return { readable: 'yes', problems, ...pages.facts() };
}

/** libvips is loaded when the first image asks for it: most never do. */
const vips = () => import('./vips.ts');

function ownReading({ bytes, identity, limits }: Subject): { described: Described; frames: readonly Frame[] } | null {
  if (bytes.size > IN_MEMORY) return null;
  if (identity.family === 'tiff') {
    const pages = tiffPages(bytes);
    const [first] = pages ?? [];
    if (!pages || !first || first.width === 0) return null;
    const { width, height, dpi } = first;
    return {
      described: { width, height, ...(dpi > 0 && { dpi }) },
      // A page beyond the limit is for libvips to refuse.
      frames: pages.map(
        (page) => () => (page.width * page.height > limits.pixels ? null : decodeTiffPage(bytes, page)),
      ),
    };
  }
  if (identity.family !== 'jpeg' && !(identity.family === 'png' && identity.puid !== 'fmt/935')) return null;
  const content = bytes.at(0, bytes.size);
  const described = identity.family === 'jpeg' ? jpegFacts(content) : pngFacts(content);
  if (!described) return null;
  const decode = identity.family === 'jpeg' ? decodeJpeg : decodePng;
  return { described, frames: [() => decode(content)] };
}

/** JPEG and PNG say where they end. A decoder that found all pixels does not miss the end; a reader of the archive may. */
function endingOf({ bytes, identity }: Subject): string | null {
  const tail = bytes.at(Math.max(0, bytes.size - 64 * 1024), 64 * 1024);
  if (identity.family === 'jpeg' && tail.lastIndexOf(END_OF_IMAGE) === -1) return 'no end of image marker';
  if (identity.family === 'tiff') return tiffEnding(bytes);
  if (identity.family !== 'png') return null;
  const end = tail.lastIndexOf('IEND', undefined, 'latin1');
  if (end === -1 || end + 8 > tail.length) return 'no IEND chunk';
  return null;
}
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

function dimensionsOf({ width, height, pageHeight, density }: Metadata): Described {
  return {
    width,
    height: pageHeight ?? height,
    ...(density !== undefined && density > 1 && { dpi: Math.round(density) }),
  };
}
