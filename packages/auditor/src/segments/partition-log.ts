import type { Extent } from '@guidang/stream';
import { BatchFault, type BatchHeader, batchRecords } from './batch.ts';
import { type Segment, SegmentReader, segmentsOf } from './segment-files.ts';

/** Where reading may begin: a batch, by its first offset. */
export interface Milestone {
  readonly offset: number;
  readonly segment: number;
  readonly position: number;
}

/** Between two milestones lie so many bytes or more. */
const STRIDE_BYTES = 1024 * 1024;

/**
 * What has to be known of a partition before its records are read: how far its transactions are decided, and which of them were given up. That stands behind the records it
 * is about, so headers are read through once; bodies only of the markers that end transactions.
 */
export interface PartitionLog {
  readonly segments: readonly Segment[];
  readonly extent: Extent;
  readonly milestones: readonly Milestone[];
  /** Whether a transactional record at this offset belongs to a transaction that was given up. */
  isGivenUp(producerId: bigint, offset: number): boolean;
}

/** The part of a producer's records that one transaction holds: from its first offset to its marker. */
interface GivenUp {
  readonly first: number;
  readonly marker: number;
}

export function partitionLog(folder: string): PartitionLog {
  const segments = segmentsOf(folder);
  const open = new Map<bigint, number>();
  const givenUp = new Map<bigint, GivenUp[]>();
  const milestones: Milestone[] = [];
  let start: number | undefined;
  let end = segments[0]?.base ?? 0;
  for (const [n, segment] of segments.entries()) {
    const reader = new SegmentReader(segment.file);
    let last = -STRIDE_BYTES;
    for (;;) {
      const header = headerOf(reader);
      if (!header) break;
      start ??= header.baseOffset;
      end = Math.max(end, header.lastOffset + 1);
      if (reader.at - last >= STRIDE_BYTES) {
        last = reader.at;
        milestones.push({ offset: header.baseOffset, segment: n, position: reader.at });
      }
      if (header.control) {
        const first = open.get(header.producerId);
        open.delete(header.producerId);
        if (first !== undefined && markerOf(reader, header) === 'abort')
          givenUp.set(header.producerId, [
            ...(givenUp.get(header.producerId) ?? []),
            { first, marker: header.lastOffset },
          ]);
      } else if (header.transactional && !open.has(header.producerId)) open.set(header.producerId, header.baseOffset);
      reader.skip(header);
    }
    reader.close();
  }
  return {
    segments,
    // What comes behind the first transaction that was not ended is not committed.
    extent: { start: start ?? end, end: Math.min(end, ...open.values()) },
    milestones,
    isGivenUp: (producerId, offset) =>
      givenUp.get(producerId)?.some(({ first, marker }) => offset >= first && offset < marker) ?? false,
  };
}

/** The next header; undefined where the segment ends, or cannot be read on: that is told when its records are read. */
function headerOf(reader: SegmentReader): BatchHeader | undefined {
  try {
    const header = reader.peek();
    return header === 'cut' ? undefined : header;
  } catch (error) {
    if (error instanceof BatchFault) return undefined;
    throw error;
  }
}

const markerOf = (reader: SegmentReader, header: BatchHeader): 'commit' | 'abort' | 'other' => {
  try {
    return markerIn(batchRecords(reader.batch(header), header)[0]?.key);
  } catch (error) {
    if (error instanceof BatchFault) return 'other';
    throw error;
  }
};

/** The key of a marker is its version and its type, 0 for abort and 1 for commit. */
export function markerIn(key: Buffer | null | undefined): 'commit' | 'abort' | 'other' {
  if (!key || key.length < 4) return 'other';
  const type = key.readInt16BE(2);
  return type === 0 ? 'abort' : type === 1 ? 'commit' : 'other';
}
