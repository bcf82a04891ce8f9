import { fileURLToPath } from 'node:url';
import { type Deed, policyWith } from '@guidang/access';
import { type CaseLink, type RawRecord, retainUntil, SCHEMES, type Scheme } from '@guidang/contracts';
import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { schemeRecords } from '@guidang/lab/matters';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SchemeArrangements } from '../src/arrange/book.ts';
import { approvalFaults, endList, keepList, listLists, proposed, readList } from '../src/desk/lists.ts';
import { recordOf } from '../src/desk/records.ts';
import type { Wish } from '../src/desk/rules.ts';
import { ListSender } from '../src/desk/sender.ts';
import { readRecords } from '../src/follow/read.ts';
import { saveDecisions } from '../src/follow/save-decisions.ts';
import { type ReadLink, saveLinks } from '../src/follow/save-links.ts';
import { buildDoor } from '../src/http/app.ts';
import type { Door, DoorPorts } from '../src/http/door.ts';
import { arrangementPaper, arrangementWorkbook } from '../src/print/arrangement.ts';
import { listPaper, listWorkbook } from '../src/print/desk-list.ts';
import { duePaper, dueWorkbook } from '../src/print/due.ts';
import { fixityPaper, fixityWorkbook } from '../src/print/fixity.ts';
import { receivedPaper, receivedWorkbook } from '../src/print/received.ts';
import { arrangement, foundBy } from '../src/read/arrangement.ts';
import { type DecidedRow, decidedOf } from '../src/read/decided.ts';
import { allDue, listDue } from '../src/read/due.ts';
import { fixityOverview, listInspected } from '../src/read/fixity.ts';
import { listReceived } from '../src/read/received.ts';
import { statistics } from '../src/read/statistics.ts';
import { addUpOne } from '../src/read/totals.ts';
import { openStore, type Store } from '../src/store.ts';
import { closing, head, USCC } from './links.ts';

