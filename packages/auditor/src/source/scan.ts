import type { RawRecord } from '@guidang/contracts';
import { DumpFault } from '../dump/frame.ts';
import { type Raised, raised } from '../findings/finding.ts';
import { PartitionCheck } from '../lane/partition-check.ts';
import type { Source } from './source.ts';

/** Reads one partition from beginning to end, looks at it as such, and hands on its committed records. @returns the offset behind the last entry */
export async function scan(
  source: Source,
  topic: string,
  partition: number,
  found: (finding: Raised) => void,
  seen: (record: RawRecord) => void | Promise<void>,
): Promise<number> {
  const extent = source.extents.get(topic)?.[partition] ?? { start: 0, end: 0 };
  const check = new PartitionCheck(topic, partition, extent, { found, vacant: () => {} });
  const stream = source.open(topic, partition);
  try {
    for (let piece = await stream.next(); piece.length > 0; piece = await stream.next())
      for (const entry of piece)
        if (check.see(entry) && entry.kind === 'record') {
          const busy = seen(entry.record);
          if (busy) await busy;
        }
  } catch (error) {
    if (!(error instanceof DumpFault)) throw error;
    found(brokenFile(error, topic, partition, check.next));
  }
  const end = check.next;
  check.end();
  for (const finding of await stream.close()) found(finding);
  return end;
}

/** From here on a file cannot be read: what stands behind is not there, for everybody. */
export const brokenFile = (error: DumpFault, topic: string, partition: number, offset: number): Raised =>
  raised({
    code: 'DUMP_FILE_FORMAT',
    at: { topic, partition, offset },
    time: 0,
    field: `${error.file}, byte ${error.at}`,
    expected: 'an entry',
    found: error.what,
  });
