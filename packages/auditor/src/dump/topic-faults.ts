import { CASE_KEYED_TOPICS } from '@guidang/contracts';
import type { Extent } from '@guidang/stream';
import { type Raised, raised } from '../findings/finding.ts';
import { AUDITED_TOPICS } from './snapshot.ts';

/** Topics and partitions that an audit needs and that are not there. */
export function topicFaults(extents: ReadonlyMap<string, readonly Extent[]>): Raised[] {
  const counts = AUDITED_TOPICS.filter((topic) => CASE_KEYED_TOPICS.includes(topic)).map(
    (topic) => extents.get(topic)?.length ?? 0,
  );
  const most = Math.max(...counts, 1);
  const faults: Raised[] = [];
  for (const topic of AUDITED_TOPICS) {
    const list = extents.get(topic) ?? [];
    const wanted = CASE_KEYED_TOPICS.includes(topic) ? most : 1;
    for (let partition = 0; partition < wanted; partition++) {
      if (list[partition] !== undefined) continue;
      const what = { field: 'partition', expected: `${wanted} partitions`, found: 'none' };
      faults.push(raised({ code: 'TOPIC_MISSING', at: { topic, partition }, time: 0, ...what }));
    }
  }
  return faults;
}
