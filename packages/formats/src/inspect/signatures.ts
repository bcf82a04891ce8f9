import type { CarriedSignature } from '@guidang/evidence';
import type { SignatureAnchors } from '../trust.ts';
import { directoryOf } from '../zip/directory.ts';
import { contentOf } from '../zip/entry.ts';
import type { Subject } from './subject.ts';

/** What every signature of a PDF has, and never packed: its own place in the file stands in it. */
const IN_PDF = '/ByteRange';
/** Where office documents carry signatures (OOXML, ODF). */
const IN_OFFICE = /^(_xmlsignatures\/.*\.xml|META-INF\/documentsignatures\.xml)$/i;
/** Bytes of an OFD that are unpacked once more for its signatures: they cover every entry, so all of them lie in memory. */
const MOST_UNPACKED = 256 * 1024 ** 2;

export async function pdfSignatures(content: Buffer, anchors: SignatureAnchors): Promise<CarriedSignature[]> {
  if (!content.includes(IN_PDF, 0, 'latin1')) return [];
  const { carriedInPdf } = await import('./carried.ts');
  return carriedInPdf(content, anchors);
}

/** @returns null where the entries cannot be had whole: encrypted, damaged, too many bytes */
export async function ofdSignatures({ bytes, anchors }: Subject): Promise<CarriedSignature[] | null> {
  const entries = new Map<string, Uint8Array>();
  let room = MOST_UNPACKED;
  for (const entry of directoryOf(bytes)?.entries ?? []) {
    if (entry.name.endsWith('/')) continue;
    const content = contentOf(bytes, entry, room);
    if (!content) return null;
    room -= content.length;
    entries.set(entry.name, content);
  }
  const { carriedInOfd } = await import('./carried.ts');
  return carriedInOfd(entries, anchors);
}

export async function officeSignatures(names: Iterable<string>): Promise<CarriedSignature[]> {
  if (![...names].some((name) => IN_OFFICE.test(name))) return [];
  const { carriedInOffice } = await import('./carried.ts');
  return carriedInOffice();
}
