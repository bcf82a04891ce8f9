import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CaseLink, RawRecord } from '@guidang/contracts';
import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { type LogEntry, type LogReader, type Publisher, parkedOf } from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditRunning, Audits } from '../src/audit/audits.ts';
import { FOLLOWED, Follower } from '../src/follow/follower.ts';
import { type ReadLink, saveLinks } from '../src/follow/save-links.ts';
import { saveCheckpoints, saveParked } from '../src/follow/save-others.ts';
import { myTurn } from '../src/follow/turn.ts';
import { Board } from '../src/live/board.ts';
import { Pulse } from '../src/live/pulse.ts';
import { casePage } from '../src/read/case-page.ts';
import { listCases } from '../src/read/list-cases.ts';
import { listParked, readParked } from '../src/read/parked.ts';
import { listRefused } from '../src/read/refusals.ts';
import { statistics } from '../src/read/statistics.ts';
import { addUpOne } from '../src/read/totals.ts';
import { Releases } from '../src/release/releases.ts';
import { openStore, type Store } from '../src/store.ts';
import { CASE, captured, checked, closing, head, link, material, opened, refused, USCC } from './links.ts';

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

const offsets = new Map<string, number>();
const read = (...links: CaseLink[]): ReadLink[] =>
  links.map((one) => {
    const topic = `archive.${one.step}`;
    const offset = offsets.get(topic) ?? 0;
    offsets.set(topic, offset + 1);
    const whole = Object.assign(
      {},
      { decider: { rules: 'x@1' }, input: { topic: 'case.events', partition: 0, offset: 0, sha256: '' } },
      one,
    );
    return {
      topic,
      partition: 0,
      offset,
      timestamp: 0,
      sha256: `${topic}${offset}`.padEnd(64, '0'),
      value: JSON.stringify(whole),
      link: whole as CaseLink,
    };
  });
const wanted = { sort: 'accepted', order: 'desc', size: 20 } as const;
const index = { head, closedAt: closing.closedAt, outcome: 'granted', files: [] };

