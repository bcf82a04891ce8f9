import type { Bytes } from '../bytes.ts';
import { type CfbEntry, compoundFileOf, isCompoundFile } from '../cfb/cfb.ts';
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
  const entries = compoundFileOf(bytes)?.entries ?? [];
  const names = new Set(entries.map(({ name }) => name));
  const puid = STREAMS.find(([stream]) => names.has(stream))?.[1] ?? 'fmt/111';
  return { puid: puid === 'fmt/40' ? wordOf(entries.find(({ name }) => name === 'WordDocument')!) : puid };
}

/** Word's version by nFib of its file information block: 193 is Word 97, whose layout all later ones keep ([MS-DOC] 2.5.1). */
function wordOf(main: CfbEntry): string {
  const start = main.start(4);
  if (start.length < 4 || start.readUInt16LE(0) !== 0xa5ec) return 'fmt/609';
  return start.readUInt16LE(2) >= 193 ? 'fmt/40' : 'fmt/39';
}
