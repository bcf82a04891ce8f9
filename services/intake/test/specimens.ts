import { createHash, randomBytes } from 'node:crypto';
import { type CaseEvent, eventHeaders, type RawRecord } from '@guidang/contracts';
import { type DataOf, eventsFrom, type FilledForm } from '@guidang/sdk';
import { digestOfKey, type SeedKey } from '../src/keys.ts';

export const HEALTH = '12441500196720244T';
export const LAND = '914403001922038216';
export const SOURCE = 'https://onestop.example.gov.cn/cases';
export const from = eventsFrom(SOURCE);

let serial = 0;
const run = randomBytes(4).toString('hex').toUpperCase();
/** A case number nobody has used. */
export const freshCase = (): string => {
  serial += 1;
  return `IN-${run}-${serial}`;
};

/** A key of a system, and what the configuration says of it. */
export function keyOf(id: string, source = SOURCE, departments = [HEALTH]): { key: string; seed: SeedKey } {
  const key = `gd_${id}_${randomBytes(32).toString('base64url')}`;
  return { key, seed: { id, digest: digestOfKey(key), source, departments } };
}

const digest = 'a'.repeat(64);
const unit = { uscc: HEALTH, name: '东莞市卫生健康局' };
export const acceptedData: DataOf<'case.accepted'> = {
  matter: { code: `${HEALTH}3442199806003`, name: '医师执业注册' },
  scheme: { id: 'doctor-registration', version: 1 },
  department: { ...unit, fonds: 'J031' },
  region: '441900',
  applicant: { kind: '1', reference: `commit:${digest}`, form: { name: 'form.json', content: `sha256:${digest}` } },
  channel: '1',
  kind: '2',
  receivedAt: '2026-03-01T08:00:00Z',
  acceptedAt: '2026-03-01T08:05:00Z',
};
export const stepData: DataOf<'case.step.recorded'> = {
  step: 'review',
  name: '审核',
  action: 'pass',
  state: '2',
  person: { id: 'S-10234', post: '审核岗' },
  unit,
  opinion: '材料齐全,同意。',
  startedAt: '2026-03-02T01:00:00Z',
  endedAt: '2026-03-02T02:00:00Z',
};

export const filledForm = (of: string): FilledForm => ({
  case: of,
  applicant: { name: '陈嘉涵', identity: { type: '111', number: '440524188001010014' } },
  fields: [{ name: '执业地点', value: '东莞市人民医院' }],
});

export const accepted = (of: string): CaseEvent => from.accepted(of, acceptedData);
export const step = (of: string, opinion = stepData.opinion): CaseEvent =>
  from.stepRecorded(of, { ...stepData, opinion });
/** An event that says which one it is. */
export const amended = (of: string, n: number | string): CaseEvent =>
  from.amended(of, { amendedAt: '2026-03-04T03:00:00Z', reason: `${n}` });

export const recordOf = (event: CaseEvent): RawRecord => ({
  topic: 'case.events',
  partition: 0,
  offset: 0,
  timestamp: Date.parse('2026-06-01T00:00:00Z'),
  key: Buffer.from(event.case),
  value: Buffer.from(JSON.stringify(event)),
  headers: eventHeaders(event),
});

export const digestsOf = (bytes: Uint8Array) => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  sm3: createHash('sm3').update(bytes).digest('hex'),
});
