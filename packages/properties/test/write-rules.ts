import { writeFileSync } from 'node:fs';
import type { Item } from '../src/index.ts';
import { ITEMS } from '../src/items.ts';
import { STAGE_ITEMS } from '../src/stage/items.ts';

/**
 * Writes data/rules-*.json. Only before it is published: a rule set that cases were checked by never changes, and its digest is held by a test.
 * Parameters are set here and nowhere else.
 */
/** What dat70@2 has otherwise. */
const SIGNED = { 'GD-1-1': { signatures: true } };
/** What dat70@3 has beside that. */
const HIDDEN = { 'GD-3-8': { hidden: true } };
/** What dat70@4 has beside that. */
const REVOKED = { 'GD-1-1': { signatures: true, revocation: true } };
const PARAMETERS: Readonly<Record<string, object>> = {
  'GD-1-2': { most: {} },
  'GD-1-4': { domains: {} },
  'GD-1-5': { oldest: '1990-01-01', aheadMinutes: 5, leastBytesPerPage: 20, leastAge: 0, mostAge: 130 },
  'GD-1-6': { allowed: '' },
  'GD-2-3': { required: [], optional: [] },
  'GD-2-4': { required: [], optional: [] },
  'GD-3-5': {
    sustained: [
      ...['pdf', 'ofd', 'jpeg', 'png', 'tiff', 'jp2', 'svg'],
      ...['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'rtf'],
      ...['xml', 'json', 'csv', 'txt', 'html', 'eml'],
      ...['wav', 'flac', 'mp3', 'mp4', 'mxf', 'step', 'dxf'],
    ],
  },
  'GD-4-1': { oldDays: 7, expiredDays: 30 },
  'GD-4-2': { oldDays: 30 },
  'GD-4-7': { oneIn: 100 },
  'GD-LOCAL-LIMIT': { excluded: [] },
  'GD-LOCAL-PERFORMERS': { posts: {}, apart: [], units: null },
  'GD-LOCAL-SCAN': { skewDegrees: 3, darkPaper: 110, faintContrast: 40, leastDpi: 200 },
};

const rules = (id: string, items: readonly Item[], parameters: Readonly<Record<string, object>>) => ({
  id,
  calendar: 'cn@1',
  rounds: 3,
  persons: { review: 1, overrule: 2 },
  items: Object.fromEntries(
    items.map(({ code, level, mode, like }) => [code, { level, mode, parameters: parameters[like ?? code] ?? {} }]),
  ),
});
for (const [file, id, items, more] of [
  ['rules-dat70-1', 'dat70@1', ITEMS, {}],
  ['rules-dat70-2', 'dat70@2', ITEMS, SIGNED],
  ['rules-dat70-3', 'dat70@3', ITEMS, { ...SIGNED, ...HIDDEN }],
  ['rules-dat70-4', 'dat70@4', ITEMS, { ...HIDDEN, ...REVOKED }],
  ['rules-gd-1', 'gd@1', STAGE_ITEMS.receipt, {}],
  ['rules-yj-1', 'yj@1', STAGE_ITEMS.transfer, {}],
  ['rules-cq-1', 'cq@1', STAGE_ITEMS.preservation, {}],
] as const)
  writeFileSync(
    new URL(`../data/${file}.json`, import.meta.url),
    `${JSON.stringify(rules(id, items, { ...PARAMETERS, ...more }), null, 2)}\n`,
  );
