import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { audit } from '../src/audit.ts';
import { RULES } from '../src/rules.ts';
import { MemoryDump } from '../src/tamper/memory-dump.ts';
import { auditFolder, inFolder } from './audited.ts';
import { BEGINS, type History, type HistoryOptions, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';
import { Folders } from './mutants/folders.ts';
import { type Opinion, SecondVerifier } from './mutants/second.ts';

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
  const dir = mkdtempSync(join(tmpdir(), 'guidang-legal-'));
  const second = new SecondVerifier();
  afterAll(async () => {
    await second.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it(`give no finding, ${HISTORIES} of them, and none to the second verifier`, async () => {
    const links = { all: 0, logged: 0 };
    let released = 0;
    const renewed = { EvidenceRenewed: 0, RenewalRefused: 0 };
    const file = join(dir, 'anchors.json');
    writeFileSync(file, anchors);
    const opinions: Promise<Opinion>[] = [];
    for (let seed = 0; seed < HISTORIES; seed++) {
      const history = makeHistory(optionsOf(seed));
      const withLog = seed % 7 !== 0;
      const own = join(dir, String(seed));
      mkdirSync(own);
      opinions.push((await second.ask(file, new Folders(history, own, withLog).dir)).answer);
      const report = await audited(history, withLog);
      expect(report.faults, `seed ${seed}`).toEqual([]);
      expect(report, `seed ${seed}`).toMatchObject({ looked: { links: history.links }, log: { size: history.size } });
      links.all += report.looked.links;
      links.logged += report.log.size;
      released += history.released;
      for (const own of [...history.linksOf.get('store')!.values()].flat()) {
        const { type } = JSON.parse(Buffer.from(own).toString('utf8')) as { type: string };
        if (type in renewed) renewed[type as keyof typeof renewed] += 1;
      }
    }
    for (const [seed, opinion] of (await Promise.all(opinions)).entries())
      expect(opinion, `seed ${seed}`).toMatchObject({ verdict: 'whole', first: null });
    expect(renewed.EvidenceRenewed).toBeGreaterThan(100);
    expect(renewed.RenewalRefused).toBeGreaterThan(20);
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
