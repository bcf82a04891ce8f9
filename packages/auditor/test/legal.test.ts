import { describe, expect, it } from 'vitest';
import { auditFolder, inFolder } from './audited.ts';
import { BEGINS, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const signers = makeSigners(new Date(BEGINS));

describe('a legal history', () => {
  const seeds = Array.from({ length: 56 }, (_, seed) => ({
    seed,
    cases: 6 + (seed % 9),
    partitions: 1 + (seed % 5),
    trouble: (seed % 4) / 3,
    unloggedTail: seed % 3 === 0,
    unfinished: seed % 5 === 0,
    log: seed % 7 !== 0,
  }));

  it.each(seeds)('gives no finding: $seed', async ({ log, ...options }) => {
    const history = makeHistory({ ...options, signers });
    const report = await inFolder(async (dir) => {
      await writeHistory(history, dir, { log });
      return auditFolder(dir, signers.anchors);
    });
    expect(report.faults).toEqual([]);
    expect(report).toMatchObject({ verdict: 'whole', looked: { links: history.links }, log: { size: history.size } });
  });

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
