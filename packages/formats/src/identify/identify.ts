import { type Bytes, bytesOf } from '../bytes.ts';
import type { FileFacts } from '../facts.ts';
import { format, UNKNOWN } from '../registry.ts';
import { mp3Of } from './audio.ts';
import { cfbOf } from './cfb.ts';
import { cafeOf, windowsOf } from './executables.ts';
import type { Found } from './found.ts';
import { bmpOf, boxesOf, jpegOf, pngOf, riffOf } from './images.ts';
import { magicOf, placedOf, tarOf } from './magic.ts';
import { pdfOf } from './pdf.ts';
import { rtfOf } from './rtf.ts';
import { textOf } from './text.ts';
import { zipOf } from './zip.ts';

/** What a file is, by its content; the part of FileFacts that needs nothing opened. */
export type Identity = Pick<
  FileFacts,
  'puid' | 'family' | 'mime' | 'name' | 'version' | 'extensionAgrees' | 'pdfa' | 'encoding'
>;

const HEAD = 64 * 1024;

/** Lower case, without the dot; null where a name has none. */
export const extensionOf = (name: string | undefined): string | null =>
  /[^/\\]\.([^./\\]{1,12})$/.exec(name ?? '')?.[1]?.toLowerCase() ?? null;

/**
 * Tells what a file is by its bytes (PRONOM V125, local ids for OFD and WPS); the name serves to compare with, and to tell apart what is
 * nothing but text. Cheap, on the caller's thread, and safe on any bytes. Give a window where a file is large.
 */
export function identify(content: Uint8Array | Bytes, name?: string): Identity {
  const bytes = content instanceof Uint8Array ? bytesOf(content) : content;
  const extension = extensionOf(name);
  const head = bytes.at(0, HEAD);
  const what = byBytes(bytes, head) ?? textOf(bytes, extension);
  const { extensions, ...known } = what ? format(what.puid) : UNKNOWN;
  return {
    ...known,
    ...(what?.encoding && { encoding: what.encoding }),
    ...(what?.pdfa && { pdfa: what.pdfa }),
    extensionAgrees: extension === null || extensions.length === 0 ? null : extensions.includes(extension),
  };
}

/** The order matters in one place: a PDF may have bytes before its header, so what begins as something else is asked first. */
function byBytes(bytes: Bytes, head: Buffer): Found | null {
  return (
    zipOf(bytes) ??
    jpegOf(head) ??
    pngOf(bytes) ??
    magicOf(head) ??
    cfbOf(bytes) ??
    riffOf(head) ??
    boxesOf(head) ??
    windowsOf(head) ??
    cafeOf(head) ??
    bmpOf(head) ??
    rtfOf(head) ??
    pdfOf(bytes) ??
    tarOf(head) ??
    mp3Of(bytes) ??
    placedOf(bytes, head)
  );
}
