import type { Bytes } from '../bytes.ts';
import { compoundFileOf, isCompoundFile } from '../cfb/cfb.ts';
import type { Found } from './found.ts';

/** Streams that tell what a compound file is, the more telling first. */
const STREAMS: readonly (readonly [stream: string, puid: string])[] = [
  ['EncryptedPackage', 'fmt/494'],
  ['WpsCustomData', 'x-wps/1'],
  ['ETExtData', 'x-et/1'],
  ['WordDocument', 'fmt/40'],
  ['Workbook', 'fmt/61'],
  ['Book', 'fmt/59'],
  ['PowerPoint Document', 'fmt/126'],
  ['__properties_version1.0', 'x-fmt/430'],
];

export function cfbOf(bytes: Bytes): Found | null {
  if (!isCompoundFile(bytes)) return null;
  const names = new Set(compoundFileOf(bytes)?.entries.map(({ name }) => name));
  return { puid: STREAMS.find(([stream]) => names.has(stream))?.[1] ?? 'fmt/111' };
}