describe('the read model', () => {
  const first = read(
    opened(['a']),
    link('capture', 'MaterialCaptured', { material: material('a', '1.pdf', '2.pdf'), missing: [] }),
    link('capture', 'MaterialSuperseded', {
      material: material('b', '3.pdf'),
      replaces: 'a',
      missing: [],
      reason: '重新扫描',
    }),
    captured(),
  );

  it('counts what is in force, and reading the same links twice changes nothing', async () => {
    await store.city.together((tx) => saveLinks(tx, first));
    await store.city.together((tx) => saveLinks(tx, first));
    const { total, rows } = await listCases(store.city, wanted, 'city');
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ case: CASE, stage: 'captured', waitsFor: 'check', materials: 2, files: 2 });
  });

  it('shows nothing of a department to another', async () => {
    expect((await listCases(store.city, wanted, ['another'])).total).toBe(0);
    expect((await listCases(store.city, { ...wanted, q: '货物 交通' }, [USCC])).total).toBe(1);
    expect((await listCases(store.city, { ...wanted, q: '货物 教育' }, [USCC])).total).toBe(0);
  });

  it('keeps open findings until the round is passed, and every reason of the refusal', async () => {
    const open = {
      key: 'k'.repeat(64),
      persons: 2,
      finding: {
        item: 'GD-4-2',
        object: 'file:b/1',
        code: 'TOO_LARGE',
        outcome: 'MANUAL_REVIEW',
        level: 'BLOCK',
        evidence: {},
      },
    };
    const count = async (): Promise<number> =>
      Number((await store.city.query<{ n: bigint }>('SELECT count(*) AS n FROM open_finding'))[0]!.n);
    await store.city.together((tx) => saveLinks(tx, read(refused(1, [open]))));
    expect(await count()).toBe(1);
    expect((await listRefused(store.city, { state: 'refused', size: 20 }, 'city')).rows[0]).toMatchObject({
      case: CASE,
      reasons: [{ code: 'REQUIRED_MISSING', itemZh: '归档范围检测' }],
    });
    await store.city.together((tx) => saveLinks(tx, read(checked())));
    expect(await count()).toBe(0);
  });

  it('follows the case to the store, and counts it there', async () => {
    const packaged = link('package', 'CasePackaged', {
      ...{
        referenceCode: 'J001-ZY·JT·2026·D30-0001',
        package: { content: 'sha256:p', sm3: 's', size: 4096 },
        retention: 'D30',
      },
      ...{ retainUntil: '2056-12-31T15:59:59Z', index },
    });
    const lock = { until: '2056-12-31T15:59:59Z' };
    const copies = ['a', 'b'].map((place) => ({
      place,
      bucket: 'archive',
      key: 'k',
      versionId: 'v',
      sha256: 'p',
      size: 4096,
      lock,
    }));
    await store.city.together((tx) => saveLinks(tx, read(packaged)));
    await store.city.together((tx) => saveLinks(tx, read(link('store', 'CaseStored', { copies, referenceCode: 'x' }))));
    const page = await casePage({ sql: store.city, scheme: async () => null }, CASE);
    expect(page).toMatchObject({ stage: 'stored', referenceCode: 'J001-ZY·JT·2026·D30-0001', items: null });
    expect(page!.copies.map(({ place }) => place)).toEqual(['a', 'b']);
    expect(page!.materials.map(({ material: id, state }) => [id, state])).toEqual([
      ['form', 'in-force'],
      ['b', 'in-force'],
      ['a', 'superseded'],
    ]);
    while (await addUpOne(store.city));
    const tables = await statistics(store.city, {}, [USCC]);
    expect(tables.find(({ id }) => id === 'retention')!.rows).toEqual([{ label: 'D30', values: [1, 2, 4096] }]);
    expect(tables.find(({ id }) => id === 'quality')!.rows).toEqual([{ label: '交通运输局', values: [1, 1, 0] }]);
    expect((await statistics(store.city, {}, [])).every(({ rows }) => rows.length === 0)).toBe(true);
  });

  it('is what the wall shows', async () => {
    const pulse = new Pulse(Date.now);
    await store.city.together((tx) =>
      saveCheckpoints(tx, [
        { type: 'checkpoint', origin: 'o', batch: 3, size: 9, root: 'r', time: new Date().toISOString() } as never,
        { type: 'cosigned', origin: 'o', batch: 2, time: new Date().toISOString(), timestamp: 'x' } as never,
      ]),
    );
    const board = new Board({
      ...{
        door: store.city,
        pulse,
        certificates: [],
        now: () => Date.parse('2026-01-06T03:00:00Z'),
        failed: () => undefined,
        following: () => true,
        controls: { said: [], paused: () => undefined, refresh: async () => undefined } as never,
      },
      ...{
        watched: [{ name: 'check', value: 'http://127.0.0.1:1' }],
        places: new Map(),
        bucket: 'archive',
        scanner: undefined,
        witnessUrl: undefined,
      },
    });
    const wall = await board.wall();
    expect(wall.standing).toMatchObject({ open: 0, archived: 1 });
    expect(wall.steps.find(({ step }) => step === 'use')).toMatchObject({ inFlight: 1, oldest: { case: CASE } });
    expect(wall.log).toMatchObject({ batch: 3, cosigned: 2 });
    expect(wall.refusals).toEqual([{ step: 'check', code: 'REQUIRED_MISSING', count: 1 }]);
    expect(wall.alarms.map(({ code }) => code)).toContain('SERVICE_DOWN');
  });
});

describe('parked records', () => {
  it('are listed open until somebody closed them, with what is wrong beside the contract', async () => {
    const value = Buffer.from('{"type":"case.closed","version":1,"name":"张三 44190020000314997X"}').toString('base64');
    const parked = {
      ...{
        id: `parked-${'a'.repeat(32)}`,
        type: 'parked',
        version: 1,
        step: 'capture',
        time: '2026-11-25T00:00:00Z',
        reason: 'MALFORMED',
      },
      ...{
        faults: [{ field: 'case', rule: 'REQUIRED', message: 'x' }],
        input: { topic: 'case.events', partition: 0, offset: 7, sha256: 'f' },
      },
      ...{ key: null, headers: {}, value },
    } as const;
    await saveParked(store.city, [
      {
        topic: 'archive.capture.parked',
        partition: 0,
        offset: 0,
        value: JSON.stringify(parked),
        parked: parked as never,
      },
    ]);
    expect((await listParked(store.city, { state: 'open', size: 20 })).total).toBe(1);
    const one = await readParked(store.city, parked.id);
    expect(one!.value).not.toContain('314997X');
    expect(one!.comparison.find(({ field }) => field === 'case')).toMatchObject({ found: null, faults: ['REQUIRED'] });
    await store.city.query(
      'INSERT INTO parked_closing VALUES ($1, $2, $3, $4) RETURNING 1',
      parked.id,
      'op',
      '已重发',
      new Date(),
    );
    expect((await listParked(store.city, { state: 'open', size: 20 })).total).toBe(0);
    expect((await listParked(store.city, { state: 'closed', size: 20 })).rows[0]!.closing).toMatchObject({
      account: 'op',
    });
  });
});

