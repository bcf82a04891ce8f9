import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutRecord } from '@guidang/contracts';
import { applyTopics, type OwnBroker, ownBroker, wantedTopics } from '@guidang/infra-local';
import {
  type LogEntry,
  type LogReader,
  openPublisher,
  openReader,
  openWriter,
  type Publisher,
  replay,
} from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../src/audit.ts';
import { auditSegments } from '../src/audit-segments.ts';
import { dump } from '../src/dump/take.ts';
import { RULES } from '../src/rules.ts';
import { SegmentSource } from '../src/segments/segment-source.ts';
import { liveSource } from '../src/source/live-source.ts';
import type { EntryStream } from '../src/source/source.ts';
import { isLocated, tamper } from '../src/tamper/index.ts';
import { auditFolder } from './audited.ts';
import { type History, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';

const PARTITIONS = 2;
const root = mkdtempSync(join(tmpdir(), 'guidang-real-'));
const signers = makeSigners(new Date());
let broker: OwnBroker;
let reader: LogReader;
let history: History;

beforeAll(async () => {
  broker = await ownBroker('auditor');
  const topics = wantedTopics().map((topic) => (topic.partitions === 1 ? topic : { ...topic, partitions: PARTITIONS }));
  await applyTopics(broker.brokers, topics);
  // The broker dates records itself. What is made up has to lie ahead of that, but no further than clocks may differ.
  history = makeHistory({
    seed: 6,
    cases: 6,
    partitions: PARTITIONS,
    trouble: 0,
    unloggedTail: true,
    unfinished: true,
    begins: Date.now() + 200_000,
    pauseMs: 20,
    signers,
  });
  await publish(history, broker.brokers);
  reader = await openReader({ brokers: broker.brokers, clientId: 'test-auditor' });
}, 120_000);
afterAll(async () => {
  await reader?.close();
  await broker?.discard();
  rmSync(root, { recursive: true, force: true });
});

/** Writes a history into a real broker so that every record comes to lie where it lay: one transaction for each marker. */
async function publish({ log }: History, brokers: string[]): Promise<void> {
  const publisher = await openPublisher({ brokers, clientId: 'test-publisher' });
  const writer = await openWriter({ brokers, clientId: 'test-writer' }, 'test.history');
  await writer.fence();
  for (const [place, entries] of log.entries) {
    const [topic = '', partition = ''] = place.split('/');
    let waiting: OutRecord[] = [];
    for (const entry of entries) {
      if (entry.kind === 'record') {
        const { key, value, headers } = entry.record;
        waiting.push({
          topic,
          partition: Number(partition),
          key: Buffer.from(key!).toString(),
          value: value!,
          headers,
        });
      } else if (entry.kind === 'commit') waiting = await flush(() => writer.commit(waiting, undefined, []));
    }
    if (waiting.length > 0) await inPieces(publisher, waiting);
  }
  // A transaction that was given up, as after a crash: the group is none, so the offsets are refused and the records are not committed.
  const records = [{ topic: 'archive.use', partition: 0, key: 'NOBODY', value: Buffer.from('{}'), headers: {} }];
  await writer.commit(records, '', [{ topic: 'case.events', partition: 0, through: 0 }]).then(
    () => Promise.reject(new Error('it was committed')),
    () => {},
  );
  await writer.close();
  await publisher.close();
}

const flush = async (write: () => Promise<unknown>): Promise<OutRecord[]> => {
  await write();
  return [];
};

async function inPieces(publisher: Publisher, records: readonly OutRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += 200) await publisher.publish(records.slice(at, at + 200));
}

function entriesOf(stream: EntryStream): LogEntry[] {
  const entries: LogEntry[] = [];
  for (let piece = stream.next() as readonly LogEntry[]; piece.length > 0; piece = stream.next() as readonly LogEntry[])
    entries.push(...piece);
  return entries;
}

/** An entry in letters; of records that were given up nobody is told the contents. */
const plain = (entry: LogEntry): object =>
  entry.kind === 'record'
    ? {
        ...entry.record,
        key: entry.record.key && Buffer.from(entry.record.key).toString('hex'),
        value: entry.record.value && Buffer.from(entry.record.value).toString('hex'),
      }
    : entry;

const logFile = async (path: string): Promise<Uint8Array | undefined> => history.files.get(path);

