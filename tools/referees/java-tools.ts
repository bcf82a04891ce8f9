import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Installs, JUDGES, MAVEN_REPOSITORY } from './installs.ts';
import { LineProgram } from './line-program.ts';
import { done, versionOf, whyNot } from './programs.ts';

const SOURCES = join(import.meta.dirname, 'java');
const OLDEST_JAVA = 17;
const NO_JAVA = `没有 Java ${OLDEST_JAVA} / no Java ${OLDEST_JAVA} (apt-get install openjdk-17-jre-headless)`;
const COMPILER = 'org.eclipse.jdt.internal.compiler.batch.Main';
/** Short runs: what the compiler of the JVM would win is less than what it costs. */
const JVM = ['-Xmx768m', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true'];

/**
 * A judge that is a Java library with a small main of ours around it. Maven brings the jars, a Java compiler among them, on first use; after that nothing
 * is asked of the network. A text says why it cannot be had.
 * @param name of the pom in java/
 * @param main class of the source in java/
 */
export async function javaJudge(
  installs: Installs,
  name: string,
  main: string,
  args: readonly string[] = [],
): Promise<LineProgram | string> {
  const version = await versionOf('java', ['-version']);
  if (Number(/"(\d+)/.exec(version ?? '')?.[1] ?? 0) < OLDEST_JAVA) return NO_JAVA;
  const sources = [join(SOURCES, 'Answer.java'), join(SOURCES, `${main}.java`)];
  const pom = join(SOURCES, `${name}.pom.xml`);
  const folder = join(JUDGES, `${name}-${hashOf([pom, ...sources])}`);
  try {
    await installs.furnish(folder, (draft) => build(draft, pom, sources));
  } catch (error) {
    return whyNot(error);
  }
  const path = [join(folder, 'classes'), join(folder, 'lib/*')].join(delimiter);
  return new LineProgram('java', [...JVM, '-cp', path, main, ...args]);
}

async function build(draft: string, pom: string, sources: readonly string[]): Promise<void> {
  const lib = join(draft, 'lib');
  const maven = ['-B', '-q', `-Dmaven.repo.local=${MAVEN_REPOSITORY}`, '-f', pom];
  await done('mvn', [...maven, 'dependency:copy-dependencies', `-DoutputDirectory=${lib}`], { timeout: 600_000 });
  const path = globSync(join(lib, '*.jar')).join(delimiter);
  const compiler = ['-cp', join(lib, '*'), COMPILER, `-${OLDEST_JAVA}`, '-nowarn', '-proc:none'];
  await done('java', [...compiler, '-cp', path, '-d', join(draft, 'classes'), ...sources]);
}

function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}
