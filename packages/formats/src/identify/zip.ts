import type { Bytes } from '../bytes.ts';
import { type Directory, directoryOf, type Entry } from '../zip/directory.ts';
import { startOf } from '../zip/entry.ts';
import type { Found } from './found.ts';

/** Namespaces of OFD: that of GB/T 33190-2016, and the one that older files carry. */
export const OFD_NAMESPACES: readonly string[] = ['http://www.ofdspec.org/2016', 'http://www.ofdspec.org'];

const OFFICE: readonly (readonly [part: string, type: string, puid: string])[] = [
  ['word/', 'wordprocessingml.document.main+xml', 'fmt/412'],
  ['word/', 'ms-word.document.macroEnabled.main+xml', 'fmt/523'],
  ['xl/', 'spreadsheetml.sheet.main+xml', 'fmt/214'],
  ['xl/', 'ms-excel.sheet.macroEnabled.main+xml', 'fmt/445'],
  ['ppt/', 'presentationml.presentation.main+xml', 'fmt/215'],
];
const ODF: Readonly<Record<string, readonly [string, string, string, string]>> = {
  text: ['fmt/136', 'fmt/290', 'fmt/291', 'fmt/1756'],
  spreadsheet: ['fmt/137', 'fmt/294', 'fmt/295', 'fmt/1755'],
  presentation: ['fmt/138', 'fmt/292', 'fmt/293', 'fmt/1754'],
};

/** A zip by what is packed in it, where the directory and the telling entry are at hand; a plain zip otherwise. */
export function zipOf(bytes: Bytes): Found | null {
  const mark = bytes.at(0, 4).toString('latin1');
  if (mark !== 'PK\x03\x04' && mark !== 'PK\x05\x06') return null;
  const directory = directoryOf(bytes);
  const puid = directory && (ofd(bytes, directory) ?? office(bytes, directory) ?? openDocument(bytes, directory));
  return { puid: puid ?? (directory && has(directory, 'META-INF/MANIFEST.MF') ? 'x-fmt/412' : 'x-fmt/263') };
}

const entry = (directory: Directory, name: string): Entry | undefined =>
  directory.entries.find((one) => one.name === name);
const has = (directory: Directory, name: string): boolean => entry(directory, name) !== undefined;
const text = (bytes: Bytes, one: Entry | undefined, length: number): string =>
  one ? startOf(bytes, one, length).toString('utf8') : '';

function ofd(bytes: Bytes, directory: Directory): string | null {
  const start = text(bytes, entry(directory, 'OFD.xml'), 2000);
  const root = /<(?:\w+:)?OFD\b[^>]*>/.exec(start)?.[0] ?? '';
  const namespace = /xmlns(?::\w+)?\s*=\s*["']([^"']*)["']/.exec(root)?.[1];
  if (namespace === undefined || !OFD_NAMESPACES.includes(namespace)) return null;
  return /DocType\s*=\s*["']OFD-A["']/.test(root) ? 'x-ofd/A' : 'x-ofd/1';
}

function office(bytes: Bytes, directory: Directory): string | null {
  const types = text(bytes, entry(directory, '[Content_Types].xml'), 64 * 1024);
  return (
    OFFICE.find(
      ([part, type]) => types.includes(type) && directory.entries.some(({ name }) => name.startsWith(part)),
    )?.[2] ?? null
  );
}

/** OpenDocument says its kind in its first entry, unpacked, and its version in the first tag of its content. */
function openDocument(bytes: Bytes, directory: Directory): string | null {
  const kind = text(bytes, entry(directory, 'mimetype'), 100).replace('application/vnd.oasis.opendocument.', '').trim();
  const puids = ODF[kind];
  if (!puids) return null;
  const version = /office:version\s*=\s*["']1\.(\d)["']/.exec(text(bytes, entry(directory, 'content.xml'), 8192))?.[1];
  return puids[Number(version ?? 2)] ?? puids[2];
}
