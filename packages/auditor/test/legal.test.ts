import { describe, expect, it } from 'vitest';
import { audit } from '../src/audit.ts';
import { RULES } from '../src/rules.ts';
import { MemoryDump } from '../src/tamper/memory-dump.ts';
import { auditFolder, inFolder } from './audited.ts';
import { BEGINS, type History, type HistoryOptions, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const signers = makeSigners(new Date(BEGINS));
const anchors = JSON.stringify(signers.anchors);
const HISTORIES = 500;

/** Crashes, duplicates, hostile records, records released after they were parked, amended and withdrawn cases, steps and a notary that lag, in all mixtures. */
const optionsOf = (seed: number): HistoryOptions => ({
  seed,
  cases: 1 + (seed % 4),
  partitions: 1 + (seed % 3),
  trouble: (seed % 5) / 4,
  unloggedTail: seed % 3 === 0,
  unfinished: seed % 4 === 0,
  ...(seed % 2 === 0 && { releases: 0.7 }),
  signers,
});

const audited = (history: History, log: boolean) =>
  audit(new MemoryDump(history.log.entries, log ? history.files : new Map()).source(), {
    ...{ anchors, rules: RULES },
    of: { cluster: '', takenAt: null },
  });

describe('legal histories', { timeout: 600_000 }, () => {
  it(`give no finding, ${HISTORIES} of them`, async () => {
    const links = { all: 0, logged: 0 };
    let released = 0;
    for (let seed = 0; seed < HISTORIES; seed++) {
      const history = makeHistory(optionsOf(seed));
      const report = await audited(history, seed % 7 !== 0);
      expect(report.faults, `seed ${seed}`).toEqual([]);
      expect(report, `seed ${seed}`).toMatchObject({ looked: { links: history.links }, log: { size: history.size } });
      links.all += report.looked.links;
      links.logged += report.log.size;
      released += history.released;
    }
    expect(links.all).toBeGreaterThan(10_000);
    expect(links.logged).toBeLessThan(links.all);
    expect(released).toBeGreaterThan(200);
  });
});

describe('a legal history', () => {
  it('with many cases of every kind stores, refuses and withdraws some, and says which wait', async () => {
    const history = makeHistory({
      seed: 4711,
      cases: 60,
      partitions: 4,
      trouble: 0.6,
      unloggedTail: true,
      unfinished: true,
      signers,
    });
    const report = await inFolder(async (dir) => {
      await writeHistory(history, dir);
      return auditFolder(dir, signers.anchors);
    });
    expect(report.faults).toEqual([]);
    expect(report.cases.stored).toBeGreaterThan(10);
    expect(report.cases.withdrawn).toBeGreaterThan(0);
    expect(report.cases.refused).toBeGreaterThan(0);
    expect(report.looked.parked).toBeGreaterThan(5);
    expect(report.log.unlogged).toBeGreaterThan(0);
    expect(report.waiting.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThan(0);
  });
});
