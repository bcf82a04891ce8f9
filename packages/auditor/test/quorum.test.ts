import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Checkpoint, CheckpointRecord } from '@guidang/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { openAnchors } from '../src/anchors.ts';
import { auditDump } from '../src/audit-dump.ts';
import { BEGINS, makeHistory, makeSigners, writeHistory } from './history/index.ts';

const VERIFIER = fileURLToPath(new URL('../../../verifiers/python/verify.py', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'guidang-quorum-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

// Three witnesses of whom two are enough: at each head another one is away.
const signers = makeSigners(new Date(BEGINS), 2);
const dir = join(root, 'dump');
const options = { seed: 11, cases: 8, partitions: 2, signers, trouble: 0.5, unloggedTail: false, unfinished: false };
const history = makeHistory(options);
const written = writeHistory(history, dir);

/** What both say of the log, whoever is believed. */
async function judged(anchors: object) {
  await written;
  const text = JSON.stringify(anchors);
  const report = await auditDump(dir, { anchors: text, threads: 0 });
  const file = join(root, 'anchors.json');
  writeFileSync(file, text);
  const said = await new Promise<string>((resolve, reject) =>
    execFile('python3', ['-B', VERIFIER, '--anchors', file, dir], (error, out, err) =>
      error && error.code !== 1 ? reject(new Error(err)) : resolve(out),
    ),
  );
  return {
    report,
    auditor: report.verdict,
    codes: new Set(report.faults.map(({ code }) => code)),
    python: JSON.parse(said),
  };
}

describe('a quorum of witnesses', { timeout: 120_000 }, () => {
  it('is enough, whoever of them was away', async () => {
    const { auditor, python } = await judged(signers.anchors);
    expect(signers.anchors).toMatchObject({ quorum: 2, witnesses: [{}, {}, {}] });
    expect([auditor, python.verdict]).toEqual(['whole', 'whole']);
  });

  it('is written down again where one of them was slow: the head that reaches furthest counts all the same', async () => {
    const records = history.log
      .records('archive.checkpoint', 0, 0)
      .map(({ value }) => CheckpointRecord.parse(JSON.parse(Buffer.from(value!).toString('utf8'))));
    const cosigned = records.filter(({ type }) => type === 'cosigned');
    expect(cosigned.some(({ batch }, i) => i > 0 && batch < cosigned[i - 1]!.batch)).toBe(true);
    const { report } = await judged(signers.anchors);
    const furthest = Math.max(...cosigned.map(({ batch }) => batch));
    const head = records.find(({ type, batch }) => type === 'checkpoint' && batch === furthest) as Checkpoint;
    expect(report.log.cosigned).toBe(head.size);
  });

  it('that was missed is found by both verifiers: two have signed where three must have', async () => {
    const { auditor, codes, python } = await judged({ ...signers.anchors, quorum: 3 });
    expect([auditor, python.verdict]).toEqual(['broken', 'broken']);
    expect([...codes].some((code) => code.startsWith('COSIGNATURE'))).toBe(true);
  });

  it('counts witnesses of the anchors alone', async () => {
    const strangers = makeSigners(new Date(BEGINS), 2).anchors.witnesses;
    const [one] = signers.anchors.witnesses;
    const { auditor, python } = await judged({ ...signers.anchors, witnesses: [one!, ...strangers.slice(1)] });
    expect([auditor, python.verdict]).toEqual(['broken', 'broken']);
  });

  it('is not reached by naming one witness twice', () => {
    const [one, two] = signers.anchors.witnesses;
    const said = openAnchors(JSON.stringify({ ...signers.anchors, witnesses: [one, two, one] }));
    expect(said).toMatchObject({ ok: false, detail: expect.stringContaining('twice') });
  });
});
