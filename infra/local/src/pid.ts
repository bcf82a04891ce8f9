import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process as we can recognise it again. A pid alone is not enough: after a crash or a reboot the number may belong to
 * somebody else, and we would report a stranger as our database, or kill it. The start mark tells them apart.
 */
export interface ProcessMark {
  readonly pid: number;
  /** When the process began, in the system's own notation; compared, never computed with. */
  readonly start: string;
}

/** Fields of /proc/<pid>/stat after the command name, which stands in brackets and may itself hold spaces and brackets. */
export function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** The start mark of a running process, or nothing if there is none (a zombie counts as none). */
export function startMark(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = readOrNothing(`/proc/${pid}/stat`);
    if (stat === undefined) return undefined;
    const fields = statFields(stat);
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${bootId()}:${fields[19]}`;
  }
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line.startsWith('Z') || line === '' ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined; // ps exits 1 for a pid that nobody has
  }
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

/** True if the very process we started is still there. */
export function isAlive(mark: ProcessMark, markOf: (pid: number) => string | undefined = startMark): boolean {
  return markOf(mark.pid) === mark.start;
}

/** Ask it to stop, wait, and if it will not hear, end it. Nothing happens to a stranger that has taken over the pid. */
export async function end(mark: ProcessMark, patienceMs: number, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (!isAlive(mark)) return;
  process.kill(mark.pid, signal);
  const until = Date.now() + patienceMs;
  while (isAlive(mark)) {
    if (Date.now() > until) process.kill(mark.pid, 'SIGKILL');
    await sleep(50);
  }
}
