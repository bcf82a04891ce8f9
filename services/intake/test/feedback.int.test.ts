import { type Feedback, partitionOf } from '@guidang/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Follower } from '../src/follower.ts';
import { type Answered, ask } from './http.ts';
import { type OpenDoor, openWorld, type World } from './real.ts';
import { accepted, freshCase, HEALTH, keyOf, LAND } from './specimens.ts';

const onestop = keyOf('onestop');
const land = keyOf('land', 'https://land.example.gov.cn/cases', [LAND]);

let world: World;
let door: OpenDoor;

beforeAll(async () => {
  world = await openWorld('intake-feedback', [onestop.seed, land.seed]);
  door = await world.door();
});
afterAll(() => world?.close());

const feedback = (of: string, n: number): Feedback => ({
  id: `feedback-${of}-${n}`,
  type: 'dossier.missing',
  version: 1,
  case: of,
  time: '2026-03-01T08:05:00Z',
  about: `evt-${n}`,
  missing: ['A01'],
});
const tell = (...records: { of: string; value: string }[]): Promise<void> =>
  world.bus.publish(
    records.map(({ of, value }) => ({
      topic: 'case.feedback',
      partition: partitionOf(of, 4),
      key: of,
      value: Buffer.from(value),
      headers: {},
    })),
  );
const say = (of: string, from: number, to: number): Promise<void> =>
  tell(...Array.from({ length: to - from }, (_, n) => ({ of, value: JSON.stringify(feedback(of, from + n)) })));
const get = (of: string, query = '', key = onestop.key): Promise<Answered> =>
  ask(`${door.url}/v1/cases/${of}/feedback${query}`, { key });
const ids = ({ json }: Answered): string[] => (json.items as Feedback[]).map(({ id }) => id);

async function opened(): Promise<string> {
  const of = freshCase();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(accepted(of));
  expect(
    (await ask(`${door.url}/v1/cases/${of}/events`, { key: onestop.key, method: 'POST', headers, body })).status,
  ).toBe(202);
  return of;
}

describe('feedback', () => {
  it('is what the archive said of the case, newest first, page by page', async () => {
    const [of, other] = [await opened(), await opened()];
    await say(of, 0, 5);
    await say(other, 0, 1);
    await expect.poll(async () => ids(await get(of)).length, { timeout: 20_000 }).toBe(5);
    const first = await get(of, '?limit=2');
    expect((first.json.items as Feedback[])[0]).toEqual(feedback(of, 4));
    // What comes in between does not shift the pages.
    await say(of, 5, 7);
    await expect.poll(async () => ids(await get(of)).length, { timeout: 20_000 }).toBe(7);
    const second = await get(of, `?limit=2&before=${first.json.next}`);
    const third = await get(of, `?limit=2&before=${second.json.next}`);
    expect([first, second, third].flatMap(ids)).toEqual([4, 3, 2, 1, 0].map((n) => feedback(of, n).id));
    expect([typeof first.json.next, typeof second.json.next, third.json.next]).toEqual(['string', 'string', null]);
  });

  it('is empty where nothing was said yet', async () => {
    expect((await get(await opened())).json).toEqual({ items: [], next: null });
  });

  it('is told to the system that opened the case and to nobody else', async () => {
    const of = await opened();
    expect([(await get(of, '', land.key)).status, (await get(of, '', land.key)).json.code]).toEqual([
      403,
      'CASE_NOT_YOURS',
    ]);
    expect([(await get(freshCase())).status, (await get(freshCase())).json.code]).toEqual([404, 'CASE_UNKNOWN']);
    expect((await ask(`${door.url}/v1/cases/${of}/feedback`)).status).toBe(401);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'before=1', "before=1-1-1';--"])('is refused with %s', async (query) => {
    const answer = await get(await opened(), `?${query}`);
    expect([answer.status, answer.json.code]).toEqual([400, 'BAD_REQUEST']);
    expect(answer.json.faults).toHaveLength(1);
  });

  it('passes over what is no feedback', async () => {
    const of = await opened();
    await tell(
      { of, value: '{not json' },
      { of, value: '{"type":"x"}' },
      { of, value: JSON.stringify(feedback(of, 1)) },
    );
    await expect.poll(async () => ids(await get(of)), { timeout: 20_000 }).toEqual([feedback(of, 1).id]);
  });
});

describe('a follower', () => {
  const another = (): Follower =>
    new Follower({ reader: world.reader, store: world.store, pauseMs: 50, failed: () => {} });

  it('that follows beside another one changes nothing', async () => {
    const beside = another();
    beside.start();
    const of = await opened();
    await say(of, 0, 20);
    await expect.poll(async () => ids(await get(of)).length, { timeout: 20_000 }).toBe(20);
    await expect.poll(() => beside.wellSince(1_000)).toBe(true);
    await beside.stop();
    expect(ids(await get(of))).toHaveLength(20);
  });

  it('that lost what it noted reads it again, and what was noted twice is there once', async () => {
    const of = await opened();
    await say(of, 0, 3);
    await expect.poll(async () => ids(await get(of)).length, { timeout: 20_000 }).toBe(3);
    for (const partition of [0, 1, 2, 3]) await world.store.startOver('case.feedback', partition);
    expect(ids(await get(of))).toEqual([]);
    const fresh = another();
    fresh.start();
    await expect.poll(async () => ids(await get(of)).length, { timeout: 20_000 }).toBe(3);
    await fresh.stop();
  });

  it('that noted a place behind the end of the topic begins anew: it is another topic', async () => {
    const of = await opened();
    await say(of, 0, 3);
    await expect.poll(async () => ids(await get(of)).length, { timeout: 20_000 }).toBe(3);
    const stale = { partition: partitionOf(of, 4), offset: 900_000, at: 1, feedback: feedback(of, 99) };
    await world.store.keep('case.feedback', stale.partition, 1_000_000, { cases: [], feedback: [stale] });
    expect(ids(await get(of))).toHaveLength(4);
    const fresh = another();
    fresh.start();
    await expect
      .poll(async () => ids(await get(of)), { timeout: 20_000 })
      .toEqual([2, 1, 0].map((n) => feedback(of, n).id));
    await fresh.stop();
  });

  it('forgets what is older than the topic keeps', async () => {
    const of = await opened();
    await say(of, 0, 2);
    await expect.poll(async () => ids(await get(of)).length, { timeout: 20_000 }).toBe(2);
    await world.store.tidy(new Date(), new Date(Date.now() - 60_000));
    expect(ids(await get(of))).toHaveLength(2);
    await world.store.tidy(new Date(), new Date(Date.now() + 60_000));
    expect(ids(await get(of))).toEqual([]);
  });

  it('keeps who opened a case first', async () => {
    const of = freshCase();
    const known = { case: of, source: 'a', department: HEALTH };
    const next = (await world.store.positions('case.events')).get(0) ?? 0;
    await world.store.keep('case.events', 0, next, { cases: [known, { ...known, source: 'b' }], feedback: [] });
    await world.store.keep('case.events', 0, next, { cases: [{ ...known, source: 'c' }], feedback: [] });
    expect(await world.store.caseOf(of)).toEqual(known);
  });
});
