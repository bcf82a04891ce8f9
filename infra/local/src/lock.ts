import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUN } from './paths.ts';
import { isAlive, type ProcessMark, startMark } from './pid.ts';
import { say } from './say.ts';

const file = `${RUN}/lock`;

/**
 * Two `up` at once would start everything twice, so whoever changes what runs holds this lock.
 * The holder is named in it, so a lock whose holder is gone is taken over instead of standing for ever.
 */
export async function withLock<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(RUN, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, start: startMark(process.pid) }));
  try {
    await take(draft);
  } finally {
    rmSync(draft, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A hard link appears with its content or not at all, and fails if the name is taken: the whole of a lock. */
async function take(draft: string): Promise<void> {
  let told = false;
  for (;;) {
    try {
      linkSync(draft, file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf();
    if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
    else {
      if (!told) say(`等待另一个命令(进程 ${holder?.pid ?? '?'})结束 / waiting for another command to finish`);
      told = true;
      await sleep(200);
    }
  }
}

/** Nothing if it was let go between our two looks. */
function holderOf(): ProcessMark | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessMark;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
