import type { CaseLink } from '@guidang/contracts';
import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReadLink, saveLinks } from '../src/follow/save-links.ts';
import { fixityPaper, fixityWorkbook } from '../src/print/fixity.ts';
import { fixityOverview, listInspected } from '../src/read/fixity.ts';
import { openStore, type Store } from '../src/store.ts';
import { closing, head, USCC } from './links.ts';

/** The archivist's desk over what the links of store say, on a database. */
let database: OwnDatabase;
let store: Store;
beforeAll(async () => {
  database = await ownDatabase('services/console');
  store = openStore(database.url);
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

let offset = 0;
/** A link of store as it lies in its topic. */
function said(name: string, time: string, type: string, body: object): ReadLink {
  const sha256 = String(offset).padStart(64, '0');
  const link = { case: name, step: 'store', seq: 0, type, time, facts: {}, body } as unknown as CaseLink;
  return { topic: 'archive.store', partition: 0, offset: offset++, timestamp: 0, sha256, value: '{}', link };
}
const indexOf = (name: string, department: string) => ({
  head: { ...head, case: name, department: { ...head.department, uscc: department } },
  ...{ closedAt: closing.closedAt, outcome: 'granted', files: [] },
});
const stored = (name: string, time: string, department = USCC): ReadLink =>
  said(name, time, 'CaseStored', { copies: [1, 2], referenceCode: `J001-${name}`, index: indexOf(name, department) });
const looked = (name: string, time: string, outcome: string): ReadLink =>
  said(name, time, 'PackageInspected', {
    ...{ outcome, damaged: outcome === 'damaged' ? ['b'] : [] },
    inspection: {
      copies: ['a', 'b'].map((place) => ({
        place,
        state: outcome === 'damaged' && place === 'b' ? 'missing' : 'intact',
      })),
      counts: {},
      findings:
        outcome === 'attention'
          ? [{ item: 'CQ-LOCAL-READABLE', code: 'UNREADABLE', outcome: 'WARN', object: 'f' }]
          : [],
    },
  });

const NOW = Date.parse('2026-11-25T00:00:00Z');
const policy = { days: 300, now: NOW };
const names = async (state: 'faulty' | 'due' | 'overdue' | 'all', scope: 'city' | string[] = 'city') =>
  (await listInspected(store.within(scope), { state, size: 20 }, scope, policy)).rows.map((row) => row.case);

describe('rounds over what is stored', () => {
  beforeAll(async () => {
    const links = [
      stored('SOUND', '2024-03-01T00:00:00Z'),
      looked('SOUND', '2025-01-02T00:00:00Z', 'damaged'),
      looked('SOUND', '2026-05-01T00:00:00Z', 'sound'),
      stored('DAMAGED', '2025-02-01T00:00:00Z'),
      looked('DAMAGED', '2026-11-20T00:00:00Z', 'damaged'),
      stored('ILL', '2025-02-01T00:00:00Z', 'OTHER'),
      looked('ILL', '2026-11-24T12:00:00Z', 'attention'),
      stored('DUE', '2026-01-15T00:00:00Z'),
      stored('LATE', '2025-10-01T00:00:00Z'),
      stored('NEW', '2026-11-01T00:00:00Z'),
    ];
    await store.city.together((tx) => saveLinks(tx, links));
  });

  it('are counted by the policy, and year by year', async () => {
    const overview = await fixityOverview(store.city, {}, 'city', policy);
    expect(overview).toMatchObject({
      ...{ held: 6, never: 3, due: 2, overdue: 1, attention: 1, damaged: 1, looksOfDay: 1, looksOfWeek: 2 },
      nextDue: '2027-02-25T00:00:00.000Z',
    });
    expect(
      overview.rounds.map(({ year, held, obliged, answered, inspected, damaged }) => ({
        ...{ year, held, obliged, answered, inspected, damaged },
      })),
    ).toEqual([
      { year: 2026, held: 6, obliged: 4, answered: 3, inspected: 3, damaged: 1 },
      { year: 2025, held: 4, obliged: 1, answered: 1, inspected: 1, damaged: 1 },
      { year: 2024, held: 1, obliged: 0, answered: 0, inspected: 0, damaged: 0 },
    ]);
  });

  it('name those with findings, those due and those overdue, longest ago first, and each scope its own', async () => {
    expect(await names('faulty')).toEqual(['ILL', 'DAMAGED']);
    expect(await names('due')).toEqual(['LATE', 'DUE']);
    expect(await names('overdue')).toEqual(['LATE']);
    expect(await names('all')).toEqual(['LATE', 'DUE', 'SOUND', 'NEW', 'DAMAGED', 'ILL']);
    expect(await names('all', ['OTHER'])).toEqual(['ILL']);
    expect((await fixityOverview(store.within(['OTHER']), {}, ['OTHER'], policy)).held).toBe(1);
  });

  it('say of a package what the last look found, copy by copy', async () => {
    const { rows } = await listInspected(store.city, { state: 'faulty', size: 20 }, 'city', policy);
    expect(rows.find((row) => row.case === 'DAMAGED')).toMatchObject({
      ...{
        outcome: 'damaged',
        copies: [
          { place: 'a', state: 'intact' },
          { place: 'b', state: 'missing' },
        ],
      },
    });
    expect(rows.find((row) => row.case === 'ILL')!.findings).toMatchObject([
      { code: 'UNREADABLE', itemEn: expect.any(String) },
    ]);
  });

  it('go onto paper and into a workbook', async () => {
    const overview = await fixityOverview(store.city, {}, 'city', policy);
    const { rows } = await listInspected(store.city, { state: 'all', size: 20 }, 'city', policy);
    const papers = { overview, faulty: rows, overdue: [] };
    expect((await fixityPaper(papers, ['全部'], new Date(NOW))).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await fixityWorkbook(papers, 'en')).subarray(0, 2).toString()).toBe('PK');
  });
});
