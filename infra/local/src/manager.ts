import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { hashOf, readJson, writeWhole } from './files.ts';
import { memoryOf } from './memory.ts';
import type { Launch, Part } from './part.ts';
import { RUN, roomOf, scratchOf } from './paths.ts';
import { end, isAlive, startMark } from './pid.ts';
import { isFree } from './ports.ts';
import { say } from './say.ts';

const Record = z.object({
  pid: z.number().int(),
  start: z.string(),
  port: z.number().int(),
  version: z.string(),
  since: z.string(),
  fingerprint: z.string(),
});
export type ProcessRecord = z.infer<typeof Record>;

export type PartState = 'running' | 'unwell' | 'died' | 'stopped' | 'missing';

export interface PartStatus {
  readonly name: string;
  readonly state: PartState;
  readonly port: number;
  readonly version: string;
  readonly memoryBytes: number;
  readonly since: string;
  readonly log: string;
  readonly pid?: number;
}

const recordFile = (name: string): string => `${roomOf(name)}/process.json`;
export const logFile = (name: string): string => `${roomOf(name)}/log`;

/** What we noted when we last started the part, or nothing if it was stopped in order. */
export function recordOf(name: string): ProcessRecord | undefined {
  const kept = readJson(recordFile(name));
  return kept === undefined ? undefined : Record.parse(kept);
}

/** The names of all parts that were started and not stopped in order, known to us or not. */
export function startedNames(): string[] {
  if (!existsSync(RUN)) return [];
  return readdirSync(RUN).filter((name) => existsSync(recordFile(name)));
}

/** True if the process that we started under this name is there, whether or not it answers. */
export function isRunning(name: string): boolean {
  const record = recordOf(name);
  return record !== undefined && isAlive(record);
}

export async function statusOf(part: Part): Promise<PartStatus> {
  const record = recordOf(part.name);
  const base = { name: part.name, port: part.port, version: '', memoryBytes: 0, since: '', log: logFile(part.name) };
  if (record === undefined) return { ...base, state: part.missing?.() === undefined ? 'stopped' : 'missing' };
  const known = { ...base, port: record.port, version: record.version, since: record.since };
  if (!isAlive(record)) return { ...known, state: 'died' };
  const state = (await part.healthy()) ? 'running' : 'unwell';
  return { ...known, state, pid: record.pid, memoryBytes: memoryOf(record.pid) };
}

/** Everything that makes the running process the one we would start now. */
function fingerprintOf(launch: Launch): string {
  const { command, args, env, cwd, rests = [] } = launch;
  const settings = Object.entries(env)
    .sort()
    .map(([name, value]) => `${name}=${value}`);
  return hashOf([], [command, ...args, cwd, ...settings, ...rests]);
}

/**
 * Brings the part into the state "running and answering", from whatever state it is in.
 * @returns true if it had to be started, false if it was well already
 * @throws if its port belongs to a stranger, or if it dies or does not answer in time; the message ends with its log's last lines
 */
export async function ensure(part: Part): Promise<boolean> {
  const record = recordOf(part.name);
  const launch = await part.prepare();
  const fingerprint = fingerprintOf(launch);
  if (record !== undefined && isAlive(record)) {
    if (record.fingerprint === fingerprint && (await answers(part, record))) return false;
    say(`${part.zh}:设置有变或不应答,重新启动 / ${part.name}: settings changed or no answer, restarting`);
    await stop(part);
  } else if (record !== undefined) {
    say(`${part.zh}:进程已不在,修复 / ${part.name}: its process is gone, repairing`);
  }
  await start(part, launch, fingerprint);
  return true;
}

async function start(part: Part, launch: Launch, fingerprint: string): Promise<void> {
  if (!(await becomesFree(part.port))) throw new Error(strangerOn(part));
  const scratch = emptied(scratchOf(part.name), launch);
  const version = await part.version();
  const log = openLog(part.name);
  const child = spawn(launch.command, [...launch.args], {
    cwd: launch.cwd,
    env: { TMPDIR: scratch, ...launch.env },
    detached: true,
    stdio: ['ignore', log, log],
    ...launch.user,
  });
  closeSync(log);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => undefined); // observed below where it matters; a later error of a detached child is not ours
  await Promise.race([failed, new Promise((resolve) => child.once('spawn', resolve))]);
  const mark = startMark(child.pid!);
  if (mark === undefined) throw new Error(diedEarly(part));
  const since = new Date().toISOString();
  const record = { pid: child.pid!, start: mark, port: part.port, version, since, fingerprint };
  writeWhole(recordFile(part.name), `${JSON.stringify(record, undefined, 2)}\n`);
  child.unref();
  if (!(await answers(part, record))) {
    if (!isAlive(record)) throw new Error(diedEarly(part));
    await stop(part);
    throw new Error(
      `${part.zh}:${patienceOf(part) / 1000} 秒内没有应答 / ${part.name}: no answer in time\n${tail(part.name)}`,
    );
  }
}

/** An empty folder of the process's own, for what it needs for a moment. */
function emptied(folder: string, { user }: Launch): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

const patienceOf = ({ patienceMs = 300_000 }: Part): number => patienceMs;

/** A process that was killed may hold its port a moment longer than its pid. */
async function becomesFree(port: number, patienceMs = 2000): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (!(await isFree(port))) {
    if (Date.now() > until) return false;
    await sleep(50);
  }
  return true;
}

/** Asks until it answers, dies, or the patience is over. */
async function answers(part: Part, record: ProcessRecord): Promise<boolean> {
  const until = Date.now() + patienceOf(part);
  while (isAlive(record)) {
    if (await part.healthy()) return isAlive(record);
    if (Date.now() > until) return false;
    await sleep(60);
  }
  return false;
}

/** @returns true if there was something to stop */
export async function stop(part: Pick<Part, 'name' | 'stopSignal' | 'stopPatienceMs'>): Promise<boolean> {
  const record = recordOf(part.name);
  if (record === undefined) return false;
  const wasAlive = isAlive(record);
  await end(record, part.stopPatienceMs ?? 15_000, part.stopSignal ?? 'SIGTERM');
  rmSync(recordFile(part.name));
  rmSync(scratchOf(part.name), { recursive: true, force: true });
  return wasAlive;
}

const LOG_LIMIT = 16 * 1024 * 1024;

/** A log that has grown beyond 16 MiB makes room for a new one at the next start; one generation is kept. */
function openLog(name: string): number {
  const file = logFile(name);
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** The last lines of a part's log. */
export function tail(name: string, lines = 15): string {
  const file = logFile(name);
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

function strangerOn(part: Part): string {
  return (
    `${part.zh}:端口 ${part.port} 被别的程序占用;请停掉它,或先 make down,再以 GUIDANG_PORT_OFFSET=200 make up 换一组端口 / ` +
    `${part.name}: port ${part.port} belongs to another program; stop that one, or run make down and then GUIDANG_PORT_OFFSET=200 make up`
  );
}

function diedEarly(part: Part): string {
  return `${part.zh}:启动后即退出,日志 / ${part.name}: ended right after its start, log ${logFile(part.name)}\n${tail(part.name)}`;
}