/** The archivist's desk over what the links of store say, on a database. */
let database: OwnDatabase;
let store: Store;
beforeAll(async () => {
  database = await ownDatabase('services/console', 'console');
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

let numbers = 0;
/** A package as it came out of package, closed in a year and kept for so long. */
const packaged = (name: string, year: number, retention: 'Y' | 'D10' | 'D30', department = USCC): ReadLink => {
  const closedAt = `${year}-03-01T00:00:00Z`;
  const body = {
    ...{
      referenceCode: `J001-ZY·JT·${year}·${retention}-${String(++numbers).padStart(4, '0')}`,
      retention,
      retainUntil: retainUntil(closedAt, retention),
    },
    package: { content: `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0')}`, size: 1000, sm3: '' },
    index: { ...indexOf(name, department), closedAt },
  };
  const link = { ...said(name, closedAt, 'CasePackaged', body).link, step: 'package' } as CaseLink;
  return { ...said(name, closedAt, 'CasePackaged', body), topic: 'archive.package', link };
};
const dueNames = async (until: string, scope: 'city' | string[] = 'city') => {
  const by = { what: 'retention', until: new Date(until) } as const;
  return (await listDue(store.within(scope), by, { size: 20 }, scope)).rows.map((row) => row.case);
};

describe('packages at the end of their retention', () => {
  const PROLONG: Wish = {
    ...{ kind: 'prolong', retention: 'D30', receiver: null, scheme: null, rule: null, reason: '仍有查考价值' },
  };
  const DESTROY: Wish = { ...PROLONG, kind: 'destroy', retention: null, reason: '期满，无保存价值' };
  const AT = '2026-11-25T00:00:00.000Z';
  const propose = (wish: Wish, names: string[], scope: 'city' | string[] = 'city') =>
    proposed(store.within(scope), scope, wish, names, new Map(), { account: 'ann', at: AT });
  const keep = async (wish: Wish, names: string[]) => {
    const made = await propose(wish, names);
    if ('faults' in made) throw new Error(JSON.stringify(made.faults));
    await store.city.together((tx) => keepList(tx, made.list, made.items));
    return made.list.id;
  };
  const rulesOf = async (wish: Wish, names: string[], scope: 'city' | string[] = 'city') => {
    const made = await propose(wish, names, scope);
    return 'faults' in made ? made.faults.map(({ rule }) => rule) : [];
  };
  const approve = (id: string) =>
    store.city.together((tx) => endList(tx, id, 'approved', { account: 'bob', at: AT, opinion: '同意' }));
  const sent: RawRecord[] = [];
  const senderOver = (publisher: unknown): ListSender =>
    new ListSender({
      ...{ city: store.city, now: () => NOW, failed: () => undefined },
      publisher: async () => publisher as never,
    });
  const bus = {
    partitionFor: async () => 0,
    publish: async (records: { topic: string; key: string; value: Uint8Array }[]) => {
      for (const { topic, key, value } of records)
        sent.push({
          topic,
          partition: 0,
          offset: sent.length,
          timestamp: NOW,
          key: Buffer.from(key),
          value,
          headers: {},
        });
    },
  };

  beforeAll(async () => {
    const rows = [
      ['DUE-OLD', 2014, 'D10', USCC],
      ['DUE-OLD2', 2015, 'D10', USCC],
      ['DUE-OTHERS', 2015, 'D10', 'OTHER'],
      ['DUE-SOON', 2017, 'D10', USCC],
      ['DUE-LONG', 2018, 'D30', USCC],
      ['DUE-EVER', 2018, 'Y', USCC],
    ] as const;
    for (const [name, year, retention, department] of rows)
      await store.city.together((tx) =>
        saveLinks(tx, [packaged(name, year, retention, department)]).then(() =>
          saveLinks(tx, [stored(name, '2026-10-01T00:00:00Z', department)]),
        ),
      );
  });

  it('are listed earliest first, each scope its own, and in groups of fonds, unit, class and retention', async () => {
    expect(await dueNames('2026-11-25')).toEqual(['DUE-OLD', 'DUE-OTHERS', 'DUE-OLD2']);
    expect(await dueNames('2027-12-31T16:00:00Z')).toEqual(['DUE-OLD', 'DUE-OTHERS', 'DUE-OLD2', 'DUE-SOON']);
    expect(await dueNames('2026-11-25', ['OTHER'])).toEqual(['DUE-OTHERS']);
    const by = { what: 'retention', until: new Date('2026-11-25') } as const;
    const { groups, rows } = await allDue(store.city, by, {}, 'city');
    expect(groups).toMatchObject([{ fonds: 'J001', category: 'ZY·JT', retention: 'D10', packages: 3, bytes: 3000 }]);
    expect((await dueWorkbook('retention', { groups, rows }, 'zh')).subarray(0, 2).toString()).toBe('PK');
    expect((await duePaper('retention', { groups, rows }, ['x'], new Date(NOW))).subarray(0, 5).toString()).toBe(
      '%PDF-',
    );
  });

  it('are due at the archives where they are kept for long and were closed long ago', async () => {
    const by = { what: 'transfer', closedBefore: new Date('2021-11-25'), years: 30 } as const;
    expect((await listDue(store.city, by, { size: 20 }, 'city')).rows.map((row) => row.case)).toEqual([
      'DUE-LONG',
      'DUE-EVER',
    ]);
  });

  it('cannot stand in a list that would say nothing, or something that may not be', async () => {
    expect(await rulesOf(PROLONG, ['DUE-EVER'])).toEqual(['PERMANENT']);
    expect(await rulesOf(DESTROY, ['DUE-EVER', 'DUE-NOBODY'])).toEqual(['PERMANENT', 'NOT_THERE']);
    const twice = await propose(DESTROY, ['DUE-OLD', 'DUE-OLD', 'DUE-NOBODY']);
    expect('faults' in twice && twice.faults.map(({ field }) => field)).toEqual(['cases[2]']);
    expect(await rulesOf({ ...PROLONG, retention: 'D10' }, ['DUE-OLD'])).toEqual(['NOT_LONGER']);
    expect(await rulesOf(DESTROY, ['DUE-OTHERS'], [USCC])).toEqual(['NOT_THERE']);
  });

  it('are kept on as one proposed and another approved: a record of each, once however often it is sent', async () => {
    const id = await keep(PROLONG, ['DUE-OLD', 'DUE-OLD2']);
    expect(await rulesOf(DESTROY, ['DUE-OLD'])).toEqual(['IN_OPEN_LIST']);
    await expect(
      store.city.together((tx) =>
        tx.query(
          'INSERT INTO desk_item SELECT gen_random_uuid(), case_number, department_uscc, 1, true, kept FROM desk_item RETURNING 1',
        ),
      ),
    ).rejects.toThrow();
    const list = (await readList(store.city, id))!;
    expect(list).toMatchObject({ kind: 'prolong', items: 2, bytes: 2000, state: 'proposed', proposedBy: 'ann' });
    expect(await approvalFaults(store.city, 'city', list, NOW)).toEqual([]);
    expect(await approve(id)).toBe(true);
    expect(await approve(id)).toBe(false);
    const out = senderOver(bus);
    await Promise.all([out.finishAll(), out.finishAll(), out.send(id)]);
    expect(sent).toHaveLength(2);
    await out.send(id);
    expect(sent).toHaveLength(4);
    // Approved, but not read back yet: no other list may have them.
    expect(await rulesOf(DESTROY, ['DUE-OLD', 'DUE-OLD2'])).toEqual(['IN_OPEN_LIST', 'IN_OPEN_LIST']);
    const { decisions, unreadable } = readRecords('case.decisions', sent);
    expect(unreadable).toEqual([]);
    await store.city.together((tx) => saveDecisions(tx, decisions.slice(0, 1)));
    expect(await rulesOf({ ...PROLONG, retention: 'D50' }, ['DUE-OLD', 'DUE-OLD2'])).toEqual(['IN_OPEN_LIST']);
    await out.send(id);
    expect(sent).toHaveLength(5);
    await store.city.together((tx) => saveDecisions(tx, decisions));
    expect(await rulesOf({ ...PROLONG, retention: 'D50' }, ['DUE-OLD', 'DUE-OLD2'])).toEqual([]);
    await out.send(id);
    expect(sent).toHaveLength(5);
    out.close();
    expect((await listLists(store.city, { kinds: ['prolong'], size: 20 }, 'city')).rows).toMatchObject([
      { id, recorded: 2, decidedBy: 'bob' },
    ]);
    expect(await dueNames('2026-11-25')).toEqual(['DUE-OTHERS']);
    expect(await dueNames('2044-12-31T16:00:00Z')).toContain('DUE-OLD');
    expect((await listPaper((await readList(store.city, id))!, new Date(NOW), 'ann')).subarray(0, 5).toString()).toBe(
      '%PDF-',
    );
  });

  it('are not destroyed before their retention is over, and what was destroyed stands in no list again', async () => {
    const early = (await readList(store.city, await keep(DESTROY, ['DUE-SOON'])))!;
    expect((await approvalFaults(store.city, 'city', early, NOW)).map(({ rule }) => rule)).toEqual([
      'RETENTION_NOT_OVER',
    ]);
    const id = await keep(DESTROY, ['DUE-OTHERS']);
    expect(await approvalFaults(store.city, 'city', (await readList(store.city, id))!, NOW)).toEqual([]);
    sent.length = 0;
    await approve(id);
    const out = senderOver(bus);
    await out.send(id);
    out.close();
    await store.city.together((tx) => saveDecisions(tx, readRecords('case.decisions', sent).decisions));
    expect(await dueNames('2026-11-25')).toEqual([]);
    expect(await rulesOf({ ...PROLONG, retention: 'Y' }, ['DUE-OTHERS'])).toEqual(['TO_BE_DESTROYED']);
    const whole = (await readList(store.city, id))!;
    expect((await listWorkbook(whole, 'zh')).subarray(0, 2).toString()).toBe('PK');
    expect(JSON.parse(Buffer.from(sent[0]!.value!).toString()).data).toMatchObject({
      action: 'destroy',
      digest: whole.digest,
      proposedBy: 'ann',
    });
  });
});

describe('packages from elsewhere', () => {
  const seal = { item: 'YJ-LOCAL-SEAL', object: 'package', code: 'SEAL_NONE', outcome: 'MANUAL_REVIEW', evidence: {} };
  const settled = [{ item: seal.item, object: seal.object, code: seal.code, reason: '来源已核实' }];
  const handed = (of: object[]) => ({
    ...{ profile: 'fuzhou-2019', sender: null, items: 1, files: 3, retention: 'D30', counts: {}, findings: [seal] },
    ...{ package: { content: `sha256:${'e'.repeat(64)}`, size: 10, sm3: '' }, settled: of },
  });
  const NUMBER = `RECEIVED-${'E'.repeat(32)}`;
  it('stand with what became of them and why, newest first, for the whole city alone', async () => {
    const away = said(NUMBER, '2026-11-01T00:00:00Z', 'PackageTurnedAway', {
      ...{ by: 'ann', handed: handed([]), why: 'LEFT_TO_PEOPLE' },
    });
    const taken = said(NUMBER, '2026-11-02T00:00:00Z', 'PackageReceived', {
      ...{ by: 'ann', handed: handed(settled), copies: [{ place: 'a' }, { place: 'b' }], retainUntil: null },
    });
    const kept = [away, taken].map((one) => ({ ...one, value: JSON.stringify(one.link) }));
    await store.city.together((tx) => saveLinks(tx, kept));
    const { rows, total, received } = await listReceived(store.city, { size: 20 });
    expect({ total, received }).toEqual({ total: 2, received: 1 });
    expect(rows).toMatchObject([
      {
        number: NUMBER,
        outcome: 'received',
        places: ['a', 'b'],
        findings: [{ code: 'SEAL_NONE', settled: '来源已核实' }],
      },
      { outcome: 'LEFT_TO_PEOPLE', findings: [{ settled: null }] },
    ]);
    expect((await listReceived(store.within([USCC]), { size: 20 })).rows).toEqual([]);
    const whole = await fixityOverview(store.city, {}, 'city', policy);
    expect(whole.elsewhere).toMatchObject({ held: 1, overdue: 0, damaged: 0, ill: [] });
    const looks = [looked(NUMBER, '2026-11-20T00:00:00Z', 'sound'), looked(NUMBER, '2026-11-21T00:00:00Z', 'damaged')];
    await store.city.together((tx) => saveLinks(tx, looks));
    expect((await listReceived(store.city, { size: 20 })).rows.map(({ look }) => look)).toEqual([
      { at: '2026-11-21T00:00:00.000Z', outcome: 'damaged', damaged: ['b'] },
      null,
    ]);
    const overview = await fixityOverview(store.city, {}, 'city', policy);
    expect(overview).toMatchObject({
      elsewhere: { held: 1, attention: 0, damaged: 1, ill: [{ number: NUMBER, outcome: 'damaged', damaged: ['b'] }] },
    });
    // What belongs to no department is not told to whom looks after one.
    expect((await fixityOverview(store.within([USCC]), {}, [USCC], policy)).elsewhere).toBeNull();
    const papers = { overview, faulty: [], overdue: [] };
    expect((await fixityPaper(papers, ['全部'], new Date(NOW))).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await receivedPaper(rows, ['x'], new Date(NOW))).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await receivedWorkbook(rows, 'zh')).subarray(0, 2).toString()).toBe('PK');
  });
});

