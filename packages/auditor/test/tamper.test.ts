import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLocated, TAMPERINGS, tamper } from '../src/tamper/index.ts';
import { MemoryDump } from '../src/tamper/memory-dump.ts';
import { auditFolder } from './audited.ts';
import { BEGINS, type History, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';
import { anchorsOf, audited, historyOf } from './mutants/run.ts';

/** Different records of every dump are tampered with. */
const SEEDS = 1;
const signers = makeSigners(new Date(BEGINS));
const root = mkdtempSync(join(tmpdir(), 'guidang-tamper-'));

/** A history with every kind of case and trouble; the auditor has asked the witness for the last head. */
let history: History;
let anchors: object;
const base = (log: boolean): string => join(root, log ? 'with-log' : 'without-log');

beforeAll(async () => {
  history = makeHistory({
    seed: 21,
    cases: 9,
    partitions: 2,
    trouble: 0.5,
    unloggedTail: false,
    unfinished: false,
    signers,
    courses: ['stored', 'stored', 'amended', 'late-events', 'replaced'],
  });
  await writeHistory(history, base(true), { log: true });
  await writeHistory(history, base(false), { log: false });
  anchors = { ...signers.anchors, head: history.files.get('checkpoint')!.toString('utf8') };
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Tampers with a copy of the dump and audits it. @returns undefined where there was nothing to tamper with */
async function tried(name: string, insider: boolean, seed: number, log: boolean) {
  const dir = join(root, 'copy');
  rmSync(dir, { recursive: true, force: true });
  cpSync(base(log), dir, { recursive: true });
  const touched = await tamper(dir, name, { seed, insider, ...(seed % 2 === 1 && { logKey: signers.logKey }) });
  return touched && { touched, report: await auditFolder(dir, anchors) };
}

describe('a dump that nobody touched', () => {
  it.each([true, false])('is whole, whether the files of the log are at hand (%s)', async (log) => {
    expect(await auditFolder(base(log), anchors)).toMatchObject({ verdict: 'whole', faults: [] });
  });
});

describe.each(TAMPERINGS.map(({ name, en }) => ({ name, en })))('$name: $en', { timeout: 60_000 }, ({ name }) => {
  it.each([
    ['by somebody who has the files', false],
    ['by an insider who writes dump.json anew', true],
  ])('is found and the record is named, %s', async (_, insider) => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const one = await tried(name, insider, seed, true);
      expect(one, `seed ${seed}: something was done`).toBeDefined();
      const { touched, report } = one!;
      expect(report.verdict, touched.what).toBe('broken');
      const [first] = report.faults;
      const named = `${first?.code} at ${first?.topic}-${first?.partition}@${first?.offset}`;
      expect(isLocated(touched, first), `seed ${seed}: ${touched.what}; named first: ${named}`).toBe(true);
    }
  });
});

describe('without the files of the log', { timeout: 120_000 }, () => {
  it('every tampering is found as well, and nearly always the record is named', async () => {
    const lost: string[] = [];
    let all = 0;
    for (const { name } of TAMPERINGS)
      for (const seed of [1]) {
        const one = await tried(name, true, seed, false);
        if (!one) continue;
        all += 1;
        expect(one.report.verdict, one.touched.what).toBe('broken');
        if (!isLocated(one.touched, one.report.faults[0])) lost.push(`${name} ${seed}: ${one.touched.what}`);
      }
    expect(lost.length / all, lost.join('\n')).toBeLessThan(0.15);
  });
});

it('a range of a checkpoint that names the partition of another is found, whichever of them it is', async () => {
  const small = historyOf(5);
  const [first] = new MemoryDump(small.log.entries, small.files).checkpoints();
  if (first?.parsed.type !== 'checkpoint') throw new Error('the log begins with a batch');
  const { parsed, at } = first;
  for (const n of parsed.ranges.keys()) {
    const dump = new MemoryDump(small.log.entries, small.files);
    const ranges = parsed.ranges.map((range, i) => (i === n ? { ...range, partition: 1 - range.partition } : range));
    dump.replace(at, { value: Buffer.from(JSON.stringify({ ...parsed, ranges })) });
    const report = await audited(dump, anchorsOf(small));
    expect(report.faults[0], `range ${n}`).toMatchObject({ topic: at.topic, offset: at.offset });
  }
});
