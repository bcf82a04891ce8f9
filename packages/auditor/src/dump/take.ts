import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Extent, LogReader } from '@guidang/stream';
import { LOG_CHECKPOINT, logPaths, type ReadLogFile, sizeOf } from './log-files.ts';
import {
  type DumpedLogFile,
  type DumpedPartition,
  type DumpManifest,
  digestLine,
  MANIFEST_DIGEST_FILE,
  MANIFEST_FILE,
} from './manifest.ts';
import { PartitionWriter } from './partition-writer.ts';
import { type Snapshot, snapshot } from './snapshot.ts';

export interface DumpOptions {
  /** Folder to write; made where it is not there. */
  readonly dir: string;
  /** RFC 3339 in UTC. */
  readonly takenAt: string;
  /** Where it is taken, in words. */
  readonly cluster: string;
  /** Files of the log, where they are at hand. */
  readonly log?: ReadLogFile | undefined;
  /** Whether what was told the publishers is dumped as well; it is kept 30 days and no audit needs it. */
  readonly feedback?: boolean;
  readonly settleMs?: number;
  readonly progress?: ((entries: number, of: number, topic: string) => void) | undefined;
}

/** Log files fetched at the same time. */
const SIDE_BY_SIDE = 16;

/**
 * Writes all topics an audit needs, and the log, as files (docs/formats/dump.md). Nothing has to stand still meanwhile.
 * @throws what the broker, the vault or the disk say; the folder is then no dump, since dump.json comes last
 */
export async function dump(reader: LogReader, options: DumpOptions): Promise<DumpManifest> {
  const { dir, takenAt, cluster, log, feedback = false, settleMs } = options;
  await mkdir(join(dir, 'records'), { recursive: true });
  // Before the topics: then the topics hold every checkpoint that was published.
  const logFiles = log ? await dumpLog(dir, log) : null;
  const extents = await snapshot(reader, { feedback, ...(settleMs !== undefined && { settleMs }) });
  const manifest: DumpManifest = {
    format: 'guidang-dump',
    version: 1,
    takenAt,
    cluster,
    partitions: await dumpTopics(reader, extents, options),
    log: logFiles,
  };
  await writeManifest(dir, manifest);
  return manifest;
}

/** Writes `dump.json` and its digest. */
export async function writeManifest(dir: string, manifest: DumpManifest): Promise<void> {
  const json = `${JSON.stringify(manifest, undefined, 1)}\n`;
  await writeFile(join(dir, MANIFEST_FILE), json);
  await writeFile(join(dir, MANIFEST_DIGEST_FILE), digestLine(createHash('sha256').update(json).digest('hex')));
}

async function dumpTopics(reader: LogReader, extents: Snapshot, options: DumpOptions): Promise<DumpedPartition[]> {
  const { dir, progress } = options;
  const sizes = [...extents.values()].flat().map(({ start, end }) => end - start);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const dumped: DumpedPartition[] = [];
  let done = 0;
  for (const [topic, list] of [...extents].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const [partition, extent] of list.entries()) {
      dumped.push(
        await dumpPartition(reader, dir, topic, partition, extent, () => {
          done += 1;
          if (done % 1_000 === 0) progress?.(done, all, topic);
        }),
      );
    }
  progress?.(all, all, '');
  return dumped;
}

async function dumpPartition(
  reader: LogReader,
  dir: string,
  topic: string,
  partition: number,
  extent: Extent,
  tick: () => void,
): Promise<DumpedPartition> {
  const writer = await PartitionWriter.open(dir, topic, partition, extent);
  for await (const entry of reader.scan(topic, partition, extent.start, extent.end)) {
    const busy = writer.add(entry);
    if (busy) await busy;
    tick();
  }
  return writer.close();
}

async function dumpLog(dir: string, read: ReadLogFile): Promise<DumpedLogFile[] | null> {
  const checkpoint = await read(LOG_CHECKPOINT);
  if (!checkpoint) return null;
  const files = [await keep(dir, LOG_CHECKPOINT, checkpoint)];
  const paths = [...logPaths(sizeOf(checkpoint))];
  for (let at = 0; at < paths.length; at += SIDE_BY_SIDE) {
    const some = await Promise.all(
      paths.slice(at, at + SIDE_BY_SIDE).map(async (path) => {
        const bytes = await read(path);
        return bytes && keep(dir, path, bytes);
      }),
    );
    files.push(...some.filter((file) => file !== undefined));
  }
  return files;
}

/** Writes a file of the log below `log/`. */
export async function keep(dir: string, path: string, bytes: Uint8Array): Promise<DumpedLogFile> {
  const file = `log/${path}`;
  await mkdir(dirname(join(dir, file)), { recursive: true });
  await writeFile(join(dir, file), bytes);
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
