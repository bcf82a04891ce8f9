/** A service that will be killed while one of its files never ends: tells the pid of the process that has it. */

import { readdirSync, readFileSync } from 'node:fs';
import { LIMITS } from '../src/limits.ts';
import { Workrooms } from '../src/process/workrooms.ts';
import { NO_ANCHORS } from '../src/trust.ts';

const rooms = new Workrooms(1, new URL('./specimen-process.ts', import.meta.url));
const ask = (name: string) =>
  rooms.ask({ name, content: Buffer.from('x'), limits: { ...LIMITS, timeMs: 60_000 }, anchors: NO_ANCHORS });
await ask('fine');
void ask('hang');
const parentOf = (pid: string): string | undefined => {
  try {
    return /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    // It ended while we looked.
    return undefined;
  }
};
const child = readdirSync('/proc').find((pid) => /^\d+$/.test(pid) && parentOf(pid) === String(process.pid));
setTimeout(() => process.stdout.write(`${child}\n`), 300);
