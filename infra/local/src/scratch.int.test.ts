import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Part } from './part.ts';
import { anyFreePort } from './ports.ts';

/** The folder has to be named before the modules that read it are loaded. */
const room = mkdtempSync(`${tmpdir()}/guidang-scratch-`);
process.env.GUIDANG_RUN = room;

let manager: typeof import('./manager.ts');
let part: Part;

beforeAll(async () => {
  manager = await import('./manager.ts');
  const { program } = await import('./parts/program.ts');
  const port = await anyFreePort();
  const words = { name: 'spooler', zh: '暂存', en: 'spooler', main: 'infra/local/test/spooler.ts' };
  part = program({ ...words, port, env: { PORT: String(port) }, heapMiB: 64, sources: [] });
});
afterAll(async () => {
  await manager.stop(part);
  rmSync(room, { recursive: true, force: true });
});

const folder = async (): Promise<string> => (await fetch(`http://127.0.0.1:${part.port}/`)).text();
const strays = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('guidang-spooler-'));

describe('what a process puts aside for a moment', () => {
  it('lies in its own room, goes when it is started again after kill -9, and when it is stopped', async () => {
    await manager.ensure(part);
    const first = await folder();
    expect(first.startsWith(`${room}/spooler/tmp/`)).toBe(true);
    process.kill(manager.recordOf('spooler')!.pid, 'SIGKILL');
    await expect.poll(async () => (await manager.statusOf(part)).state).toBe('died');
    expect(existsSync(`${first}/document.pdf`)).toBe(true);
    await manager.ensure(part);
    expect(existsSync(first)).toBe(false);
    const second = await folder();
    await manager.stop(part);
    expect(existsSync(second)).toBe(false);
    expect(strays()).toEqual([]);
  });

  it('is left alone while the process is well', async () => {
    await manager.ensure(part);
    const now = await folder();
    expect(await manager.ensure(part)).toBe(false);
    expect(existsSync(`${now}/document.pdf`)).toBe(true);
  });
});