describe('arrangement beside another version of the scheme', () => {
  const [first] = schemeRecords();
  const scheme = JSON.parse(Buffer.from(first!.value).toString()) as Scheme;
  /** The topic of schemes with two versions of the one that the packages were archived under, and a record that is none. */
  const published = [
    {
      ...scheme,
      id: 'transport',
      version: 1,
      referenceCode: { fonds: 'J001', category: 'ZY', classes: ['JT'], width: 4 },
    },
    {
      ...scheme,
      id: 'transport',
      version: 2,
      referenceCode: { fonds: 'J001', category: 'ZY', classes: ['XK'], width: 4 },
    },
    { type: 'something else' },
  ];
  const failed: unknown[] = [];
  const book = new SchemeArrangements(
    {
      read: async () => ({
        entries: published.map((value, offset) => ({
          ...{ kind: 'record', offset },
          record: {
            topic: SCHEMES,
            partition: 0,
            offset,
            timestamp: 0,
            key: null,
            headers: {},
            value: Buffer.from(JSON.stringify(value)),
          },
        })),
        ...{ next: published.length, end: published.length },
      }),
    } as never,
    (error) => failed.push(error),
  );
  const view = (wanted: object = {}, scope: 'city' | string[] = 'city') =>
    arrangement(store.within(scope), book, { show: 'differing', ...wanted }, scope);

  beforeAll(() => book.refresh());

  it('is read from the topic of schemes; what is none there is told and passed over', () => {
    expect(book.versionsOf('transport')).toEqual([1, 2]);
    expect(book.newest('transport')?.referenceCode.classes).toEqual(['XK']);
    expect(failed).toHaveLength(1);
  });

  it('shows old and new side by side, group by group, within the scope', async () => {
    const { groups, total, differing, schemes } = await view({ year: 2018 });
    expect({ total, differing, schemes: schemes.map(({ versions }) => versions) }).toEqual({
      total: 2,
      differing: 2,
      schemes: [[1, 2]],
    });
    expect(groups).toMatchObject([
      { was: 'J001-ZY·JT·2018·D30', would: 'J001-ZY·XK·2018·D30', target: 2, differs: true, packages: 1 },
      { was: 'J001-ZY·JT·2018·Y', would: 'J001-ZY·XK·2018·Y', target: 2, packages: 1 },
    ]);
    expect((await view({ year: 2018, scheme: 'transport', target: 1 })).differing).toBe(0);
    expect((await view({ year: 2018, show: 'all', scheme: 'transport', target: 1 })).groups).toHaveLength(2);
    expect((await view({ year: 2018 }, ['OTHER'])).total).toBe(0);
    expect((await arrangementPaper(groups, ['x'], new Date(NOW))).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await arrangementWorkbook(groups, 'en')).subarray(0, 2).toString()).toBe('PK');
  });

  it('finds by a rule what the row shows and no more, counted as it is kept since', async () => {
    // DUE-OLD was archived for ten years and kept on for thirty, DUE-OTHERS is to be destroyed, DUE-SOON waits in a list.
    const { groups } = await view();
    expect(groups.map(({ was, retention, archivedFor }) => [was, retention, archivedFor])).toEqual([
      ['J001-ZY·JT·2018·D30', 'D30', 'D30'],
      ['J001-ZY·JT·2018·Y', 'Y', 'Y'],
      ['J001-ZY·JT·2015·D10', 'D30', 'D10'],
      ['J001-ZY·JT·2014·D10', 'D30', 'D10'],
    ]);
    const all = { scheme: 'transport', target: 2 };
    const names = async (rule: object, most = 500) => [
      ...(await foundBy(store.city, book, { ...all, ...rule }, 'city', most)).keys(),
    ];
    expect((await names({})).sort()).toEqual(['DUE-EVER', 'DUE-LONG', 'DUE-OLD', 'DUE-OLD2']);
    expect(await names({}, 1)).toHaveLength(2);
    expect(await names({ retention: 'D30', archivedFor: 'D10', year: 2014 })).toEqual(['DUE-OLD']);
    expect(await names({ retention: 'D10' })).toEqual([]);
    expect(await names({ version: 2 })).toEqual([]);
    expect(await names({ target: 1 })).toEqual([]);
    expect(await names({ target: 3 })).toEqual([]);
    expect((await foundBy(store.within(['OTHER']), book, all, ['OTHER'], 500)).size).toBe(0);
  });

  it('is adjusted by rule as two persons decide; the 档号 stays, and the package counts elsewhere from now on', async () => {
    const [group] = (await view({ year: 2018 })).groups;
    const rule = {
      ...{ scheme: 'transport', version: group!.scheme.version, target: 2, was: group!.was, year: 2018 },
      ...{ retention: group!.retention, archivedFor: group!.archivedFor, department: group!.departmentUscc },
    };
    const found = await foundBy(store.city, book, rule, 'city', 500);
    expect(found.size).toBe(group!.packages);
    expect([...found]).toEqual([['DUE-LONG', 'J001-ZY·XK·2018·D30']]);
    const wish: Wish = {
      ...{ kind: 'rearrange', retention: null, receiver: null, scheme: { id: 'transport', version: 2 } },
      ...{ rule: '事项为道路运输，2018 年度', reason: '类目调整' },
    };
    const made = await proposed(store.city, 'city', wish, [...found.keys()], found, {
      account: 'ann',
      at: '2026-11-25T00:00:00.000Z',
    });
    if ('faults' in made) throw new Error(JSON.stringify(made.faults));
    await store.city.together((tx) => keepList(tx, made.list, made.items));
    expect(await foundBy(store.city, book, rule, 'city', 500)).toEqual(new Map());
    expect((await view({ year: 2018 })).groups.map(({ was }) => was)).toEqual(['J001-ZY·JT·2018·Y']);
    const decided = { account: 'bob', at: '2026-11-25T01:00:00.000Z', opinion: '同意' };
    await store.city.together((tx) => endList(tx, made.list.id, 'approved', decided));
    const list = (await readList(store.city, made.list.id))!;
    const said = list.packages.map((item) => JSON.stringify(recordOf(list, item, decided)));
    const records = said.map((value, at) => ({
      ...{ topic: 'case.decisions', partition: 0, offset: 100 + at, timestamp: NOW, headers: {} },
      ...{ key: Buffer.from(list.packages[at]!.case), value: Buffer.from(value) },
    }));
    await store.city.together((tx) => saveDecisions(tx, readRecords('case.decisions', records).decisions));
    expect((await view({ year: 2018 })).differing).toBe(1);
    const [row] = await store.city.query<{ series: string; category: string; reference_code: string }>(
      "SELECT series, category, reference_code FROM case_view WHERE case_number = 'DUE-LONG'",
    );
    expect(row).toMatchObject({ series: 'J001-ZY·XK·2018·D30', category: 'ZY·XK' });
    expect(row!.reference_code).toMatch(/^J001-ZY·JT·2018·D30-\d{4}$/);
    while (await addUpOne(store.city));
    const labels = async (year: number, id: string) =>
      (await statistics(store.city, { year }, 'city')).find((table) => table.id === id)!.rows.map(({ label }) => label);
    expect(await labels(2018, 'category')).toEqual(['ZY·JT', 'ZY·XK']);
    // Kept on for thirty years after it was archived for ten.
    expect(await labels(2014, 'retention')).toEqual(['D30']);
    const [kept] = await store.city.query<DecidedRow>("SELECT * FROM decided_view WHERE case_number = 'DUE-LONG'");
    expect(decidedOf(kept!)).toMatchObject({
      action: 'rearrange',
      by: 'bob',
      proposedBy: 'ann',
      lies: { offset: 100 },
    });
  });
});

