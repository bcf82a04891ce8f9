import {
  CHECKPOINTS,
  CheckpointRecord,
  Malformed,
  parseJsonRecord,
  parseWith,
  type RawRecord,
} from '@guidang/contracts';
import type { Anchors } from '../anchors.ts';
import { type KnownHead, knownHead, tapeKey } from '../log/log-judge.ts';
import { CannotAudit } from '../source/open-dump.ts';
import { scan } from '../source/scan.ts';
import type { Source } from '../source/source.ts';

/** By partition of an archive topic, the last offset whose link was judged by an audit before. */
export type Reach = Readonly<Record<string, number>>;

/** A checkpoint that the auditor kept when it had found everything up to it whole, and how far that is. */
export interface Since {
  readonly head: KnownHead;
  readonly reach: Reach;
}

const BYTES = 8 * 1024 * 1024;

/**
 * How far the links reach that an earlier audit has judged. The ranges are the audited system's word; that they lead to the very root of the kept checkpoint is computed with all the rest, so what
 * an audit before has judged is byte for byte what is there now, or the log is found forked.
 * @param note the checkpoint, as `--keep` wrote it
 * @throws CannotAudit where it is none of this log
 */
export async function openSince(source: Source, anchors: Anchors, note: string): Promise<Since> {
  const head = knownHead(note, '--since', anchors);
  if (typeof head === 'string')
    throw new CannotAudit(`--since 不是该日志的存证点 / is no checkpoint of this log: ${head}`);
  const reach: Record<string, number> = {};
  await scan(
    source,
    CHECKPOINTS,
    0,
    () => {}, // told when the log is judged
    (record) => {
      const batch = batchOf(record);
      if (!batch || batch.size > head.size) return;
      for (const { topic, partition, to } of batch.ranges) {
        const key = tapeKey(topic, partition);
        reach[key] = Math.max(reach[key] ?? -1, to);
      }
    },
  );
  return { head, reach };
}

function batchOf(record: RawRecord) {
  try {
    const parsed = parseWith(CheckpointRecord, parseJsonRecord(record, BYTES));
    return parsed.type === 'checkpoint' ? parsed : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
