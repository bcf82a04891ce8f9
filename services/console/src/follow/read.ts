import {
  type ArrangementDecision,
  CASE_DECISIONS,
  CaseDecision,
  type CaseLink,
  CHECKPOINTS,
  type Checkpoint,
  CheckpointRecord,
  type Cosigned,
  type DisposalDecision,
  keyOf,
  Malformed,
  Parked,
  parseJsonRecord,
  parseLink,
  parseWith,
  type RawRecord,
  STEPS,
  type StepName,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import type { ReadDecision } from './save-decisions.ts';
import type { ReadLink } from './save-links.ts';
import type { ReadParked } from './save-others.ts';

/** The records of one read of one partition, by what they are. */
export interface ReadRecords {
  readonly links: readonly ReadLink[];
  readonly parked: readonly ReadParked[];
  readonly checkpoints: readonly (Checkpoint | Cosigned)[];
  readonly decisions: readonly ReadDecision[];
  readonly unreadable: readonly { topic: string; partition: number; offset: number; why: string; at: string }[];
}

const PARKED_BYTES = 8 * 1024 * 1024;
const stepOf = (topic: string): StepName | undefined => STEPS.find((step) => topic === `archive.${step}`);

/** Sorts records by what they are. What cannot be read is named and left out: one such record must not keep all others from being seen. */
export function readRecords(topic: string, records: readonly RawRecord[]): ReadRecords {
  const links: ReadLink[] = [];
  const parked: ReadParked[] = [];
  const checkpoints: (Checkpoint | Cosigned)[] = [];
  const decisions: ReadDecision[] = [];
  const unreadable: ReadRecords['unreadable'][number][] = [];
  const step = stepOf(topic);
  for (const record of records) {
    const { partition, offset, timestamp } = record;
    try {
      const value = Buffer.from(record.value ?? []).toString('utf8');
      if (step !== undefined) {
        const link = parseLink(step, record) as CaseLink;
        links.push({ topic, partition, offset, timestamp, sha256: sha256Hex(record.value!), value, link });
      } else if (topic === CHECKPOINTS) checkpoints.push(parseWith(CheckpointRecord, parseJsonRecord(record)));
      else if (topic === CASE_DECISIONS) {
        const decision = decisionIn(record);
        if (decision !== undefined)
          decisions.push({ topic, partition, offset, sha256: sha256Hex(record.value!), value, decision });
      } else
        parked.push({
          topic,
          partition,
          offset,
          value,
          parked: parseWith(Parked, parseJsonRecord(record, PARKED_BYTES)),
        });
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const why = error.faults
        .map(({ field, rule }) => `${field}: ${rule}`)
        .join('; ')
        .slice(0, 500);
      unreadable.push({ topic, partition, offset, why, at: new Date(timestamp).toISOString() });
    }
  }
  return { links, parked, checkpoints, decisions, unreadable };
}

const OURS: readonly unknown[] = ['disposal.decided', 'arrangement.adjusted'];

/** What two persons decided about a package; undefined for what steps read, who put aside what is no decision at all. @throws Malformed */
function decisionIn(record: RawRecord): DisposalDecision | ArrangementDecision | undefined {
  let json: Record<string, unknown>;
  try {
    json = parseJsonRecord(record);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
  if (!OURS.includes(json.type)) return undefined;
  const decision = parseWith(CaseDecision, json);
  if (decision.case !== keyOf(record))
    throw new Malformed([
      { field: 'case', rule: 'KEY_MISMATCH', message: 'the case number differs from the record key' },
    ]);
  return decision.type === 'disposal.decided' || decision.type === 'arrangement.adjusted' ? decision : undefined;
}
