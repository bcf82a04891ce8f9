import { isUtf8 } from 'node:buffer';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Bytes of a character that may hang over the end of a window. */
const OVERHANG = 3;

/** Byte order marks, which leave no doubt. */
function marked(bytes: Buffer): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null;
}

/** Control characters that no text has; form feed, escape and the DOS end of file are seen in old ones. */
function binary(bytes: Buffer): boolean {
  for (const byte of bytes) {
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 0x1b && byte !== 0x1a)
      return true;
  }
  return false;
}

const startIsUtf8 = (bytes: Buffer): boolean => {
  for (let cut = 0; cut <= OVERHANG; cut += 1) if (isUtf8(bytes.subarray(0, bytes.length - cut))) return true;
  return false;
};

/** @returns the text, or null where the bytes are not text in this encoding; `ended: false` allows half a character at the end */
export function decoded(bytes: Buffer, encoding: Encoding, ended = true): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !ended });
  } catch {
    // The decoder has one way to say "not this encoding", and it is the answer here.
    return null;
  }
}

/**
 * The encoding of text, or null where the bytes are not text. UTF-8 is tried before GB 18030 (GB/T 18030-2022): text in the one
 * is hardly ever valid in the other. `ended: false` where more bytes follow.
 */
export function encodingOf(bytes: Buffer, ended = true): Encoding | null {
  const mark = marked(bytes);
  if (mark) return decoded(bytes, mark, ended) === null ? null : mark;
  if (bytes.length === 0 || binary(bytes)) return null;
  if (ended ? isUtf8(bytes) : startIsUtf8(bytes)) return 'utf-8';
  const text = decoded(bytes, 'gb18030', ended);
  // Almost any bytes are valid in GB 18030, but then they are private-use or unassigned characters.
  return text !== null && plausible(text) ? 'gb18030' : null;
}

function plausible(text: string): boolean {
  const odd = text.match(/[\ue000-\uf8ff\u0080-\u009f\ufffd]/g)?.length ?? 0;
  return odd * 50 <= text.length;
}
