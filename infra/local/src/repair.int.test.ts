import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Part } from './part.ts';
import { anyFreePort } from './ports.ts';

/**
 * The real programs, but a set of their own in a folder of its own: what is killed here nobody else is using.
 * The folder has to be named before the modules that read it are loaded.
 */
const room = mkdtempSync(`${tmpdir()}/guidang-repair-`);
process.env.GUIDANG_RUN = room;

let manager: typeof import('./manager.ts');
let parts: Part[];

beforeAll(async () => {
  manager = await import('./manager.ts');
  const { portsAt } = await import('./ports.ts');
  const { clamd } = await import('./parts/clamd.ts');
  const { versitygw } = await import('./parts/versitygw.ts');
  const ports = { ...portsAt(0), clamd: await anyFreePort(), placeB: await anyFreePort() };
  parts = [clamd(ports), versitygw(ports, 'b')];
});

afterEach(async () => {
  for (const part of parts) await manager.stop(part);
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe.each([
  ['clamd', 0],
  ['place-b', 1],
] as const)('%s', (_, at) => {
  it('is left alone while it is well', async () => {
    const part = parts[at]!;
    expect(await manager.ensure(part)).toBe(true);
    const { pid } = manager.recordOf(part.name)!;
    expect(await manager.ensure(part)).toBe(false);
    expect(manager.recordOf(part.name)!.pid).toBe(pid);
  });

  it('is seen to have died after it was killed by hand, and is repaired', async () => {
    const part = parts[at]!;
    await manager.ensure(part);
    process.kill(manager.recordOf(part.name)!.pid, 'SIGKILL');
    await expect.poll(async () => (await manager.statusOf(part)).state).toBe('died');
    expect(await manager.ensure(part)).toBe(true);
    expect(await manager.statusOf(part)).toMatchObject({ state: 'running' });
  });

  it('is started anew if it is there but does not answer', async () => {
    const part = parts[at]!;
    await manager.ensure(part);
    const { pid } = manager.recordOf(part.name)!;
    process.kill(pid, 'SIGSTOP');
    // The signal reaches the threads of a process one after the other; a last answer may still slip out.
    await expect.poll(async () => (await manager.statusOf(part)).state, { timeout: 20_000 }).toBe('unwell');
    // It was given its time; a stopped process does not hear SIGTERM either, so it is ended.
    expect(await manager.ensure({ ...part, patienceMs: 2000, stopPatienceMs: 500 })).toBe(true);
    expect(manager.recordOf(part.name)!.pid).not.toBe(pid);
  });

  it('is not started on a port that somebody else has, and the error says so', async () => {
    const part = parts[at]!;
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(part.port, '127.0.0.1', resolve));
    await expect(manager.ensure(part)).rejects.toThrow(`port ${part.port} belongs to another program`);
    await new Promise((resolve) => stranger.close(resolve));
  });
});
