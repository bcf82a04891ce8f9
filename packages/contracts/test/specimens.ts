import type { CaseEvent, CaseEventType, RawRecord, Scheme } from '../src/index.ts';
import { eventHeaders } from '../src/index.ts';

/** The live sample of standards/4d §3: 实施编码, and the 办件编号 made of it. */
export const MATTER = '12441500196720244T3442199806003';
export const CASE = `${MATTER}202206230068`;
export const USCC = '12441500196720244T';
const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

export const unit = { uscc: USCC, name: '东莞市卫生健康局' };
export const file = {
  name: '申请表.pdf',
  content: `sha256:${A}`,
  sha256: A,
  sm3: B,
  size: 120_345,
  mediaType: 'application/pdf',
  pages: 3,
} as const;
export const material = {
  material: 'm-1',
  item: 'A01',
  group: 'application',
  name: '执业注册申请表',
  collected: 'upload',
  files: [file],
} as const;

const data = {
  'case.accepted': {
    matter: { code: MATTER, name: '医师执业注册' },
    scheme: { id: 'doctor-registration', version: 1 },
    department: { ...unit, fonds: 'J031' },
    region: '441900',
    applicant: { kind: '1', reference: `commit:${B}`, form: { ...file, name: 'form.json' } },
    channel: '1',
    kind: '2',
    receivedAt: '2026-03-01T08:00:00Z',
    acceptedAt: '2026-03-01T08:05:00Z',
    promisedAt: '2026-03-11T08:05:00Z',
    submission: 's-20260301-1',
  },
  'case.form.replaced': {
    form: { ...file, name: 'form.json' },
    reference: `commit:${A}`,
    reason: '更正申请人证件号码',
  },
  'case.material.added': {
    ...material,
    collected: 'scan',
    scan: { confirmed: true, countersignature: { ...file, name: 'sign.png', pages: 1 } },
  },
  'case.material.replaced': { ...material, material: 'm-2', replaces: 'm-1', reason: '补正:重新扫描\n第二页模糊' },
  'case.step.recorded': {
    step: 'review',
    name: '审核',
    action: 'pass',
    state: '2',
    person: { id: 'S-10234', post: '审核岗' },
    unit,
    opinion: '材料齐全,同意。',
    startedAt: '2026-03-02T01:00:00Z',
    endedAt: '2026-03-02T02:00:00.250Z',
  },
  'case.result.issued': {
    result: {
      name: '医师执业证书',
      number: '110441900000123',
      issuer: unit,
      issuedAt: '2026-03-03T02:00:00Z',
      validFrom: '2026-03-03T00:00:00Z',
      validUntil: '2031-03-02T15:59:59Z',
    },
    document: { ...material, material: 'r-1', item: 'C01', group: 'result', collected: 'certificate' },
  },
  'case.closed': { closedAt: '2026-03-03T03:00:00Z', outcome: 'granted', materials: 2, files: 2, bytes: 240_690 },
  'case.withdrawn': { withdrawnAt: '2026-03-03T03:00:00Z', reason: '申请人撤回' },
  'case.amended': { amendedAt: '2026-03-04T03:00:00Z', reason: '补正材料' },
} as const;

/** A right event of each type, version 1. */
export const events = Object.entries(data).map(([type, of]) => ({
  specversion: '1.0',
  id: `evt-${type}-1`,
  source: 'https://onestop.example.gov.cn/cases',
  type,
  version: 1,
  case: CASE,
  time: '2026-03-01T08:05:00Z',
  data: of,
})) as unknown as CaseEvent[];

export const eventOf = (type: CaseEventType): CaseEvent => events.find((event) => event.type === type)!;

/** A record as a publisher writes it: key, headers and value agree. */
export const recordOf = (event: CaseEvent): RawRecord => ({
  ...rawOf(JSON.stringify(event)),
  headers: eventHeaders(event),
});

/** Bytes under the case's key, without headers. */
export const rawOf = (value: string | Uint8Array | null, key: string | null = CASE): RawRecord => ({
  topic: 'case.events',
  partition: 0,
  offset: 7,
  timestamp: Date.parse('2026-03-05T00:00:00Z'),
  key: key === null ? null : Buffer.from(key),
  value: typeof value === 'string' ? Buffer.from(value) : value,
  headers: {},
});

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** A copy of a value in which one place holds something else; `undefined` takes the field away. The path is written as faults write it. */
export function changed<T>(value: T, path: string, to: Json | undefined): T {
  const copy = structuredClone(value);
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  const last = steps.pop()!;
  // biome-ignore lint/suspicious/noExplicitAny: a test walks into JSON of any shape
  const at = steps.reduce((place: any, step) => place[step], copy);
  if (to === undefined) delete at[last];
  else at[last] = to;
  return copy;
}

export const scheme: Scheme = {
  type: 'scheme',
  contract: 1,
  id: 'doctor-registration',
  version: 1,
  matter: { code: MATTER, name: '医师执业注册', type: '01' },
  department: { ...unit, fonds: 'J031' },
  validFrom: '2025-01-01T00:00:00Z',
  items: [
    { code: 'A01', name: '申请表', group: 'application', required: 'always', formats: ['pdf', 'ofd'], atMost: 1 },
  ],
  unlisted: 'warn',
  steps: [{ code: 'review', name: '审核', required: true }],
  limits: { statutoryWorkingDays: 20, promisedWorkingDays: null },
  retention: 'D30',
  referenceCode: { fonds: 'J031', category: 'ZY', classes: ['XK', 'ZC'], organisation: '003', width: 4 },
  sharing: 'conditional',
  openness: 'restricted',
};
