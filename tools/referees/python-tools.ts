import { join } from 'node:path';
import { type Installs, JUDGES } from './installs.ts';
import { done, versionOf, whyNot } from './programs.ts';

/** How a Python package of its own folder is run: the interpreter, and the environment in which the package is found. */
export interface PythonHome {
  readonly python: string;
  readonly env: NodeJS.ProcessEnv;
}

const PYTHON = 'python3';
const NO_PYTHON = '没有 Python 3 / no Python 3 (apt-get install python3-pip)';
const QUIET = ['--quiet', '--disable-pip-version-check', '--no-warn-script-location', '--root-user-action=ignore'];

/** Brings one package from PyPI into a folder of its own on first use. A text says why it cannot be had. */
export async function pythonPackage(installs: Installs, name: string, version: string): Promise<PythonHome | string> {
  if ((await versionOf(PYTHON, ['--version'])) === undefined) return NO_PYTHON;
  const folder = join(JUDGES, `${name}-${version}`);
  const install = (draft: string) =>
    done(PYTHON, ['-m', 'pip', 'install', ...QUIET, '--target', draft, `${name}==${version}`], { timeout: 180_000 });
  try {
    await installs.furnish(folder, install);
  } catch (error) {
    return whyNot(error);
  }
  const env = { ...process.env, PYTHONPATH: folder, PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1' };
  return { python: PYTHON, env };
}
