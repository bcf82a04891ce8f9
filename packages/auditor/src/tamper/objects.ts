import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { objectFile } from '../content/folder.ts';

/** Changes one byte of an object in a folder of objects. @returns false where it is not there */
export function changeStoredByte(folder: string, content: string, at: number): boolean {
  const file = objectFile(folder, content);
  if (!file || !existsSync(file)) return false;
  const bytes = readFileSync(file);
  bytes[at % bytes.length]! ^= 0x01;
  writeFileSync(file, bytes);
  return true;
}

/** Takes an object out of a folder of objects. @returns false where it is not there */
export function removeStored(folder: string, content: string): boolean {
  const file = objectFile(folder, content);
  if (!file || !existsSync(file)) return false;
  rmSync(file);
  return true;
}
