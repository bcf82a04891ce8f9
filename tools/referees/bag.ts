import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Judgement } from './judgement.ts';

const run = promisify(execFile);
const VENV = resolve(import.meta.dirname, '../../.local/tools/judges/bagit');
const BAGIT = join(VENV, 'bin/bagit.py');
const JUDGE = 'bagit-python 1.9.0';

/** Installs the Library of Congress' BagIt into a virtual environment of its own on first use. A text says why it cannot be had. */
async function bagitProgram(): Promise<{ program: string } | string> {
  if (existsSync(BAGIT)) return { program: BAGIT };
  try {
    await run('python3', ['-m', 'venv', VENV]);
    await run(join(VENV, 'bin/pip'), ['install', '--quiet', 'bagit==1.9.0'], { timeout: 120_000 });
    return { program: BAGIT };
  } catch (error) {
    rmSync(VENV, { recursive: true, force: true });
    return `无法安装 / cannot be installed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
}

/** Unpacks a package with unzip and lets bagit validate what comes out: complete, and every digest right. */
export async function judgeBag(zip: string): Promise<Judgement> {
  const installed = await bagitProgram();
  if (typeof installed === 'string') return { judge: JUDGE, outcome: 'skipped', detail: installed };
  const dir = mkdtempSync(join(tmpdir(), 'guidang-bag-'));
  try {
    await run('unzip', ['-q', zip, '-d', dir]);
    const [folder, ...more] = readdirSync(dir);
    if (folder === undefined || more.length > 0)
      return { judge: JUDGE, outcome: 'refused', detail: '不是单个文件夹 / not one folder' };
    const { stderr } = await run(join(VENV, 'bin/python'), [installed.program, '--validate', join(dir, folder)]);
    return { judge: JUDGE, outcome: 'accepted', detail: stderr.trim().split('\n').at(-1)!.slice(0, 300) };
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return { judge: JUDGE, outcome: 'refused', detail: said.trim().split('\n').at(-1)!.slice(0, 300) };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
