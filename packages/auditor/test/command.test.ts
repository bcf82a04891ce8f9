import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/report/report.ts';
import { tamper } from '../src/tamper/index.ts';
import { BEGINS, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'guidang-command-'));
const at = (name: string): string => join(root, name);
const signers = makeSigners(new Date(BEGINS));

const guidang = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: root, maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

beforeAll(async () => {
  const options = { seed: 8, cases: 10, partitions: 3, trouble: 0.6, unloggedTail: true, unfinished: true };
  await writeHistory(makeHistory({ ...options, signers }), at('whole'));
  cpSync(at('whole'), at('elsewhere/copy'), { recursive: true });
  cpSync(at('whole'), at('broken'), { recursive: true });
  await tamper(at('broken'), 'change-decision', { seed: 1, insider: true });
  writeFileSync(at('anchors.json'), JSON.stringify(signers.anchors));
  writeFileSync(at('other.json'), JSON.stringify({ ...signers.anchors, quorum: 5 }));
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('guidang audit', { timeout: 60_000 }, () => {
  it('ends with 0 where everything is whole, and says so in the language asked for', async () => {
    const zh = await guidang('audit', 'whole', '--anchors', 'anchors.json');
    expect(zh).toMatchObject({ code: 0 });
    expect(zh.out).toContain('完好：未发现任何不符');
    const en = await guidang('audit', 'whole', '--anchors', 'anchors.json', '--lang', 'en');
    expect(en.out).toContain('Whole: nothing was found');
  });

  it('ends with 1 where something is broken, names the record, and writes JSON and a page', async () => {
    const { code, out } = await guidang(
      'audit',
      'broken',
      ...['--anchors', 'anchors.json', '--json', 'r.json', '--html', 'r.html'],
    );
    expect(code).toBe(1);
    const report = JSON.parse(readFileSync(at('r.json'), 'utf8')) as Report;
    const [fault] = report.faults;
    expect(out).toContain(`${fault!.topic}-${fault!.partition}@${fault!.offset}`);
    const page = readFileSync(at('r.html'), 'utf8');
    expect(page).toContain(fault!.code);
    expect(page).not.toMatch(/<script|https?:\/\//);
  });

  it('gives the same bytes of report wherever the dump lies, in one thread or in several', async () => {
    const here = await guidang('audit', 'broken', '--anchors', 'anchors.json', '--json', '-', '--threads', '0');
    const threads = await guidang(
      'audit',
      at('broken'),
      '--anchors',
      at('anchors.json'),
      '--json',
      '-',
      '--threads',
      '3',
    );
    expect(here.out.length).toBeGreaterThan(1_000);
    expect(threads.out).toBe(here.out);
    const whole = await guidang('audit', 'whole', '--anchors', 'anchors.json', '--json', '-');
    const copy = await guidang('audit', 'elsewhere/copy', '--anchors', 'anchors.json', '--json', '-', '--threads', '2');
    expect(copy.out).toBe(whole.out);
  });

  it.each([
    ['there is no dump', ['audit', 'nowhere', '--anchors', 'anchors.json'], /dump\.json/],
    ['there are no anchors', ['audit', 'whole', '--anchors', 'nowhere.json'], /nowhere\.json/],
    ['the anchors are no good', ['audit', 'whole', '--anchors', 'other.json'], /quorum/],
    ['the language is none', ['audit', 'whole', '--anchors', 'anchors.json', '--lang', 'fr'], /zh .*en/],
    ['an option is none', ['audit', 'whole', '--anchor', 'x'], /--anchor/],
    ['the command is none', ['destroy'], /--help/],
    ['dump is not told where to', ['dump', '--brokers', '127.0.0.1:1'], /--out/],
    ['dump would overwrite', ['dump', '--out', 'whole', '--brokers', '127.0.0.1:1'], /whole/],
    ['replay is not told what', ['replay', 'everything', '--brokers', '127.0.0.1:1'], /capture/],
  ])('ends with 2 where %s, and says what to do', async (_, args, words) => {
    const { code, err } = await guidang(...args);
    expect(code).toBe(2);
    expect(err).toMatch(words);
  });

  it('explains itself', async () => {
    const { code, out } = await guidang('--help');
    expect(code).toBe(0);
    for (const word of ['dump', 'audit', 'replay', '--anchors', '退出码']) expect(out).toContain(word);
  });
});
