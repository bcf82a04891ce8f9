import {
  CASE_FEEDBACK,
  CaseNumber,
  type Fault,
  type Feedback,
  findPersonal,
  isPersonsNumber,
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

/** Name of what a step put aside, by where it came from: known without having read it. */
export const parkedId = (
  step: StepName | 'notary',
  { topic, partition, offset }: Pick<RawRecord, 'topic' | 'partition' | 'offset'>,
): string => `parked-${sha256Hex(`${step}\n${topic}\n${partition}\n${offset}`).slice(0, 32)}`;

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
    id: parkedId(step, record),
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
export function parkedRecord(step: StepName, parked: Parked, record: RawRecord): OutRecord {
  return {
    topic: parkedTopic(step),
    partition: parked.input.partition,
    key: openKeyOf(record),
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
    case: openKeyOf(record),
    time: parked.time,
    about: eventIdOf(envelopeOf(record)),
    faults: parked.faults,
  };
}

/**
 * How a record that was put aside is called in the open: by its key, where that is the number of a case. Any other key is whatever its sender wrote, a name or
 * an ID number among others, and is called by its digest. Empty where there is no key.
 */
export function openKeyOf(record: RawRecord): string {
  if (record.key === null || record.key.length === 0) return '';
  const key = keyOf(record);
  const { time } = envelopeOf(record);
  const said = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  const open = CaseNumber.safeParse(key).success && !isPersonsNumber(key!, said || record.timestamp);
  return open ? key! : `sha256:${sha256Hex(record.key)}`;
}

/** The members of the record's value, where it can be read at all; that it cannot is what the parked record says. */
function envelopeOf(record: RawRecord): Readonly<Record<string, unknown>> {
  try {
    return parseJsonRecord(record);
  } catch {
    return {};
  }
}

/** The id of the event in the record, where it has one and it names nobody. */
const eventIdOf = ({ id }: Readonly<Record<string, unknown>>): string | null =>
  typeof id === 'string' && /^[\x21-\x7e]{1,100}$/.test(id) && findPersonal({ id }).length === 0 ? id : null;

export function feedbackRecord(feedback: Feedback, partition: number): OutRecord {
  return {
    topic: CASE_FEEDBACK,
    partition,
    key: feedback.case,
    value: Buffer.from(JSON.stringify(feedback)),
    headers: { ce_specversion: '1.0', ce_id: feedback.id, ce_type: feedback.type, ce_source: 'guidang/feedback' },
  };
}
