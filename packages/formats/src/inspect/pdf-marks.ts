import { constants, inflateSync } from 'node:zlib';
import { type Problem, problem } from '../facts.ts';

/** Names in a PDF that mean something happens, or something hides, when it is opened. */
const MARKS: readonly (readonly [name: string, code: string, detail: string])[] = [
  ['/JavaScript', 'JAVASCRIPT', 'carries JavaScript'],
  ['/Launch', 'LAUNCH_ACTION', 'an action starts a program'],
  ['/EmbeddedFile', 'EMBEDDED_FILE', 'files are embedded in the document'],
  ['/RichMedia', 'RICH_MEDIA', 'carries rich media'],
  ['/XFA', 'XFA_FORM', 'a form in XFA'],
];
const FLATE = '/FlateDecode';
const MOST_OBJECT_STREAMS = 2000;
const OBJECT_STREAM = 4 * 1024 ** 2;

/**
 * Looks for marks in the bytes as they lie and in the object streams, where newer writers put their dictionaries. A name may be
 * spelt with #-escapes to hide; such a spelling of letters has no honest use and is told as well.
 */
export function marksOf(content: Buffer): Problem[] {
  const found = new Set<string>();
  const look = (bytes: Buffer): void => {
    for (const [name, code] of MARKS) if (!found.has(code) && names(bytes, name)) found.add(code);
    if (
      /\/[A-Za-z]{0,12}#(?:[46][1-9A-Fa-f]|[57][0-9Aa])[A-Za-z#]/.test(
        bytes.length <= OBJECT_STREAM ? bytes.toString('latin1') : '',
      )
    ) {
      found.add('NAME_ESCAPED');
    }
  };
  look(content);
  if (packedTwice(content)) found.add('PACKED_TWICE');
  let streams = 0;
  for (let at = content.indexOf('/ObjStm', 0, 'latin1'); at !== -1; at = content.indexOf('/ObjStm', at + 7, 'latin1')) {
    streams += 1;
    if (streams > MOST_OBJECT_STREAMS) break;
    const stream = objectStream(content, at);
    if (stream) look(stream);
  }
  const known = MARKS.filter(([, code]) => found.has(code)).map(([, code, detail]) => problem(code, detail));
  return [
    ...known,
    ...(found.has('NAME_ESCAPED') ? [problem('NAME_ESCAPED', 'letters of a name are written as escapes')] : []),
    ...(found.has('PACKED_TWICE') ? [problem('PACKED_TWICE', 'a stream is packed inside a packed one')] : []),
  ];
}

/** A stream that was packed twice by the same method saves nothing that is honest: it is how a few kilobytes become gigabytes. */
function packedTwice(content: Buffer): boolean {
  for (
    let at = content.indexOf(FLATE, 0, 'latin1');
    at !== -1;
    at = content.indexOf(FLATE, at + FLATE.length, 'latin1')
  ) {
    const next = content.toString('latin1', at + FLATE.length, at + FLATE.length + 16).trimStart();
    if (/^\/(?:FlateDecode|Fl)(?![A-Za-z0-9])/.test(next)) return true;
  }
  return false;
}

/** The name itself, not the beginning of a longer one. */
function names(bytes: Buffer, name: string): boolean {
  for (let at = bytes.indexOf(name, 0, 'latin1'); at !== -1; at = bytes.indexOf(name, at + name.length, 'latin1')) {
    const after = bytes[at + name.length];
    if (after === undefined || !/[A-Za-z0-9]/.test(String.fromCharCode(after))) return true;
  }
  return false;
}

function objectStream(content: Buffer, at: number): Buffer | null {
  const start = content.subarray(at, at + 500).indexOf('stream', 0, 'latin1');
  if (start === -1) return null;
  let from = at + start + 6;
  if (content[from] === 13) from += 1;
  if (content[from] === 10) from += 1;
  const within = content.subarray(from, from + OBJECT_STREAM);
  const end = within.indexOf('endstream', 0, 'latin1');
  try {
    const packed = within.subarray(0, end === -1 ? undefined : end);
    return inflateSync(packed, { maxOutputLength: OBJECT_STREAM, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // Encrypted, packed otherwise, or damaged: then it holds nothing that could be read here, and PDFium judges the document.
    return null;
  }
}

/** Says so in the trailer, or in the dictionary of a cross-reference stream. */
export const saysEncrypted = (content: Buffer): boolean => names(content, '/Encrypt');

/** The end of the file says where the cross-reference table is (ISO 32000-1 §7.5.5), within the last kilobyte. */
export function endIsThere(content: Buffer): boolean {
  const tail = content.toString('latin1', Math.max(0, content.length - 2048));
  return /startxref\s+\d+\s+%%EOF/.test(tail);
}
