import { type OutRecord, type RawRecord, utf8 } from '@guidang/contracts';

/** Headers in which a record says that people sent it on: which parked record it was, who did it and when. */
export const RELEASED = { parked: 'released_parked', by: 'released_by', at: 'released_at' } as const;

/** Who sent a parked record on, when, and where to. */
export interface Release {
  /** Id of the parked record. */
  readonly parked: string;
  readonly account: string;
  /** RFC 3339 in UTC */
  readonly at: string;
  /** The topic it came from, or another one that people and publishers write to. */
  readonly topic: string;
  /** The partition the key belongs to there, whichever it lay in before. */
  readonly partition: number;
}

/**
 * The record that sends a parked one on: the same key, the same bytes, the headers it had, and beside them who released it. A step meets it as any other input; that
 * the same event is met twice is harmless, as with any redelivery. Undefined where the key is no text, which no step would take.
 */
export function releaseOf(
  { key, value, headers }: RawRecord,
  { parked, account, at, topic, partition }: Release,
): OutRecord | undefined {
  const named = key === null || value === null ? undefined : utf8(key);
  if (named === undefined || named === '') return undefined;
  const said = { [RELEASED.parked]: parked, [RELEASED.by]: account, [RELEASED.at]: at };
  return { topic, partition, key: named, value: value!, headers: { ...headers, ...said } };
}
