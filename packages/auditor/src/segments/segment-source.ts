import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Extent } from '@guidang/stream';
import type { ReadLogFile } from '../dump/log-files.ts';
import { AUDITED_TOPICS } from '../dump/snapshot.ts';
import { CannotAudit } from '../source/open-dump.ts';
import type { EntryStream, Source } from '../source/source.ts';
import { type PartitionLog, partitionLog } from './partition-log.ts';
import { SegmentStream } from './segment-stream.ts';

/**
 * A copy of the log directories of one or several brokers as what is audited: nobody is asked, not even the broker. Of replicas the longest is read.
 * @throws CannotAudit where no folder of an audited topic is there
 */
export class SegmentSource implements Source {
  readonly extents: ReadonlyMap<string, readonly Extent[]>;
  readonly logFile: ReadLogFile | null;
  readonly #logs: ReadonlyMap<string, PartitionLog>;

  constructor(dirs: readonly string[], logFile: ReadLogFile | null) {
    this.logFile = logFile;
    const logs = new Map<string, PartitionLog>();
    const extents = new Map<string, Extent[]>();
    for (const dir of dirs)
      for (const { topic, partition, folder } of foldersIn(dir)) {
        const place = `${topic}/${partition}`;
        const log = partitionLog(folder);
        const known = logs.get(place);
        if (known && known.extent.end >= log.extent.end) continue;
        logs.set(place, log);
        const list = extents.get(topic) ?? [];
        list[partition] = log.extent;
        extents.set(topic, list);
      }
    if (logs.size === 0)
      throw new CannotAudit(
        `${dirs.join(', ')} 中没有消息平台的日志段 / holds no segments of the topics that are audited`,
      );
    this.#logs = logs;
    this.extents = extents;
  }

  open(topic: string, partition: number, from?: number): EntryStream {
    const log = this.#logs.get(`${topic}/${partition}`);
    if (!log) return { next: () => [], close: () => [] };
    return new SegmentStream(topic, partition, log, from);
  }
}

/** Folders of audited topics: `<topic>-<partition>`. */
function foldersIn(dir: string): { topic: string; partition: number; folder: string }[] {
  if (!existsSync(dir)) throw new CannotAudit(`文件夹不存在: ${dir} / no such folder: ${dir}`);
  return readdirSync(dir).flatMap((name) => {
    const [, topic = '', partition = ''] = /^([a-z0-9.-]+)-(\d{1,4})$/.exec(name) ?? [];
    return AUDITED_TOPICS.includes(topic) ? [{ topic, partition: Number(partition), folder: join(dir, name) }] : [];
  });
}

/** The name of the cluster the copy comes from, as the broker wrote it down; empty where it did not. */
export function clusterOf(dir: string): string {
  const file = join(dir, 'meta.properties');
  if (!existsSync(file)) return '';
  return /^cluster\.id=(\S+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
}
