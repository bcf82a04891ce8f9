import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { filesBelow, hashOf } from './files.ts';
import { ROOT, TRUST } from './paths.ts';
import { once } from './stamps.ts';

const CA = `${ROOT}/packages/lab/src/ca`;

/**
 * The laboratory's CA with its keys and anchors. Keys that exist stay; the program is asked again only if it changed,
 * since it may make something new beside them. @returns why it could not be done, or nothing
 */
export async function furnishTrust(): Promise<string | undefined> {
  if (!existsSync(`${CA}/main.ts`)) return 'packages/lab/src/ca/main.ts:文件不存在 / no such file';
  mkdirSync(TRUST, { recursive: true, mode: 0o700 });
  const make = () => promisify(execFile)(process.execPath, [`${CA}/main.ts`, '--dir', TRUST]);
  await once('trust', hashOf(filesBelow([CA])), existsSync(`${TRUST}/anchors.json`), make, 'instance');
  return undefined;
}
