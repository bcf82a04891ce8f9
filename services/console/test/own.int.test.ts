import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesWorkbook } from '../src/print/cases.ts';
import { A, B, CASE, openWorld, person, postOf, type World } from './world.ts';

const ONE = '11111111-1111-4111-8111-111111111111';
const TWO = '22222222-2222-4222-8222-222222222222';
const ann = person('ann', [postOf('archivist', null)]);
const bob = person('bob', [postOf('archivist', null)]);
/** The same person, in whatever post. */
const annOf = (department: string) => person('ann', [postOf('filer', department)]);

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world?.close();
});

const rows = async (who: typeof ann, url: string): Promise<{ id?: string; name?: string; case?: string }[]> =>
  JSON.parse((await world.ask(who, 'GET', url)).text).rows;

describe('a search that somebody keeps', () => {
  const keep = (who: typeof ann, id: string, name: string, query = 'stage=refused') =>
    world.ask(who, 'PUT', `/api/searches/${id}`, { page: '/cases', name, query });

  it('is theirs alone, kept once, renamed, dropped, and brought back', async () => {
    expect((await keep(ann, ONE, '待补正')).status).toBe(204);
    expect((await keep(ann, ONE, '待补正的')).status).toBe(204);
    expect((await rows(ann, '/api/searches')).map(({ name }) => name)).toEqual(['待补正的']);
    expect(await rows(bob, '/api/searches')).toEqual([]);
    await world.ask(bob, 'DELETE', `/api/searches/${ONE}`);
    expect(await rows(ann, '/api/searches')).toHaveLength(1);
    await world.ask(ann, 'DELETE', `/api/searches/${ONE}`);
    expect(await rows(ann, '/api/searches')).toEqual([]);
    await keep(ann, ONE, '待补正的');
    expect(await rows(ann, '/api/searches')).toHaveLength(1);
  });

  it('is not touched by somebody who names theirs the same', async () => {
    expect((await keep(bob, ONE, '别人的')).status).toBe(204);
    expect((await rows(ann, '/api/searches')).map(({ name }) => name)).toEqual(['待补正的']);
    expect((await rows(bob, '/api/searches')).map(({ name }) => name)).toEqual(['别人的']);
  });

  it('holds no number of a person', async () => {
    for (const query of ['q=44190019900101123X', 'q=13800138000', `q=${encodeURIComponent('电话 13800138000')}`])
      expect((await keep(ann, TWO, '某人', query)).code).toBe('PERSONAL_DATA');
    expect((await keep(ann, TWO, '13800138000')).code).toBe('PERSONAL_DATA');
  });

  it('is one of fifty at most', async () => {
    for (let n = 0; n < 49; n += 1) await keep(ann, `33333333-3333-4333-8333-3333333333${10 + n}`, `第 ${n} 个`);
    expect((await keep(ann, TWO, '再一个')).code).toBe('TOO_MANY');
    expect((await keep(ann, ONE, '改名')).status).toBe(204);
  });
});

describe('a case that somebody marks', () => {
  it('is theirs alone, and is no longer among them once they no longer see it', async () => {
    for (const department of [A, B]) await world.ask(ann, 'PUT', `/api/favourites/${CASE[department]}`);
    await world.ask(ann, 'PUT', `/api/favourites/${CASE[A]}`);
    expect((await rows(ann, '/api/favourites')).map((one) => one.case).toSorted()).toEqual([CASE[A], CASE[B]]);
    expect(await rows(bob, '/api/favourites')).toEqual([]);
    expect((await rows(annOf(A), '/api/favourites')).map((one) => one.case)).toEqual([CASE[A]]);
    await world.ask(ann, 'DELETE', `/api/favourites/${CASE[B]}`);
    expect((await rows(ann, '/api/favourites')).map((one) => one.case)).toEqual([CASE[A]]);
  });
});

describe('an exported list', () => {
  const exported = async (who: typeof ann, query: string): Promise<string[]> => {
    const answer = await world.door.inject({
      url: `/api/cases.xlsx?${query}`,
      headers: { 'x-test-principal': Buffer.from(JSON.stringify(who)).toString('base64') },
    });
    const sheet = await readSheet(answer.rawPayload);
    return sheet.slice(1).map((row) => String(row[0]));
  };
  it('is what the list shows, or what was chosen of it, and nothing outside the scope', async () => {
    expect((await exported(ann, '')).toSorted()).toEqual([CASE[A], CASE[B]]);
    expect(await exported(ann, `case=${CASE[B]}`)).toEqual([CASE[B]]);
    expect(await exported(annOf(A), `case=${CASE[B]}&case=${CASE[A]}`)).toEqual([CASE[A]]);
    expect(await exported(annOf(A), '')).toEqual([CASE[A]]);
  });
  it('computes nothing, whatever stands in it', async () => {
    const row = {
      case: 'C',
      referenceCode: null,
      matter: '=HYPERLINK("http://x")',
      department: '@SUM(A1)',
      stage: 'open',
    };
    const rest = { stageAt: '', waitsFor: '-1', acceptedAt: null, closedAt: null, outcome: null };
    const numbers = { missing: 0, materials: 1, files: 2, uses: 3 };
    const sheet = await readSheet(await casesWorkbook([{ ...row, ...rest, ...numbers }], 'zh'));
    expect(sheet[1]!.slice(2, 6)).toEqual(['\'=HYPERLINK("http://x")', "'@SUM(A1)", 'open', "'-1"]);
  });
});

it('nothing that was asked was an error of ours', () => {
  expect(world.faults).toEqual([]);
});
