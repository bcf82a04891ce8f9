import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { ROOT, TRUST } from './paths.ts';

const CA = `${ROOT}/packages/lab/src/ca/main.ts`;

/** The laboratory's CA with its keys and anchors; keys that exist stay. @returns why it could not be done, or nothing */
export async function furnishTrust(): Promise<string | undefined> {
  if (!existsSync(CA)) return 'packages/lab/src/ca/main.ts:文件不存在 / no such file';
  if (existsSync(`${TRUST}/anchors.json`)) return undefined;
  mkdirSync(TRUST, { recursive: true, mode: 0o700 });
  await promisify(execFile)(process.execPath, [CA, '--dir', TRUST]);
  return undefined;
}