describe('what the operation log says of a list', () => {
  const deeds: Deed[] = [];
  let unwritable = false;
  let door: Door;
  beforeAll(async () => {
    const write = async (written: readonly Deed[]): Promise<void> => {
      if (unwritable) throw new Error('no table');
      deeds.push(...written);
    };
    const role = 'filer';
    const post = { id: role, role, title: role, department: USCC, covers: [USCC] } as const;
    const principal = { account: 'ann', name: '某人', posts: [post], mfa: true };
    door = await buildDoor({
      operations: { log: {}, service: 'console', trust: undefined },
      guard: {
        ...{ policy: policyWith(fileURLToPath(new URL('../policies', import.meta.url))), now: Date.now, origins: [] },
        whois: async () => ({ principal, session: { id: 's', csrf: 'word', idToken: null } }),
        log: {
          append: async (deed: Deed) => void deeds.push(deed),
          appendWith: (_tx: unknown, written: readonly Deed[]) => write(written),
        },
      },
      ...{ within: store.within, now: () => NOW, decisionsRead: () => true, failed: () => undefined },
      ...{ registryUrl: 'http://127.0.0.1:1', webFolder: '/nowhere', trustedProxies: [] },
      hub: { subscribe: () => undefined, close: () => undefined },
      arrangements: {
        refresh: async () => undefined,
        of: (_id: string, version: number) =>
          version === 2 ? { referenceCode: { fonds: 'J001', category: 'ZY', classes: ['XK'], width: 4 } } : undefined,
      },
    } as unknown as DoorPorts);
  });
  afterAll(() => door?.close());
  const post = (url: string, payload: object) =>
    door.inject({ method: 'POST', url, payload, headers: { 'x-csrf-token': 'word' } });
  const wish = { kind: 'transfer', receiver: '市档案馆', reason: '按进馆计划移交', cases: ['DUE-EVER'] };

  it('is of its department and about archives, and a withdrawal has a word of its own', async () => {
    const { id, digest } = (await post('/api/desk/lists', wish)).json() as { id: string; digest: string };
    const target = { type: 'list', id, department: USCC };
    expect(deeds).toHaveLength(1);
    expect(deeds[0]).toMatchObject({ class: 'archive', action: 'desk.propose', target, after: { digest } });
    expect((await post(`/api/desk/lists/${id}/withdrawal`, { reason: '另行提出' })).json()).toMatchObject({
      state: 'withdrawn',
    });
    expect(deeds.slice(1)).toMatchObject([{ class: 'archive', action: 'desk.withdraw', target, outcome: 'done' }]);
  });

  it('says that it failed where the list and its entry could not be kept together', async () => {
    deeds.length = 0;
    unwritable = true;
    const answer = await post('/api/desk/lists', wish);
    unwritable = false;
    expect(answer.statusCode).toBe(500);
    expect(deeds).toMatchObject([{ action: 'desk.propose', outcome: 'failed', code: 'HTTP_500' }]);
    expect((await post('/api/desk/lists', wish)).statusCode).toBe(201);
  });

  it('says of an adjustment that it takes a part of what its rule finds, and knows no version that was not published', async () => {
    const rule = { scheme: 'transport', target: 2, reason: '类目调整' };
    const nowhere = await post('/api/arrangement/lists', { ...rule, target: 9 });
    expect([nowhere.statusCode, nowhere.json().code]).toEqual([422, 'NO_SUCH_VERSION']);
    const some = await post('/api/arrangement/lists', { ...rule, most: 1 });
    expect(some.json()).toMatchObject({ items: 1, rule: '方案 transport，按第 2 版，按档号前 1 件' });
    const others = (await post('/api/arrangement/lists', { ...rule, most: 500 })).json();
    expect(others).toMatchObject({ rule: '方案 transport，按第 2 版' });
    expect(others.packages.map((one: { case: string }) => one.case)).not.toContain(some.json().packages[0].case);
    expect((await post('/api/arrangement/lists', rule)).json()).toMatchObject({ code: 'NOTHING_CHANGES' });
  });
});