describe('a real broker', { timeout: 120_000 }, () => {
  it('is audited while it runs, and is whole', async () => {
    const source = await liveSource(reader, logFile, 50);
    const report = await audit(source, {
      anchors: JSON.stringify(signers.anchors),
      rules: RULES,
      of: { cluster: 'test', takenAt: null },
    });
    expect(report.faults).toEqual([]);
    expect(report.looked.links).toBe(history.links);
    expect(report.log.size).toBe(history.size);
  });

  it('is dumped, and the dump says the same', async () => {
    const dir = join(root, 'dump');
    const progress: number[] = [];
    const manifest = await dump(reader, {
      dir,
      takenAt: '2026-03-01T00:00:00Z',
      cluster: 'test',
      log: logFile,
      settleMs: 50,
      progress: (entries) => progress.push(entries),
    });
    const report = await auditFolder(dir, signers.anchors);
    expect(report.faults).toEqual([]);
    expect(report.looked.links).toBe(history.links);
    const capture = manifest.partitions.filter(({ topic }) => topic === 'archive.capture');
    expect(capture.reduce((sum, { records }) => sum + records, 0)).toBe(
      [...history.linksOf.get('capture')!.values()].flat().length,
    );
    expect(capture.every(({ markers, end, last }) => markers > 0 && last === end - 1)).toBe(true);
    expect(progress.length).toBeGreaterThan(0);
  });

  it.each(['edit-field', 'delete-link', 'duplicate'])('in a dump of it %s is found and located', async (name) => {
    const dir = join(root, name);
    cpSync(join(root, 'dump'), dir, { recursive: true });
    const touched = await tamper(dir, name, { seed: 3, insider: true });
    const report = await auditFolder(dir, signers.anchors);
    expect(isLocated(touched!, report.faults[0]), `${touched!.what}: ${report.faults[0]?.code}`).toBe(true);
  });

  it('has its segments audited beside it, and they say the same as the broker', async () => {
    const copy = join(root, 'copy');
    cpSync(broker.dataDir, copy, { recursive: true });
    const report = await auditSegments([copy], { anchors: JSON.stringify(signers.anchors), log: logFile, threads: 0 });
    expect(report.faults).toEqual([]);
    expect(report.looked.links).toBe(history.links);
    const source = new SegmentSource([copy], logFile);
    const kinds = new Set<string>();
    for (const [topic, extents] of source.extents)
      for (const [partition, { start, end }] of extents.entries()) {
        const asked: LogEntry[] = [];
        for await (const entry of reader.scan(topic, partition, start, end)) asked.push(entry);
        const read = entriesOf(source.open(topic, partition));
        expect(read.map(plain), `${topic}-${partition}`).toEqual(asked.map(plain));
        for (const { kind } of read) kinds.add(kind);
      }
    expect([...kinds].sort()).toEqual(['abort', 'aborted', 'commit', 'record']);
  });

  it('has a byte of a copied segment changed, and the batch and the link in it are named', async () => {
    const copy = join(root, 'changed');
    cpSync(broker.dataDir, copy, { recursive: true });
    const file = join(copy, 'archive.capture-0', `${'0'.repeat(20)}.log`);
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('"decider"') + 3]! ^= 1;
    writeFileSync(file, bytes);
    const report = await auditSegments([copy], { anchors: JSON.stringify(signers.anchors), log: logFile, threads: 0 });
    expect(report.faults[0]).toMatchObject({ topic: 'archive.capture', partition: 0, offset: 0 });
    expect(report.faults.flatMap(({ because }) => because).map(({ code }) => code)).toContain('BATCH_CRC');
  });

  it('has its steps replayed without a difference', async () => {
    for (const step of ['capture', 'check', 'seal'] as const) {
      const { links, findings } = await replay(RULES[step], reader);
      expect(findings).toEqual([]);
      expect(links).toBe([...history.linksOf.get(step)!.values()].flat().length);
    }
  });

  it('is dumped into files that keep keys, values and headers', () => {
    const bytes = readFileSync(join(root, 'dump', 'records', 'archive.capture-0.bin'));
    expect(bytes.subarray(0, 8).toString()).toBe('GUIDANG1');
    expect(bytes.includes('ce_subject')).toBe(true);
  });
});
