import {
  CHECKPOINTS,
  CheckpointRecord,
  Malformed,
  parseJsonRecord,
  parseWith,
  type RawRecord,
} from '@guidang/contracts';
import { tapeKey } from '../log/log-judge.ts';
import { scan } from '../source/scan.ts';
import type { Source } from '../source/source.ts';

/** A batch of the log, and where its links begin in the tree. */
interface Batch {
  readonly start: number;
  readonly ranges: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly from: number;
    readonly to: number;
    readonly count: number;
  }[];
}

/** The log as its topic tells it: batches in order, and the checkpoint that was witnessed last. */
export interface LogAsTold {
  readonly batches: readonly Batch[];
  readonly cosigned: { readonly note: string; readonly timestamp: string | null; readonly size: number } | undefined;
}

const BYTES = 8 * 1024 * 1024;

export async function logAsTold(source: Source): Promise<LogAsTold> {
  const batches: Batch[] = [];
  const sizes = new Map<number, number>();
  let cosigned: LogAsTold['cosigned'];
  let size = 0;
  await scan(
    source,
    CHECKPOINTS,
    0,
    () => {},
    (record) => {
      const parsed = parsedOf(record);
      if (parsed?.type === 'checkpoint') {
        batches.push({ start: size, ranges: parsed.ranges });
        size = parsed.size;
        sizes.set(parsed.batch, size);
      } else if (parsed) {
        const { note, timestamp, batch } = parsed;
        const reached = sizes.get(batch) ?? 0;
        // The one that reaches furthest; of the same head the one written last, which has the most cosignatures.
        if (reached >= (cosigned?.size ?? 0)) cosigned = { note, timestamp, size: reached };
      }
    },
  );
  return { batches, cosigned };
}

function parsedOf(record: RawRecord): CheckpointRecord | undefined {
  try {
    return parseWith(CheckpointRecord, parseJsonRecord(record, BYTES));
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/**
 * The place in the tree of records of one partition: counted within the ranges, since offsets have gaps where transactions end.
 * @param wanted by topic, whether a record is one whose place is asked for
 */
export async function placesIn(
  source: Source,
  { batches }: LogAsTold,
  topic: string,
  partition: number,
  wanted: (record: RawRecord) => boolean,
): Promise<{ record: RawRecord; index: number | undefined }[]> {
  const mine = batches.flatMap(({ start, ranges }) => {
    let at = start;
    return ranges.flatMap((range) => {
      const begin = at;
      at += range.count;
      return tapeKey(range.topic, range.partition) === tapeKey(topic, partition) ? [{ ...range, begin }] : [];
    });
  });
  const found: { record: RawRecord; index: number | undefined }[] = [];
  let next = 0;
  let inRange = 0;
  await scan(
    source,
    topic,
    partition,
    () => {},
    (record) => {
      while (mine[next] && record.offset > mine[next]!.to) {
        next += 1;
        inRange = 0;
      }
      const range = mine[next];
      const logged = range !== undefined && record.offset >= range.from;
      if (wanted(record)) found.push({ record, index: logged ? range.begin + inRange : undefined });
      if (logged) inRange += 1;
    },
  );
  return found;
}
