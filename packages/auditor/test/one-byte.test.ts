import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../src/report/report.ts';
import { Chance } from '../src/tamper/chance.ts';
import { auditFolder } from './audited.ts';
import { BEGINS, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const signers = makeSigners(new Date(BEGINS));
const dir = mkdtempSync(join(tmpdir(), 'guidang-byte-'));
const POSITIONS = 320;

beforeAll(async () => {
  const options = { seed: 9, cases: 4, partitions: 2, trouble: 0.3, unloggedTail: true, unfinished: false };
  await writeHistory(makeHistory({ ...options, signers }), dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('one byte of a dump', () => {
  it('changed anywhere in any file makes the audit end with 1', { timeout: 120_000 }, async () => {
    expect(exitCodeOf(await auditFolder(dir, signers.anchors))).toBe(0);
    const files = readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const chance = new Chance(1);
    const overlooked: string[] = [];
    // Every file in turn: most bytes lie in few of them.
    for (let n = 0; n < POSITIONS; n++) {
      const file = files[n % files.length]!;
      const bytes = readFileSync(file);
      const at = chance.below(bytes.length);
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1 << chance.below(8);
      writeFileSync(file, changed);
      const report = await auditFolder(dir, signers.anchors);
      if (exitCodeOf(report) !== 1) overlooked.push(`${file} ${at}`);
      writeFileSync(file, bytes);
    }
    expect(overlooked).toEqual([]);
  });
});
