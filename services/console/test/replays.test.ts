import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { Replays } from '../src/audit/replays.ts';

const FAKE = fileURLToPath(new URL('./fake-auditor.ts', import.meta.url));
const wanted = { step: 'check', from: null, until: null };
const ended = async (mode: string) => {
  const replays = new Replays({ command: [process.execPath, FAKE, mode], brokers: ['a:1'], now: () => 0 });
  expect(replays.start('operator', wanted)).toBeDefined();
  expect(replays.start('operator', wanted)).toBeUndefined();
  await vi.waitFor(() => expect(replays.list[0]!.state).not.toBe('running'), { timeout: 60_000 });
  return replays.list[0];
};

it.each([
  ['whole', { state: 'same', links: 12, differences: 0, lines: [] }],
  ['broken', { state: 'differs', links: 12, differences: 1, lines: ['BODY archive.check-0@3 GD-1 body: a ≠ b'] }],
  ['fails', { state: 'failed', links: null, differences: null, lines: ['no broker'] }],
])('a dry run of which the auditor’s command says %s, one at a time', async (mode, found) => {
  expect(await ended(mode)).toMatchObject({ account: 'operator', step: 'check', ...found });
});

it('one under way ends with the console, and is shown as failed', async () => {
  const replays = new Replays({ command: [process.execPath, FAKE, 'slow'], brokers: ['a:1'], now: () => 0 });
  replays.start('operator', wanted);
  replays.close();
  await vi.waitFor(() => expect(replays.list[0]!.state).toBe('failed'), { timeout: 30_000 });
});
