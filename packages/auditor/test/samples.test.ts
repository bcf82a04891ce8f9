import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  CaseDecision,
  CaseEvent,
  CheckpointRecord,
  Feedback,
  LINKS,
  MAY_FOLLOW,
  Parked,
  Scheme,
  type StepName,
} from '@guidang/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { auditDump, DumpManifest, exitCodeOf, PartitionReader } from '../src/index.ts';

/**
 * What was recorded once must be read, decided again and found whole for ever (samples/README.md). A sample is never changed: whoever cannot make this test pass
 * has changed what records mean, and needs a new version beside the old one.
 */
const FOLDER = fileURLToPath(new URL('../../../samples/', import.meta.url));
const samples = readdirSync(FOLDER).filter((name) => existsSync(`${FOLDER}${name}/dump/dump.json`));

const contractOf = (topic: string): z.ZodType => {
  if (topic === 'case.events') return CaseEvent;
  if (topic === 'case.decisions') return CaseDecision;
  if (topic === 'case.feedback') return Feedback;
  if (topic === 'archive.checkpoint') return CheckpointRecord;
  if (topic === 'registry.schemes') return Scheme;
  if (topic.endsWith('.parked')) return Parked;
  return LINKS[topic.slice('archive.'.length) as StepName];
};

/** Values of all records of a sample, by topic. */
function valuesOf(sample: string): Map<string, Buffer[]> {
  const dir = `${FOLDER}${sample}/dump`;
  const manifest = DumpManifest.parse(JSON.parse(readFileSync(`${dir}/dump.json`, 'utf8')));
  const values = new Map<string, Buffer[]>();
  for (const { topic, partition } of manifest.partitions) {
    const reader = new PartitionReader(dir, topic, partition);
    const list = values.get(topic) ?? [];
    for (let entries = reader.next(); entries.length > 0; entries = reader.next())
      for (const entry of entries) if (entry.kind === 'record') list.push(Buffer.from(entry.record.value ?? ''));
    reader.close();
    values.set(topic, list);
  }
  return values;
}

const typeOf = (value: Buffer): string => (JSON.parse(value.toString('utf8')) as { type: string }).type;

describe.each(samples)('the sample %s', (name) => {
  let values: Map<string, Buffer[]>;
  beforeAll(() => {
    values = valuesOf(name);
  });

  it('is read by the contracts, but for what was parked', () => {
    const parked = new Set(
      [...values].filter(([topic]) => topic.endsWith('.parked')).flatMap(([, list]) => list.map((one) => inputOf(one))),
    );
    for (const [topic, list] of values) {
      const contract = contractOf(topic);
      const bad = list.filter((value) => !parsed(contract, value) && !parked.has(value.toString('base64')));
      expect(bad.map(String), topic).toEqual([]);
      if (topic !== 'archive.notary.parked' && !topic.endsWith('.parked'))
        expect(list.length, topic).toBeGreaterThan(0);
    }
  });

  it('is decided again, and whole', { timeout: 60_000 }, async () => {
    const anchors = readFileSync(`${FOLDER}${name}/anchors.json`, 'utf8');
    const report = await auditDump(`${FOLDER}${name}/dump`, { anchors });
    expect(report.faults).toEqual([]);
    expect(exitCodeOf(report)).toBe(0);
    const links = [...values].filter(([topic]) => topic.slice('archive.'.length) in LINKS).flatMap(([, list]) => list);
    expect(report.looked.links).toBe(links.length);
  });
});

const inputOf = (parked: Buffer): string | null => (JSON.parse(parked.toString('utf8')) as Parked).value;

function parsed(contract: z.ZodType, value: Buffer): boolean {
  try {
    return contract.safeParse(JSON.parse(value.toString('utf8'))).success;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

it('has every type of record there is', () => {
  const seen = new Set(
    samples.flatMap((sample) =>
      [...valuesOf(sample)]
        .filter(([topic]) => /^archive\.[a-z]+$/.test(topic) || topic === 'case.decisions')
        .flatMap(([, list]) => list.map(typeOf)),
    ),
  );
  const wanted = [...Object.keys(MAY_FOLLOW), 'checkpoint', 'cosigned', 'use.requested', 'finding.resolved'];
  expect(wanted.filter((type) => !seen.has(type))).toEqual([]);
});

it('is whole to the second verifier as well', { timeout: 60_000 }, () => {
  const verifier = fileURLToPath(new URL('../../../verifiers/python/verify.py', import.meta.url));
  const lines = samples.map((name) => `${FOLDER}${name}/anchors.json\t${FOLDER}${name}/dump\n`).join('');
  const { stdout, stderr } = spawnSync('python3', ['-B', verifier, '--batch'], { input: lines, encoding: 'utf8' });
  const said = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { verdict: string; first: object | null });
  expect(
    said.map(({ verdict, first }) => ({ verdict, first })),
    stderr,
  ).toEqual(samples.map(() => ({ verdict: 'whole', first: null })));
});
