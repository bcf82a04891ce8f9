import { compoundFileOf } from '../cfb/cfb.ts';
import { type Inspection, type Problem, problem, unreadable } from '../facts.ts';
import type { Subject } from './subject.ts';

const MAIN: Readonly<Record<string, readonly string[]>> = {
  doc: ['WordDocument'],
  wps: ['WordDocument'],
  xls: ['Workbook', 'Book'],
  et: ['Workbook', 'Book'],
  ppt: ['PowerPoint Document', 'Current User'],
};

/**
 * Word 97, Excel 97, PowerPoint 97 and their WPS kin: the compound file's tables hold together, every stream has the sectors its
 * length asks for, the main stream begins as it must. The text in it is not interpreted.
 */
export async function inspectCompound({ bytes, identity }: Subject): Promise<Inspection> {
  const file = compoundFileOf(bytes);
  if (!file) return unreadable('CFB_DIRECTORY', 'the directory of the compound file cannot be read');
  const problems: Problem[] = [];
  if (file.entries.some(({ name }) => /^(Macros|_VBA_PROJECT_CUR|VBA)$/.test(name))) {
    problems.push(problem('MACRO', 'the document carries macros'));
  }
  if (file.fault) return unreadable('CFB_DAMAGED', file.fault, ...problems);
  if (identity.family === 'ooxml-encrypted') {
    return {
      readable: 'not-looked',
      problems: [...problems, problem('ENCRYPTED', 'needs a password')],
      encrypted: true,
    };
  }
  const wanted = MAIN[identity.family];
  const main = file.entries.find(({ name }) => wanted?.includes(name));
  if (!main) return { readable: 'not-looked', problems };
  const start = main.start(4096);
  const { ok, encrypted } = beginning(main.name, start);
  if (!ok) return unreadable('MAIN_STREAM', `${main.name} does not begin as it must`, ...problems);
  if (!encrypted) return { readable: 'yes', problems };
  return { readable: 'not-looked', problems: [...problems, problem('ENCRYPTED', 'needs a password')], encrypted };
}

/** A stream under 4 KiB lies elsewhere and is not looked into: an empty start says nothing. */
function beginning(name: string, start: Buffer): { ok: boolean; encrypted: boolean } {
  if (start.length < 512) return { ok: true, encrypted: false };
  if (name === 'WordDocument') {
    // FibBase: wIdent, and the bit fEncrypted ([MS-DOC] 2.5.2).
    return { ok: start.readUInt16LE(0) === 0xa5ec, encrypted: (start.readUInt16LE(10) & 0x0100) !== 0 };
  }
  if (name === 'Workbook' || name === 'Book')
    return { ok: start.readUInt16LE(0) === 0x0809, encrypted: filePass(start) };
  return { ok: true, encrypted: false };
}

/** FILEPASS (0x2F) comes among the first records of an encrypted workbook ([MS-XLS] 2.4.117). */
function filePass(start: Buffer): boolean {
  for (let at = 0; at + 4 <= start.length; at += 4 + start.readUInt16LE(at + 2)) {
    const type = start.readUInt16LE(at);
    if (type === 0x002f) return true;
    if (type === 0) return false;
  }
  return false;
}
