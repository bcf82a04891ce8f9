import {
  type CaseLink,
  CHECKPOINTS,
  type Checkpoint,
  CheckpointRecord,
  type Cosigned,
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
import type { ReadLink } from './save-links.ts';
import type { ReadParked } from './save-others.ts';

/** The records of one read of one partition, by what they are. */
export interface ReadRecords {
  readonly links: readonly ReadLink[];
  readonly parked: readonly ReadParked[];
  readonly checkpoints: readonly (Checkpoint | Cosigned)[];
  readonly unreadable: readonly { topic: string; partition: number; offset: number; why: string; at: string }[];
}

const PARKED_BYTES = 8 * 1024 * 1024;
const stepOf = (topic: string): StepName | undefined => STEPS.find((step) => topic === `archive.${step}`);

/** Sorts records by what they are. What cannot be read is named and left out: one such record must not keep all others from being seen. */
export function readRecords(topic: string, records: readonly RawRecord[]): ReadRecords {
  const links: ReadLink[] = [];
  const parked: ReadParked[] = [];
  const checkpoints: (Checkpoint | Cosigned)[] = [];
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
      else
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
  return { links, parked, checkpoints, unreadable };
}
