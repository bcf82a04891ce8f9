import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { statFields } from './pid.ts';

/**
 * The memory of a process and all it has begotten, in bytes; 0 if it cannot be told. What several processes share (PostgreSQL's
 * buffers) counts once where the system says how it is shared (Linux, PSS), else as often as it is mapped.
 */
export function memoryOf(pid: number): number {
  return process.platform === 'linux'
    ? familyOf(pid, parents()).reduce((sum, member) => sum + proportional(member), 0)
    : resident(pid);
}

/** Processor time of a process and all it has begotten, in seconds since each began; 0 where the system does not say (Linux does). */
export function cpuOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const ticks = familyOf(pid, parents()).map((member) => {
    const fields = statFields(readProc(`/proc/${member}/stat`));
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  });
  return ticks.reduce((sum, some) => sum + some, 0) / 100;
}

/** The process and its descendants, given everybody's parent. */
export function familyOf(pid: number, parentOf: ReadonlyMap<number, number>): number[] {
  const children = [...parentOf].filter(([, parent]) => parent === pid).map(([child]) => child);
  return [pid, ...children.flatMap((child) => familyOf(child, parentOf))];
}

function parents(): Map<number, number> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.map((pid) => [Number(pid), Number(statFields(readProc(`/proc/${pid}/stat`))[1] ?? -1)]));
}

function proportional(pid: number): number {
  const text = readProc(`/proc/${pid}/smaps_rollup`) || readProc(`/proc/${pid}/status`);
  const kib = /^(?:Pss|VmRSS):\s+(\d+) kB/m.exec(text)?.[1];
  return kib === undefined ? 0 : Number(kib) * 1024;
}

/** Empty for a process that has just left, or into which we may not look. */
function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

function resident(pid: number): number {
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
  } catch {
    return 0; // ps exits 1 for a pid that nobody has
  }
}
