import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Installs } from './installs.ts';
import { absent, type Judge, type Judgement, sitting } from './judgement.ts';
import { ran, versionOf } from './programs.ts';
import { pythonPackage } from './python-tools.ts';

const VERSION = '1.9.0';
const BAGIT = `bagit-python ${VERSION}`;
const UNZIP = 'unzip -t';
const NO_UNZIP = '没有 unzip / no unzip (apt-get install unzip)';

const hasUnzip = async (): Promise<boolean> => (await versionOf('unzip', ['-v'])) !== undefined;
const lastLine = (said: string): string => said.trim().split('\n').at(-1) ?? '';

/** The Library of Congress' BagIt; unpacks a package with unzip and validates what comes out: complete, and every digest right. */
export async function openBagit(installs: Installs): Promise<Judge<string>> {
  if (!(await hasUnzip())) return absent(BAGIT, NO_UNZIP);
  const home = await pythonPackage(installs, 'bagit', VERSION);
  if (typeof home === 'string') return absent(BAGIT, home);
  return sitting(BAGIT, async (zip: string) => {
    const dir = mkdtempSync(join(tmpdir(), 'guidang-bag-'));
    try {
      const unpacked = await ran('unzip', ['-q', zip, '-d', dir], { timeout: 600_000 });
      if (unpacked.code !== 0) return { accepted: false, detail: lastLine(`${unpacked.stdout}${unpacked.stderr}`) };
      const [folder, ...more] = readdirSync(dir);
      if (folder === undefined || more.length > 0)
        return { accepted: false, detail: '不是单个文件夹 / not one folder' };
      const { code, stderr } = await ran(home.python, ['-m', 'bagit', '--validate', join(dir, folder)], {
        timeout: 600_000,
        env: home.env,
      });
      return { accepted: code === 0, detail: lastLine(stderr).replace(/^[-\d :,]+ - /, '') };
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
}

/** Info-ZIP reads every entry and compares its CRC-32. */
export async function openUnzip(): Promise<Judge<string>> {
  if (!(await hasUnzip())) return absent(UNZIP, NO_UNZIP);
  return sitting(UNZIP, async (zip: string) => {
    const { code, stdout, stderr } = await ran('unzip', ['-tqq', zip], { timeout: 600_000 });
    return { accepted: code === 0, detail: lastLine(`${stdout}${stderr}`) };
  });
}

/** One package before BagIt alone. */
export const judgeBag = async (zip: string): Promise<Judgement> => (await openBagit(new Installs())).judge(zip);
