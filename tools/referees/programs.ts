import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What a program said and how it left; `code` is null where it was killed. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  /** Milliseconds after which it is killed. */
  readonly timeout?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** What it reads on its standard input. */
  readonly input?: string;
}

/** Runs a program to its end. Leaving with another code than 0 is an answer, not an error. @throws where it cannot be started */
export async function ran(program: string, args: readonly string[], options: Options = {}): Promise<Ran> {
  const { timeout = 60_000, env = process.env, cwd, input = '' } = options;
  const child = spawn(program, args, { timeout, env, cwd, killSignal: 'SIGKILL' });
  const left = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  // A program that leaves without reading to the end closes its input; what it says counts all the same.
  child.stdin.on('error', () => {}).end(input);
  const [code, stdout, stderr] = await Promise.all([left, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** Likewise, for a program that has to succeed. @throws with what it complained of */
export async function done(program: string, args: readonly string[], options: Options = {}): Promise<void> {
  const { code, stdout, stderr } = await ran(program, args, options);
  if (code !== 0) throw new NotDone(`${program}: ${complaint(`${stdout}\n${stderr}`) ?? `exit ${code}`}`);
}

class NotDone extends Error {}

const complaint = (said: string): string | undefined => {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error|fail|cannot|no such/i.test(line)) ?? lines.at(-1);
};

/** The first line of what a program says of itself; undefined where there is no such program. */
export async function versionOf(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await ran(program, args);
    return `${stdout}${stderr}`.trim().split('\n')[0];
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * Why a judge could not be installed, in one line: no network, no such version, no tool to install it with.
 * @throws what is no failure of installing
 */
export function whyNot(error: unknown): string {
  if (!(error instanceof NotDone) && !isMissing(error)) throw error;
  return `无法安装 / cannot be installed: ${(error as Error).message.slice(0, 200)}`;
}