describe('two consoles over one database', () => {
  it('lose nothing of a case that each of them folds from another topic', async () => {
    const cases = Array.from({ length: 12 }, (_, n) => `${CASE.slice(0, -2)}${String(n + 40)}`);
    const of = (one: CaseLink, name: string): CaseLink => ({ ...one, case: name }) as CaseLink;
    const fold = (links: ReadLink[]): Promise<void> =>
      store.city.together(async (tx) => {
        await myTurn(tx);
        await saveLinks(tx, links);
      });
    await fold(read(...cases.map((name) => of(opened(), name))));
    const sealed = read(...cases.map((name) => of(link('seal', 'CaseSealed', {}), name)));
    const indexed = read(...cases.map((name) => of(link('use', 'CaseIndexed', {}), name)));
    await Promise.all(cases.flatMap((_, n) => [fold([sealed[n]!]), fold([indexed[n]!])]));
    const rows = await store.city.query<{ steps: object }>(
      'SELECT steps FROM case_view WHERE case_number = ANY($1::text[])',
      cases,
    );
    expect(rows.map(({ steps }) => ['seal', 'use'].every((step) => step in steps))).toEqual(cases.map(() => true));
  });
});

describe('the follower', () => {
  it('leaves out what it cannot read and says where it lies, and goes on behind it', async () => {
    const record = {
      topic: 'archive.capture',
      partition: 0,
      offset: 0,
      timestamp: 1_000,
      key: null,
      value: Buffer.from('{"no":"link"}'),
      headers: {},
    };
    const reader: Partial<LogReader> = {
      partitions: async () => [0],
      extent: async (topic) => ({ start: 0, end: topic === 'archive.capture' ? 1 : 0 }),
      ends: async () => new Map(FOLLOWED.map((topic) => [topic, [topic === 'archive.capture' ? 1 : 0]])),
      read: async () => ({ entries: [{ kind: 'record', offset: 0, record }], next: 1, end: 1 }),
    };
    await store.city.query('DELETE FROM followed RETURNING 1');
    const failures: unknown[] = [];
    const follower = new Follower({
      reader: reader as LogReader,
      door: store.city,
      pauseMs: 5,
      seen: () => undefined,
      failed: (error) => failures.push(error),
    });
    follower.start();
    for (let tries = 0; tries < 200 && !follower.wellSince(1_000); tries++) await sleep(10);
    await follower.stop();
    expect(failures).toEqual([]);
    const [row] = await store.city.query<{ why: string }>("SELECT why FROM unreadable WHERE topic = 'archive.capture'");
    expect(row!.why).toBe('type: INVALID_UNION');
    expect(await store.city.query("SELECT next FROM followed WHERE topic = 'archive.capture'")).toEqual([{ next: 1n }]);
  });
});

describe('audits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-audits-'));
  const anchorsFile = join(folder, 'anchors.json');
  writeFileSync(anchorsFile, '{}');
  const fake = fileURLToPath(new URL('./fake-auditor.ts', import.meta.url));
  const audits = (mode: string): Audits =>
    new Audits({
      ...{
        sql: store.door,
        command: [process.execPath, fake, mode],
        folder,
        brokers: ['b:1'],
        anchorsFile,
        placesFile: undefined,
      },
      ...{ now: Date.now, failed: () => undefined },
    });
  const ended = async (of: Audits, id: string) => {
    for (;;) {
      const run = (await of.list()).find((one) => one.id === id)!;
      if (run.state !== 'running') return run;
      await sleep(20);
    }
  };

  it('give away whom they believe', () => expect(audits('whole').anchors()?.toString()).toBe('{}'));

  it.each([
    ['whole', 'whole', 0],
    ['broken', 'broken', 1],
    ['fails', 'failed', 2],
  ])('that the auditor ends as %s are kept as %s', async (mode, state, exitCode) => {
    const one = audits(mode);
    const run = await ended(one, await one.start('auditor', { content: false }));
    expect(run).toMatchObject({ state, exitCode, account: 'auditor' });
    if (state === 'broken')
      expect(run.summary).toMatchObject({
        faultCount: 1,
        faults: [{ code: 'CASE_GAP', where: 'archive.check-1 @ 7  c' }],
      });
    if (state === 'failed') expect(run.said).toContain('no broker');
    else expect(JSON.parse(one.report(run.id, 'json')!.toString()).verdict).toBe(state);
  });

  it('go one at a time, and one that was cut off with the service is not running any more', async () => {
    const one = audits('slow');
    const id = await one.start('auditor', { content: false });
    await expect(one.start('auditor', { content: false })).rejects.toThrow(AuditRunning);
    const after = audits('whole');
    await after.recover();
    expect((await after.list()).find((run) => run.id === id)).toMatchObject({ state: 'failed', said: 'interrupted' });
    await one.close();
  });

  it('hand their own program nothing of the service’s environment', async () => {
    const one = audits('whole');
    const run = await ended(one, await one.start('auditor', { content: false }));
    const { environment } = JSON.parse(readFileSync(join(folder, `${run.id}.json`), 'utf8'));
    expect(environment).toEqual(['PATH', 'TZ']);
  });
});

