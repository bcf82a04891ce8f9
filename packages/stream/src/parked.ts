import {
  CASE_FEEDBACK,
  type Fault,
  type Feedback,
  keyOf,
  type OutRecord,
  type Parked,
  parkedTopic,
  parseJsonRecord,
  type RawRecord,
  type StepName,
} from '@guidang/contracts';
import { base64, sha256Hex } from '@guidang/evidence';

/** Bytes of a value that a parked record still carries. Beyond, they are read where they came from, which is kept for ever as well. */
const CARRIED_BYTES = 512 * 1024;

const nameOf = (step: string, { topic, partition, offset }: RawRecord): string =>
  sha256Hex(`${step}\n${topic}\n${partition}\n${offset}`).slice(0, 32);

/** Puts a record aside: its bytes, where it came from, why. The same record parked twice is the same bytes but for the time. */
export function parkedOf(
  step: StepName | 'notary',
  record: RawRecord,
  reason: string,
  faults: readonly Fault[],
  time: string,
): Parked {
  const { topic, partition, offset, key, value, headers } = record;
  const bytes = value ?? new Uint8Array();
  return {
    id: `parked-${nameOf(step, record)}`,
    type: 'parked',
    version: 1,
    step,
    time,
    reason,
    faults: faults.map(({ field, rule, message }) => ({ field, rule, message })),
    input: { topic, partition, offset, sha256: sha256Hex(bytes) },
    key: key === null ? null : base64(key),
    headers: { ...headers },
    value: value !== null && bytes.length <= CARRIED_BYTES ? base64(bytes) : null,
  };
}

/** The parked record for the step's parked topic, in the partition it came from. */
export function parkedRecord(step: StepName, parked: Parked, key: string): OutRecord {
  return {
    topic: parkedTopic(step),
    partition: parked.input.partition,
    key,
    value: Buffer.from(JSON.stringify(parked)),
    headers: { parked_reason: parked.reason, parked_step: step },
  };
}

/** What the publisher is told of a record that was put aside: field and rule, never the value. */
export function parkedFeedback(record: RawRecord, parked: Parked): Feedback {
  return {
    id: parked.id.replace('parked-', 'feedback-'),
    type: 'record.parked',
    version: 1,
    case: (keyOf(record) ?? '').slice(0, 200),
    time: parked.time,
    about: eventIdOf(record),
    faults: parked.faults,
  };
}

/** The id of the event in the record, where it can be read at all. */
function eventIdOf(record: RawRecord): string | null {
  try {
    const { id } = parseJsonRecord(record);
    return typeof id === 'string' && /^[\x21-\x7e]{1,100}$/.test(id) ? id : null;
  } catch {
    return null; // what cannot be parsed has no id; that it cannot be parsed is what the parked record says
  }
}

export function feedbackRecord(feedback: Feedback, partition: number): OutRecord {
  return {
    topic: CASE_FEEDBACK,
    partition,
    key: feedback.case,
    value: Buffer.from(JSON.stringify(feedback)),
    headers: { ce_specversion: '1.0', ce_id: feedback.id, ce_type: feedback.type, ce_source: 'guidang/feedback' },
  };
}
