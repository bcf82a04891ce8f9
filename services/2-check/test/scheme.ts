import { type RawRecord, Scheme, schemeKey } from '@guidang/contracts';
import { SchemeBook } from '@guidang/stream';

export const MATTER = '12441500196720244T3442199806003';
export const DEPARTMENT = { uscc: '12441500196720244T', name: '自然资源局', fonds: 'J031' };

export const SCHEME = Scheme.parse({
  type: 'scheme',
  contract: 1,
  id: 'planning-permit',
  version: 3,
  matter: { code: MATTER, name: '建设工程规划许可', type: '01' },
  department: DEPARTMENT,
  validFrom: '2025-01-01T00:00:00Z',
  items: [
    { code: 'A01', name: '申请表', group: 'application', required: 'always', formats: ['pdf', 'ofd'] },
    { code: 'A02', name: '图纸', group: 'application', required: 'optional', formats: ['pdf', 'tiff'] },
    { code: 'C01', name: '许可证', group: 'result', required: 'granted', formats: ['pdf'] },
  ],
  unlisted: 'warn',
  steps: [
    { code: 'accept', name: '受理', required: true },
    { code: 'decide', name: '决定', required: true },
  ],
  limits: { statutoryWorkingDays: 20, promisedWorkingDays: 10 },
  retention: 'Y',
  referenceCode: { fonds: 'J031', category: 'ZY', classes: ['GH'], width: 4 },
  sharing: 'conditional',
  openness: 'open',
} satisfies Scheme);

const record: RawRecord = {
  topic: 'registry.schemes',
  partition: 0,
  offset: 0,
  timestamp: 0,
  key: Buffer.from(schemeKey(SCHEME.id, SCHEME.version)),
  value: Buffer.from(JSON.stringify(SCHEME)),
  headers: {},
};
export const SCHEMES = new SchemeBook();
export const PUBLISHED = SCHEMES.add(record);