describe('a parked record that is released', () => {
  const KEY = 'GD-2026-000009';
  const event = { type: 'case.withdrawn', version: 1, id: 'again-1', case: KEY };
  const lying = { value: Buffer.from(JSON.stringify(event)), headers: { ce_id: 'again-1' } };
  const records: RawRecord[] = [
    { topic: 'case.events', partition: 1, offset: 0, timestamp: 0, key: Buffer.from(KEY), ...lying },
  ];
  const parked = parkedOf('capture', records[0]!, 'WRONG_PARTITION', [], '2026-03-12T00:00:00Z');
  let silent = false;
  const entriesOf = (topic: string, partition: number, from: number): LogEntry[] =>
    records
      .filter((one) => one.topic === topic && one.partition === partition && one.offset >= from)
      .map((record) => ({ kind: 'record', offset: record.offset, record }));
  const reader: Partial<LogReader> = {
    extent: async (topic, partition) => ({ start: 0, end: entriesOf(topic, partition, 0).length }),
    read: async (topic, partition, from) => ({ entries: entriesOf(topic, partition, from), next: 0, end: 0 }),
    scan: async function* (topic, partition, from) {
      yield* entriesOf(topic, partition, from);
    },
  };
  const publisher: Partial<Publisher> = {
    partitionFor: async () => 2,
    publish: async ([sent]) => {
      const offset = entriesOf(sent!.topic, sent!.partition, 0).length;
      records.push({ ...sent!, offset, timestamp: 0, key: Buffer.from(sent!.key) });
      if (silent) throw new Error('it happened, and nobody was told');
    },
  };
  const open = () =>
    new Releases({
      ...{ sql: store.door, reader: reader as LogReader, publisher: async () => publisher as Publisher },
      ...{ now: () => Date.UTC(2026, 2, 12), failed: () => undefined },
    });
  const wish = { id: parked.id, account: 'operator', reason: '分区已更正', topic: 'case.events' } as const;

  it('is written down first, sent once though nobody was told of it, and says where it lies', async () => {
    const at = { topic: 'archive.capture.parked', partition: 1, offset: 90, value: JSON.stringify(parked), parked };
    await store.door.together((tx) => saveParked(tx, [at]));
    const releases = open();
    const begin = () => store.door.together((tx) => releases.begin(tx, wish, parked, records[0]!));
    expect(await begin()).toBe(true);
    expect(await begin()).toBe(false);
    expect((await readParked(store.door, parked.id))?.closing).toMatchObject({ act: 'released', to: { offset: null } });
    silent = true;
    await expect(releases.finish(parked.id)).rejects.toThrow('nobody was told');
    silent = false;
    await releases.finishAll();
    await releases.finishAll();
    releases.close();
    expect(records).toHaveLength(2);
    expect(records[1]).toMatchObject({
      ...{ partition: 2, value: lying.value },
      headers: { ce_id: 'again-1', released_parked: parked.id, released_by: 'operator' },
    });
    expect((await readParked(store.door, parked.id))?.closing).toMatchObject({
      ...{ account: 'operator', reason: '分区已更正', to: { topic: 'case.events', partition: 2, offset: 0 } },
    });
  });

  it('is not found where something else lies in its place', async () => {
    const releases = open();
    const { input } = parked;
    expect(await releases.origin(parked)).toBe(records[0]);
    expect(await releases.origin({ input: { ...input, sha256: '0'.repeat(64) } })).toBeUndefined();
    expect(await releases.choices({ input: { ...input, topic: 'archive.capture' } })).toEqual([]);
    const [choice] = await releases.choices(parked);
    expect(choice?.faults.length).toBeGreaterThan(0);
    releases.close();
  });
});
