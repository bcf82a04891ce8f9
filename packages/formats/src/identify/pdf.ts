import type { Bytes } from '../bytes.ts';
import type { Found } from './found.ts';

const VERSIONS: Readonly<Record<string, string>> = {
  '1.0': 'fmt/14',
  '1.1': 'fmt/15',
  '1.2': 'fmt/16',
  '1.3': 'fmt/17',
  '1.4': 'fmt/18',
  '1.5': 'fmt/19',
  '1.6': 'fmt/20',
  '1.7': 'fmt/276',
  '2.0': 'fmt/1129',
};
const LEVELS: Readonly<Record<string, string>> = {
  '1a': 'fmt/95',
  '1b': 'fmt/354',
  '2a': 'fmt/476',
  '2b': 'fmt/477',
  '2u': 'fmt/478',
  '3a': 'fmt/479',
  '3b': 'fmt/480',
  '3u': 'fmt/481',
  '4': 'fmt/1910',
  '4e': 'fmt/1911',
  '4f': 'fmt/1912',
};
/** The header may stand anywhere in the first kilobyte (ISO 32000-1, annex H.3.4.1). */
const HEADER_WITHIN = 1024;
const STEP = 4 * 1024 ** 2;

export function pdfOf(bytes: Bytes): Found | null {
  const start = bytes.at(0, HEADER_WITHIN).toString('latin1');
  const version = /%PDF-(\d\.\d)/.exec(start)?.[1];
  if (version === undefined) return null;
  const pdfa = claimOf(bytes);
  const puid = (pdfa && LEVELS[pdfa]) || VERSIONS[version] || 'fmt/276';
  return pdfa === null ? { puid } : { puid, pdfa };
}

/** How far around its level a packet of XMP may declare the namespace. */
const AROUND = 8192;
/** As it lies in a packet of UTF-8, UTF-16 and UTF-32; of either byte order, since the zeros stand between the letters in both. */
const PARTS = ['', '\0', '\0\0\0'].map((between) => Buffer.from([...'pdfaid:part'].join(between), 'latin1'));

/** The level a document claims in its XMP, which PDF/A requires to be readable without decompressing (ISO 19005-1 §6.7.2). */
function claimOf(bytes: Bytes): string | null {
  for (let from = 0; from < bytes.size; from += STEP) {
    const some = bytes.at(from, STEP + AROUND);
    for (const part of PARTS) {
      const at = some.indexOf(part);
      const claim =
        at === -1 ? null : claimIn(some.toString('latin1', Math.max(0, at - AROUND), at + AROUND).replaceAll('\0', ''));
      if (claim) return claim;
    }
  }
  return null;
}

function claimIn(packet: string): string | null {
  if (!packet.includes('http://www.aiim.org/pdfa/ns/id')) return null;
  const part = /pdfaid:part(?:\s*=\s*["']|>)\s*(\d)/.exec(packet)?.[1];
  const level = /pdfaid:conformance(?:\s*=\s*["']|>)\s*([A-Za-z])/.exec(packet)?.[1] ?? '';
  return part === undefined ? null : `${part}${level.toLowerCase()}`;
}
