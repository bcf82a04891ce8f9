import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NO_ANCHORS } from '../src/index.ts';
import { LIMITS } from '../src/limits.ts';
import { Workrooms } from '../src/process/workrooms.ts';

const BAD = new URL('./specimen-process.ts', import.meta.url);
const MIB = 1024 ** 2;
let rooms: Workrooms;
afterEach(() => rooms.close());

const ask = (name: string, limits = {}) =>
  rooms.ask({ name, content: Buffer.from('x'), limits: { ...LIMITS, timeMs: 1500, ...limits }, anchors: NO_ANCHORS });

describe('a process that opens files', () => {
  it.each([
    ['hang', 'TIME', {}],
    ['crash', 'CRASH', {}],
    ['leave', 'CRASH', {}],
    ['throw', 'CRASH', {}],
    ['grow', 'MEMORY', { memoryBytes: 300 * MIB, timeMs: 10_000 }],
  ])('is ended when it does this: %s, and the next file meets a new one', async (name, ended, limits) => {
    rooms = new Workrooms(1, BAD);
    const first = await ask('fine');
    expect(await ask(name, limits)).toMatchObject({ ended });
    const next = await ask('fine');
    expect(next).toMatchObject({ answer: { facts: { pid: expect.any(Number) } } });
    expect(next).not.toEqual(first);
  });

  it('stands ready before the first file where that is wanted, and again after it was ended', async () => {
    rooms = new Workrooms(1, BAD, true);
    const [first] = rooms.pids;
    expect(first).toBeGreaterThan(0);
    expect(await ask('fine')).toMatchObject({ answer: { facts: { pid: first } } });
    await ask('leave');
    const [second] = rooms.pids;
    expect(second).toBeGreaterThan(0);
    expect(second).not.toBe(first);
    expect(await ask('fine')).toMatchObject({ answer: { facts: { pid: second } } });
  });

  it('is not there before the first file otherwise, nor after the end', async () => {
    rooms = new Workrooms(1, BAD);
    expect(rooms.pids).toEqual([]);
    await ask('fine');
    rooms.close();
    expect(rooms.pids).toEqual([]);
  });

  it('is kept as long as all is well', async () => {
    rooms = new Workrooms(1, BAD);
    const pid = async () => ((await ask('fine')) as { answer: { facts: unknown } }).answer.facts;
    expect(await pid()).toEqual(await pid());
  });

  it('does not hold up the files of another one', async () => {
    rooms = new Workrooms(2, BAD);
    const order: string[] = [];
    const slow = ask('hang').then(() => order.push('slow'));
    for (let n = 0; n < 5; n += 1) await ask('fine').then(() => order.push('fine'));
    await slow;
    expect(order).toEqual([...new Array(5).fill('fine'), 'slow']);
  });

  it.runIf(existsSync('/proc'))(
    'does not outlive the service, even in the middle of a file that never ends',
    async () => {
      rooms = new Workrooms(0, BAD);
      const service = spawn(process.execPath, [new URL('./orphan-parent.ts', import.meta.url).pathname]);
      const pid = String((await once(service.stdout, 'data'))[0]).trim();
      expect(existsSync(`/proc/${pid}`)).toBe(true);
      service.kill('SIGKILL');
      await vi.waitFor(() => expect(existsSync(`/proc/${pid}`)).toBe(false), { timeout: 10_000, interval: 50 });
    },
  );

  it('answers all that wait, in a burst', async () => {
    rooms = new Workrooms(2, BAD);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(n % 10 === 5 ? 'leave' : 'fine')));
    expect(answers.filter((answer) => 'ended' in answer)).toHaveLength(4);
  });
});
