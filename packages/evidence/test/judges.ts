import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Programs that others wrote and that judge what we write. What cannot be had on a machine (no Java, no Maven, no way to a registry) is skipped by its name:
 * `it.skipIf(typeof judge === 'string')`, and the text says why.
 */

const ROOT = join(import.meta.dirname, '../../..');
const HERE = join(import.meta.dirname, 'java');
const PLACE = join(ROOT, '.local/judges');

export type JavaJudge = 'bc' | 'dss' | 'verapdf' | 'ofdrw';
const MAIN: Readonly<Record<JavaJudge, string>> = {
  bc: 'ErsJudge.java',
  dss: 'DssJudge.java',
  verapdf: 'VeraJudge.java',
  ofdrw: 'OfdJudge.java',
};

/** Whether a command runs here. */
export const runs = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Brings a judge's libraries below .local/ and gives the way to ask it; a text says why it cannot be had. */
export const javaJudge = (
  judge: JavaJudge,
): ((args: readonly string[], lines?: readonly string[]) => string[]) | string => {
  const lib = join(PLACE, `lib-${judge}`);
  if (!runs('java', '-version')) return `${judge}: 没有 Java / no Java`;
  if (!existsSync(lib) || readdirSync(lib).length === 0) {
    if (!runs('mvn', '-version')) return `${judge}: 没有 Maven / no Maven`;
    mkdirSync(PLACE, { recursive: true });
    const fetched = spawnSync(
      'mvn',
      [
        '-B',
        '-q',
        `-Dmaven.repo.local=${join(ROOT, '.local/cache/m2')}`,
        '-f',
        join(HERE, `pom-${judge}.xml`),
        'dependency:copy-dependencies',
        `-DoutputDirectory=${lib}`,
      ],
      { encoding: 'utf8', timeout: 300_000 },
    );
    if (fetched.status !== 0) return `${judge}: 依赖取不到 / its libraries cannot be had`;
  }
  return (args, lines = []) =>
    execFileSync(
      'java',
      [
        '-Xmx768m',
        '-XX:TieredStopAtLevel=1',
        '-Djava.awt.headless=true',
        '-cp',
        `${lib}/*`,
        join(HERE, MAIN[judge]),
        ...args,
      ],
      {
        encoding: 'utf8',
        input: lines.map((line) => `${line}\n`).join(''),
        stdio: ['pipe', 'pipe', 'ignore'],
        maxBuffer: 1 << 26,
      },
    )
      .split('\n')
      .filter((line) => line !== '');
};
