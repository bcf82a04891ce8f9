import { Scheme, schemeKey } from '@guidang/contracts';
import { DEPARTMENTS } from '../people/departments.ts';
import { COMPANIES_MATTERS } from './companies.ts';
import type { Matter } from './matter.ts';
import { PEOPLES_MATTERS } from './people.ts';

/** The lab's twelve matters. */
export const MATTERS: readonly Matter[] = [...PEOPLES_MATTERS, ...COMPANIES_MATTERS];

/** @throws RangeError where there is no such matter */
export function matter(id: string): Matter {
  const found = MATTERS.find((one) => one.id === id);
  if (!found) throw new RangeError(`no such matter: ${id}`);
  return found;
}

/** 事项实施编码: 18 + 1 + 12 (standards/4d §3). */
export const matterCode = (m: Matter): string => `${DEPARTMENTS[m.department].uscc}${m.level}${m.catalogue}`;

/** The 环节 of a case in order, by the codes that events name. */
export const PROCESS_STEPS = {
  receive: '收件',
  accept: '受理',
  review: '审核',
  inspect: '现场核查',
  decide: '决定',
  close: '办结',
} as const;
export type ProcessStepCode = keyof typeof PROCESS_STEPS;

export const stepsOf = (m: Matter): readonly ProcessStepCode[] =>
  (Object.keys(PROCESS_STEPS) as ProcessStepCode[]).filter((code) => code !== 'inspect' || m.inspected);

/** What of a matter is archived, as it is published on `registry.schemes`: version 3 of its scheme. Versions 1 and 2 rest on earlier rule sets; instances of before hold them. */
export function schemeOf(m: Matter): Scheme {
  const { name, uscc, fonds } = DEPARTMENTS[m.department];
  return Scheme.parse({
    type: 'scheme',
    contract: 1,
    id: m.id,
    version: m.schemeVersion ?? 3,
    matter: { code: matterCode(m), name: m.name, type: m.type },
    department: { uscc, name, fonds },
    validFrom: '2025-01-01T00:00:00Z',
    check: { base: 'dat70@3' },
    items: m.items.map(({ made: _, ...item }) => ({ ...item, formats: [...item.formats] })),
    unlisted: m.openness === 'open' ? 'refuse' : 'warn',
    steps: stepsOf(m).map((code) => ({ code, name: PROCESS_STEPS[code], required: code !== 'inspect' })),
    limits: { statutoryWorkingDays: m.statutoryDays, promisedWorkingDays: m.promisedDays },
    retention: m.retention,
    referenceCode: { fonds, category: 'ZY', classes: [...m.classes], width: 4 },
    sharing: m.sharing,
    openness: m.openness,
  } satisfies Scheme);
}

/** The records that seed `registry.schemes`: key and value bytes, always the same. */
export const schemeRecords = (): { key: string; value: Buffer; scheme: Scheme }[] =>
  MATTERS.map(schemeOf).map((scheme) => ({
    key: schemeKey(scheme.id, scheme.version),
    value: Buffer.from(JSON.stringify(scheme)),
    scheme,
  }));
