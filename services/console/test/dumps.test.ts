import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Dumps } from '../src/audit/dumps.ts';
import { tarLength, tarOf } from '../src/audit/tar.ts';

const FAKE = fileURLToPath(new URL('./fake-auditor.ts', import.meta.url));
const opened: Dumps[] = [];
const open = (mode: string, folder = mkdtempSync(join(tmpdir(), 'console-dumps-')), free = 2 ** 40) => {
  const dumps = new Dumps({
    ...{ command: [process.execPath, FAKE, mode], folder, brokers: ['a:1', 'b:2'], placesFile: 'places.json' },
    free: () => free,
    failed: (error) => {
      throw error;
    },
  });
  opened.push(dumps);
  return { dumps, folder };
};
afterAll(() => Promise.all(opened.map((one) => one.close())));
const ends = (dumps: Dumps, id: string) =>
  vi.waitFor(() => expect(dumps.of(id)?.state).not.toBe('making'), { timeout: 60_000, interval: 50 });

describe('a dump that is taken along', () => {
  it('is what the auditor’s command wrote, as one archive as long as was told, that tar opens', async () => {
    const { dumps } = open('whole');
    expect(dumps.of('one')).toBeNull();
    expect(dumps.make('one')).toBe(true);
    expect(dumps.of('one')?.state).toBe('making');
    await ends(dumps, 'one');
    const { bytes, stream } = dumps.archive('one')!;
    const archive = await buffer(stream);
    expect(archive.length).toBe(bytes);
    expect(dumps.of('one')).toMatchObject({ state: 'ready', bytes });
    const out = mkdtempSync(join(tmpdir(), 'console-untar-'));
    execFileSync('tar', ['-xf', '-', '-C', out], { input: archive });
    expect(readFileSync(join(out, 'dump/dump.json'), 'utf8')).toMatch(
      /^--out \S+ --brokers a:1,b:2 --log places\.json$/,
    );
    expect(readFileSync(join(out, 'dump/records/case.events-0.bin')).equals(Buffer.alloc(1_000_000, 7))).toBe(true);
    expect(readFileSync(join(out, 'dump/records/empty.bin'))).toHaveLength(0);
  });

  it('is made one at a time, and is not made again where it lies', async () => {
    const { dumps } = open('whole');
    expect([dumps.make('one'), dumps.make('one'), dumps.make('two')]).toEqual([true, true, false]);
    await ends(dumps, 'one');
    expect(dumps.make('one')).toBe(true);
    expect(dumps.of('one')?.state).toBe('ready');
  });

  it('that could not be made is none, says why, and leaves nothing behind', async () => {
    const { dumps, folder } = open('broken');
    dumps.make('one');
    await ends(dumps, 'one');
    expect(dumps.of('one')).toMatchObject({ state: 'failed', said: '取出 / dumping:  50% (1/2)' });
    expect(dumps.archive('one')).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not begun where there is too little room, and says so', () => {
    const { dumps, folder } = open('whole', undefined, 2 ** 30 - 1);
    expect(dumps.make('one')).toBe(true);
    expect(dumps.of('one')).toMatchObject({ state: 'failed', said: expect.stringContaining('空间不足') });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('with a name that no archive holds is none, and found to be so before anybody takes it', async () => {
    const { dumps, folder } = open('long');
    dumps.make('one');
    await ends(dumps, 'one');
    expect(dumps.of('one')).toMatchObject({ state: 'failed', said: expect.stringContaining('文件名过长') });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes after a week, and makes room for a newer one, but not while somebody reads it; what a crash left is no dump', async () => {
    const { dumps, folder } = open('whole');
    const lay = (id: string, whole: boolean, seconds: number): void => {
      mkdirSync(join(folder, `${id}.dump`), { recursive: true });
      if (whole) writeFileSync(join(folder, `${id}.dump/dump.json`), '{}');
      utimesSync(join(folder, `${id}.dump`), seconds, seconds);
    };
    const now = Math.floor(Date.now() / 1_000);
    lay('ancient', true, now - 8 * 86_400);
    lay('read', true, now - 300);
    lay('old', true, now - 200);
    lay('crashed', false, now - 100);
    dumps.recover();
    expect(readdirSync(folder).sort()).toEqual(['old.dump', 'read.dump']);
    const { stream } = dumps.archive('read')!;
    dumps.make('new');
    await ends(dumps, 'new');
    expect(readdirSync(folder).sort()).toEqual(['new.dump', 'read.dump']);
    stream.destroy();
  });
});

describe('an archive', () => {
  it('says lengths beyond eight gibibytes as tar reads them', async () => {
    const bytes = 9 * 2 ** 30;
    const file = join(mkdtempSync(join(tmpdir(), 'console-tar-')), 'short');
    writeFileSync(file, 'x');
    const pieces = tarOf([{ name: 'dump/a.bin', file, bytes }], 0);
    const header = (await pieces.next()).value as Buffer;
    expect(spawnSync('tar', ['-tvf', '-'], { input: header, encoding: 'utf8' }).stdout).toContain(String(bytes));
    expect(tarLength([{ name: 'a', file, bytes }])).toBe(bytes + 512 + 1024);
    await pieces.next();
    await expect(pieces.next()).rejects.toThrow('were promised');
  });
  it('is the same bytes whenever it is made of the same files', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'console-tar-')), 'a');
    writeFileSync(file, 'x'.repeat(700));
    const digest = async () => {
      const hash = createHash('sha256');
      for await (const piece of tarOf([{ name: 'a', file, bytes: 700 }], 1)) hash.update(piece);
      return hash.digest('hex');
    };
    expect(await digest()).toBe(await digest());
  });
});
