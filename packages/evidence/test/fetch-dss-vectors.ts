import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Takes the evidence records of the EU DSS project out of a copy of its repository (LGPL-2.1; they stay below .local/ and are never committed):
 *   node packages/evidence/test/fetch-dss-vectors.ts GIT_DIRECTORY
 */
export const VECTOR_PLACE = join(import.meta.dirname, '../../../.local/vectors/dss');
const FOLDER = 'dss-evidence-record-asn1/src/test/resources';

const take = (repository: string): number => {
  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-C', repository, ...args], { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] });
  const names = git('ls-tree', '-r', '--name-only', 'HEAD', FOLDER)
    .toString()
    .split('\n')
    .filter((name) => /\.(ers?|bin|tsr)$/.test(name));
  mkdirSync(VECTOR_PLACE, { recursive: true });
  for (const name of names) writeFileSync(join(VECTOR_PLACE, basename(name)), git('show', `HEAD:${name}`));
  return names.length;
};

if (import.meta.main) {
  const [repository] = process.argv.slice(2);
  if (!repository) {
    console.error('用法 / usage: node packages/evidence/test/fetch-dss-vectors.ts GIT_DIRECTORY');
    process.exit(2);
  }
  console.log(`${take(repository)} 个文件 / files → ${VECTOR_PLACE}`);
}
