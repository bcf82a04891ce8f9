import type { StoreState } from '@guidang/store/decide';
import { raised } from '../findings/finding.ts';
import type { CaseRoom } from './room.ts';
import type { LaneSink } from './sink.ts';

/** What store remembers of a case, as far as its links were such as could be folded. */
export function holdingIn(room: CaseRoom): NonNullable<StoreState['holding']> | undefined {
  return (room.steps.store.memory?.state as StoreState | undefined)?.holding ?? undefined;
}

/**
 * Tells of stored cases whose evidence has run out and was not renewed: nobody can show any more when they were sealed but by the log. Told at the last link of store.
 * @param latest when the newest record there is was written: an audit knows no other now, so it finds the same on every day and every machine
 */
export function expiredEvidence(room: CaseRoom, partition: number, latest: number, sink: LaneSink): void {
  const { lastOffset: offset } = room.steps.store;
  for (const { suite, until, record } of holdingIn(room)?.records ?? [])
    if (Date.parse(until) < latest)
      sink.found(
        raised({
          code: 'EVIDENCE_EXPIRED',
          at: { topic: 'archive.store', partition, offset },
          case: room.name,
          time: latest,
          field: suite,
          expected: `a renewal before ${until}`,
          found: `${record}, and none up to ${new Date(latest).toISOString()}`,
        }),
      );
}
