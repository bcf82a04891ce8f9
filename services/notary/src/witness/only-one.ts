import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;

/**
 * Claims a folder for this process: two witnesses over one memory would cosign two histories. Gives the function that lets go; throws where somebody
 * else holds it.
 *
 * The claim is a lock on a file, which the kernel lets go when its holder ends, however it ends: a number written down by a process says nothing in
 * another container, where the same number is somebody else. Node has no door to such locks but SQLite's, so the file is a database with nothing in it.
 * The folder has to lie on a file system with locks (every local one; of the remote ones only those that promise them).
 */
export const claimFolder = (dir: string): (() => void) => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const claim = new DatabaseSync(join(dir, 'witness.lock'), { timeout: 0 });
  try {
    claim.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    claim.close();
    if (isBusy(error)) throw new Error(`见证方目录正被另一进程使用 / ${dir} is in use by another process`);
    throw error;
  }
  return () => claim.close();
};
