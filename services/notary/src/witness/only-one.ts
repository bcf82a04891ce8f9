import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

const alive = (pid: number): boolean => {
  if (pid === process.pid || !Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
};

/**
 * Claims a folder for this process: two witnesses over one memory would cosign two histories. A claim left by a process that is gone
 * is taken over. Gives the function that lets go, or throws with the process that holds it.
 */
export const claimFolder = (dir: string): (() => void) => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'witness.pid');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!isTaken(error)) throw error;
      const holder = Number(readFileSync(file, 'utf8').trim());
      if (alive(holder)) throw new Error(`见证方目录正被进程 ${holder} 使用 / ${dir} is in use by process ${holder}`);
      rmSync(file, { force: true });
    }
  }
  throw new Error(`见证方目录无法占用 / ${dir} could not be claimed`);
};
