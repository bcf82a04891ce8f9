import { spawn } from 'node:child_process';

/** How a run of the auditor's command ended; `code` is null where it was ended, or could not begin. */
export interface Ended {
  readonly code: number | null;
  readonly said: string;
  readonly complained: string;
}

const MOST_SAID = 64 * 1024;

/** A run of the auditor's command that may be asked to end. */
export interface Run {
  readonly ended: Promise<Ended>;
  kill(): void;
}

/**
 * Runs the auditor's command as a process of its own, which is given nothing of our environment, and ends it where it takes too long.
 * @param heard told what it says of its progress while it runs
 */
export function runCommand(
  command: readonly string[],
  words: readonly string[],
  longestMs: number,
  heard: (text: string) => void = () => {},
): Run {
  const [program, ...first] = command;
  const child = spawn(program!, [...first, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, TZ: 'UTC' },
  });
  const late = setTimeout(() => child.kill('SIGKILL'), longestMs);
  let [said, complained] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(0, MOST_SAID);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained = (complained + text).slice(-MOST_SAID);
    heard(text);
  });
  const ended = new Promise<Ended>((resolve) => {
    const end = (code: number | null): void => {
      clearTimeout(late);
      resolve({ code, said, complained });
    };
    child.once('error', () => end(null));
    child.once('close', end);
  });
  return { ended, kill: () => void child.kill('SIGTERM') };
}
