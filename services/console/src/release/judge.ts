import {
  CASE_DECISIONS,
  CASE_EVENTS,
  CaseDecision,
  type Fault,
  findPersonal,
  keyOf,
  Malformed,
  parseCaseEvent,
  parseJsonRecord,
  parseWith,
  type RawRecord,
} from '@guidang/contracts';

/**
 * Topics that people and publishers write to. A link has its one place in its step's chain, which that step alone writes: what was put aside of those is mended where it
 * came from, never sent a second time.
 */
export const ENTRIES = [CASE_EVENTS, CASE_DECISIONS] as const;
export type Entry = (typeof ENTRIES)[number];
export const isEntry = (topic: string): topic is Entry => (ENTRIES as readonly string[]).includes(topic);

/** What a record of this topic breaks as it is: with any of it, steps would put it aside again, and personal data would stand in a topic twice. */
export function faultsAt(topic: Entry, record: RawRecord, now: number): readonly Fault[] {
  try {
    if (topic === CASE_EVENTS) parseCaseEvent({ ...record, topic, timestamp: now });
    else parseDecision({ ...record, topic });
    return [];
  } catch (error) {
    if (error instanceof Malformed) return error.faults;
    throw error;
  }
}

function parseDecision(record: RawRecord): void {
  const json = parseJsonRecord(record);
  const personal = findPersonal(json).map(({ field, kind }) => ({
    ...{ field, rule: `PERSONAL_${kind.toUpperCase().replace('-', '_')}` },
    message: '记录中不得出现个人信息 / personal data must not stand in a record',
  }));
  if (personal.length > 0) throw new Malformed(personal);
  if (parseWith(CaseDecision, json).case !== keyOf(record))
    throw new Malformed([
      {
        ...{ field: 'case', rule: 'KEY_MISMATCH' },
        message: '办件编号与记录键不一致 / the case number differs from the record key',
      },
    ]);
}
