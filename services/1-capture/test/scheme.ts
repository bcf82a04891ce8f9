import { Scheme, schemeKey } from '@guidang/contracts';
import { SchemeBook } from '@guidang/stream';

const UNIT = '11441900007330360K';
export const MATTER = `${UNIT}3000115005000`;
export const DEPARTMENT = { uscc: UNIT, name: '东莞市自然资源局', fonds: '0101' };

const item = (code: string, required: 'always' | 'granted' | 'optional', more: object = {}) => ({
  code,
  name: `材料 ${code}`,
  group: code.startsWith('A') ? 'application' : code.startsWith('B') ? 'process' : 'result',
  required,
  formats: ['pdf', 'jpeg'],
  ...more,
});

/** A small scheme with one item of every kind: required always, once or more often, only where granted, and never. */
export const SCHEME: Scheme = Scheme.parse({
  type: 'scheme',
  contract: 1,
  id: 'test-permit',
  version: 2,
  matter: { code: MATTER, name: '建设工程规划许可证核发', type: '01' },
  department: DEPARTMENT,
  validFrom: '2025-01-01T00:00:00Z',
  items: [
    item('A01', 'always'),
    item('A02', 'always', { atMost: 2 }),
    item('A90', 'optional'),
    item('B01', 'optional', { atMost: 1 }),
    item('C01', 'granted', { atMost: 1 }),
  ],
  unlisted: 'warn',
  steps: [{ code: 'accept', name: '受理', required: true }],
  limits: { statutoryWorkingDays: 20, promisedWorkingDays: 10 },
  retention: 'Y',
  referenceCode: { fonds: DEPARTMENT.fonds, category: 'ZY', classes: ['XK'], width: 4 },
  sharing: 'none',
  openness: 'restricted',
});

const recordOf = (scheme: Scheme) => ({
  topic: 'registry.schemes',
  partition: 0,
  offset: 0,
  timestamp: 0,
  key: Buffer.from(schemeKey(scheme.id, scheme.version)),
  value: Buffer.from(JSON.stringify(scheme)),
  headers: {},
});

export const BOOK = new SchemeBook();
BOOK.add(recordOf(SCHEME));
