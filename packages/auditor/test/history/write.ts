import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_CHECKPOINT, logPaths, sizeOf } from '../../src/dump/log-files.ts';
import { type DumpedLogFile, type DumpedPartition, DumpManifest } from '../../src/dump/manifest.ts';
import { PartitionWriter } from '../../src/dump/partition-writer.ts';
import { keep, writeManifest } from '../../src/dump/take.ts';
import type { History } from './history.ts';

/** Writes a history as the dump that would have been taken of it. */
export async function writeHistory(history: History, dir: string, { log = true } = {}): Promise<DumpManifest> {
  mkdirSync(join(dir, 'records'), { recursive: true });
  const partitions: DumpedPartition[] = [];
  for (const [place, entries] of [...history.log.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [topic = '', partition] = place.split('/');
    if (topic === 'case.feedback') continue;
    const extent = { start: entries[0]?.offset ?? 0, end: (entries.at(-1)?.offset ?? -1) + 1 };
    const writer = await PartitionWriter.open(dir, topic, Number(partition), extent);
    for (const entry of entries) await writer.add(entry);
    partitions.push(await writer.close());
  }
  const manifest: DumpManifest = {
    format: 'guidang-dump',
    version: 1,
    takenAt: new Date(history.log.now).toISOString(),
    cluster: 'made up',
    partitions,
    log: log ? await writeLog(history, dir) : null,
  };
  await writeManifest(dir, DumpManifest.parse(manifest));
  return manifest;
}

async function writeLog({ files }: History, dir: string): Promise<DumpedLogFile[] | null> {
  const checkpoint = files.get(LOG_CHECKPOINT);
  if (!checkpoint) return null;
  const kept = [await keep(dir, LOG_CHECKPOINT, checkpoint)];
  for (const path of logPaths(sizeOf(checkpoint))) {
    const bytes = files.get(path);
    if (bytes) kept.push(await keep(dir, path, bytes));
  }
  return kept;
}
