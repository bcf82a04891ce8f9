import { MATTERS, matterCode } from '@guidang/lab/matters';
import { DEPARTMENTS } from '@guidang/lab/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../src/sheet/read.ts';
import { A, ADMINISTRATOR, ARCHIVIST, B, FILER, inCity, OFFICER, openWorld, type World } from './world.ts';

let world: World;
const ask = (...args: Parameters<World['ask']>) => world.ask(...args);
const unit = (id: string, name: string, fonds: string | null) => ({
  id,
  kind: 'unit',
  name,
  parent: null,
  fonds,
  position: 0,
  active: true,
});
const AUDITOR = inCity('security-auditor');
const logOf = async (targetId: string) =>
  (await ask(AUDITOR, 'GET', `/v1/log?targetId=${targetId}&outcome=done&limit=500`)).json.items;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world?.close();
});

describe('departments', () => {
  it('are added and make a tree', async () => {
    expect((await ask(ADMINISTRATOR, 'POST', '/v1/departments', { body: unit(A, '卫生健康局', 'J031') })).status).toBe(
      201,
    );
    expect((await ask(ADMINISTRATOR, 'POST', '/v1/departments', { body: unit(B, '自然资源局', 'J047') })).status).toBe(
      201,
    );
    const section = {
      id: `${A}.permits`,
      kind: 'section',
      name: '审批科',
      parent: A,
      fonds: null,
      position: 1,
      active: true,
    };
    expect((await ask(ADMINISTRATOR, 'POST', '/v1/departments', { body: section })).status).toBe(201);
    const { items } = (await ask(ARCHIVIST, 'GET', '/v1/departments')).json;
    expect(items.map(({ id }: { id: string }) => id).toSorted()).toEqual([A, B, `${A}.permits`].toSorted());
  });
  it.each([
    ['a code with a wrong check character', { ...unit('11441900900710012X', 'x', null) }, 400, 'DEPARTMENT_ID'],
    ['a fonds number that is none', unit(DEPARTMENTS.police.uscc, 'x', '12'), 400, 'INVALID_FORMAT'],
    ['a unit with the id of a section', { ...unit(`${A}.x`, 'x', null) }, 422, 'KIND'],
  ])('%s is refused with field and rule', async (_, body, status, rule) => {
    const answer = await ask(ADMINISTRATOR, 'POST', '/v1/departments', { body });
    expect(answer.status).toBe(status);
    expect(answer.json.faults.map((fault: { rule: string }) => fault.rule)).toContain(rule);
  });
  it('the same code or fonds twice is refused', async () => {
    expect((await ask(ADMINISTRATOR, 'POST', '/v1/departments', { body: unit(A, 'x', null) })).json.code).toBe(
      'ALREADY_THERE',
    );
    expect(
      (await ask(ADMINISTRATOR, 'POST', '/v1/departments', { body: unit(DEPARTMENTS.tax.uscc, 'x', 'J031') })).json
        .code,
    ).toBe('ALREADY_THERE');
  });
  it('nobody is below himself', async () => {
    const { id: _, ...content } = { ...unit(A, '卫生健康局', 'J031'), parent: `${A}.permits` };
    const answer = await ask(ADMINISTRATOR, 'PUT', `/v1/departments/${A}`, {
      body: content,
      headers: { 'if-match': '"v1"' },
    });
    expect(answer.json.faults[0].rule).toBe('CIRCLE');
  });
});

describe('two editors of one thing', () => {
  const { id: _, ...content } = unit(B, '自然资源局（改）', 'J047');
  it('the second one is told who was first, and which version it is now', async () => {
    const tag = String((await ask(ADMINISTRATOR, 'GET', `/v1/departments/${B}`)).headers.etag);
    const [first, second] = await Promise.all(
      ['甲局', '乙局'].map((name) =>
        ask(ADMINISTRATOR, 'PUT', `/v1/departments/${B}`, { body: { ...content, name }, headers: { 'if-match': tag } }),
      ),
    );
    const [won, lost] = first!.status === 200 ? [first, second] : [second, first];
    expect([won!.status, lost!.status]).toEqual([200, 412]);
    expect(lost!.json).toMatchObject({ code: 'MOVED_ON', now: { version: 2, changedBy: 'system-administrator' } });
    expect(lost!.json.title).toMatch(/未丢失/);
  });
  it('whoever does not say which version he edited is asked to', async () => {
    expect((await ask(ADMINISTRATOR, 'PUT', `/v1/departments/${B}`, { body: content })).json.code).toBe('IF_MATCH');
  });
  it('a change is in the log with before and after', async () => {
    const [last] = await logOf(B);
    expect(last).toMatchObject({
      action: 'department.edit',
      account: 'system-administrator',
      before: { name: '自然资源局', version: 1 },
      after: { version: 2 },
    });
  });
});

describe('people and posts', () => {
  const who = (account: string) => ({
    account,
    issuer: 'https://id.example',
    subject: `s-${account}`,
    name: '张三',
    department: null,
    active: true,
  });
  const post = (id: string, role: string, department: string | null = null) => ({
    id,
    role,
    title: id,
    department,
    active: true,
  });
  const giving = (id: string, account: string, body = {}) =>
    ask(OFFICER, 'PUT', `/v1/posts/${id}/holders/${account}`, { body });
  beforeAll(async () => {
    for (const account of ['p1', 'p2', 'p3']) await ask(ADMINISTRATOR, 'POST', '/v1/people', { body: who(account) });
    for (const one of [
      post('sa', 'system-administrator'),
      post('so', 'security-officer'),
      post('au', 'security-auditor'),
      post('ar', 'archivist'),
      post('fa', 'filer', A),
    ])
      expect((await ask(OFFICER, 'POST', '/v1/posts', { body: one })).status).toBe(201);
  });
  it('who makes people gives no rights, and who gives rights makes no people', async () => {
    expect((await ask(OFFICER, 'POST', '/v1/people', { body: who('p9') })).status).toBe(403);
    expect((await ask(ADMINISTRATOR, 'PUT', '/v1/posts/ar/holders/p1', { body: {} })).status).toBe(403);
  });
  it('one person has several posts, and a post several persons', async () => {
    for (const [id, account] of [
      ['ar', 'p1'],
      ['fa', 'p1'],
      ['fa', 'p2'],
    ] as const)
      expect((await giving(id, account)).status).toBe(200);
    const { items } = (await ask(OFFICER, 'GET', '/v1/people')).json;
    expect(
      items.find((one: { account: string }) => one.account === 'p1').holds.map((one: { post: string }) => one.post),
    ).toEqual(['ar', 'fa']);
  });
  it.each([
    ['sa', 'so'],
    ['sa', 'au'],
    ['so', 'au'],
    ['sa', 'ar'],
  ])('nobody holds %s and %s', async (one, other) => {
    await ask(ADMINISTRATOR, 'POST', '/v1/people', { body: who(`p-${one}-${other}`) });
    expect((await giving(one, `p-${one}-${other}`)).status).toBe(200);
    expect((await giving(other, `p-${one}-${other}`)).json.code).toBe('ROLE_CONFLICT');
  });
  it('not even from a day to come on, and not where two officers give at the same moment', async () => {
    await giving('sa', 'p3', { from: '2090-01-01T00:00:00Z' });
    expect((await giving('so', 'p3')).json.code).toBe('ROLE_CONFLICT');
    await ask(ADMINISTRATOR, 'POST', '/v1/people', { body: who('p4') });
    const both = await Promise.all([giving('sa', 'p4'), giving('so', 'p4')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });
  it('and the table refuses it too, whoever writes there', async () => {
    const write = world.store.within('city', (tx) =>
      tx.query("INSERT INTO holding (post, account, from_at) VALUES ('so', 'p-sa-so', now())"),
    );
    await expect(write).rejects.toThrow();
  });
  it('a right may end by itself, and is taken back', async () => {
    expect((await giving('fa', 'p2', { until: '2020-01-01T00:00:00Z' })).json.faults[0].rule).toBe('UNTIL_BEFORE_FROM');
    expect((await giving('fa', 'p2', { until: '2090-01-01T00:00:00+08:00' })).json.until).toBe(
      '2089-12-31T16:00:00.000Z',
    );
    expect((await ask(OFFICER, 'DELETE', '/v1/posts/fa/holders/p2')).status).toBe(204);
    expect((await ask(OFFICER, 'DELETE', '/v1/posts/fa/holders/p2')).status).toBe(404);
  });
  it('a post counts while it is held, with all that is below its department', async () => {
    const known = await world.ports.signIn.directory.byAccount('p1');
    expect(known!.posts.map(({ id, covers }) => [id, covers])).toEqual([
      ['ar', null],
      ['fa', [A, `${A}.permits`]],
    ]);
    expect((await world.ports.signIn.directory.byAccount('p3'))!.posts).toEqual([]);
  });
  it('an administrator is of the city', async () => {
    expect(
      (await ask(OFFICER, 'POST', '/v1/posts', { body: post('x', 'security-auditor', A) })).json.faults[0].rule,
    ).toBe('CITY_ROLE');
  });
  it('the log names accounts and strikes out who a person is', async () => {
    const tag = String(
      (await ask(ADMINISTRATOR, 'PUT', '/v1/people/p2', { body: {}, headers: { 'if-match': '"v1"' } })).status,
    );
    expect(tag).toBe('400');
    const { account: _, ...content } = who('p2');
    await ask(ADMINISTRATOR, 'PUT', '/v1/people/p2', {
      body: { ...content, name: '李四', active: false },
      headers: { 'if-match': '"v1"' },
    });
    const [last] = await logOf('p2');
    expect(last).toMatchObject({
      before: { name: '***', active: true },
      after: { name: '***', subject: '***', active: false },
    });
    const rows = await world.store.door.query<{ entry: string }>('SELECT entry FROM access_log');
    expect(rows.some(({ entry }) => /张三|李四/.test(entry))).toBe(false);
  });
  it('who is disabled is signed out at once', async () => {
    const { sessions, directory } = world.ports.signIn;
    const word = await sessions.begin({
      account: 'p1',
      issuer: 'https://id.example',
      subject: 's-p1',
      mfa: false,
      idToken: null,
      ip: '',
      agent: '',
    });
    const { account: _, ...content } = who('p1');
    await ask(ADMINISTRATOR, 'PUT', '/v1/people/p1', {
      body: { ...content, active: false },
      headers: { 'if-match': '"v1"' },
    });
    expect(await sessions.find(word)).toBeUndefined();
    expect((await directory.byAccount('p1'))!.active).toBe(false);
  });
});

describe('matters', () => {
  const code = (n: number, department = A) => `${department}3${String(n).padStart(12, '0')}`;
  const list = (from: number, count: number, department = A, name = '事项') =>
    `task_code,task_name,task_type,dept_code\n${Array.from({ length: count }, (_, n) => `${code(from + n, department)},${name}${n},01,${department}\n`).join('')}`;
  const importing = (body: string | Buffer, { who = ARCHIVIST, type = 'text/csv', query = '' } = {}) =>
    ask(who, 'POST', `/v1/matters/imports${query}`, { body, headers: { 'content-type': type } });
  const total = async (query = '') => (await ask(ARCHIVIST, 'GET', `/v1/matters?limit=1${query}`)).json.total;

  it('491 are taken in at once, and again without a change', async () => {
    expect((await importing(list(1, 491), { query: '?dryRun=true' })).json).toEqual({
      added: 491,
      changed: 0,
      unchanged: 0,
      dryRun: true,
    });
    expect(await total()).toBe(0);
    expect((await importing(list(1, 491))).json).toEqual({ added: 491, changed: 0, unchanged: 0, dryRun: false });
    expect((await importing(list(1, 491))).json).toEqual({ added: 0, changed: 0, unchanged: 491, dryRun: false });
    expect(await total()).toBe(491);
  });
  it('one fault and nothing is taken; the sheet says row, field, rule and how to mend it', async () => {
    const text = list(600, 20).replace(`${code(610)},事项10,01`, `${code(610)},,99`);
    const answer = await importing(text);
    expect([answer.status, answer.json.code, answer.json.rows]).toEqual([422, 'IMPORT_REFUSED', 1]);
    expect(answer.json.faults.map(({ field, rule }: { field: string; rule: string }) => [field, rule])).toEqual([
      ['12.task_name', 'EMPTY'],
      ['12.task_type', 'CODE_LIST'],
    ]);
    expect(await total()).toBe(491);
    const sheet = await ask(ARCHIVIST, 'GET', `/v1/imports/${answer.json.sheet}`);
    expect(sheet.headers['content-disposition']).toMatch(/import-errors\.xlsx/);
    const read = await readTable(sheet.bytes, 'xlsx');
    expect(read.rows).toHaveLength(20);
    expect(read.rows[10]!.cells.at(-1)).toMatch(/不能为空/);
    expect((await ask(ARCHIVIST, 'GET', `/v1/imports/${answer.json.sheet}?format=csv`)).text).toMatch(
      /12,task_type,CODE_LIST/,
    );
    expect((await ask(inCity('archivist', 'other'), 'GET', `/v1/imports/${answer.json.sheet}`)).status).toBe(404);
  });
  it('a department takes in its own and no others', async () => {
    const answer = await importing(list(700, 2, A) + list(700, 1, B).split('\n')[1], { who: FILER });
    expect(answer.json.faults.map(({ rule }: { rule: string }) => rule)).toEqual(['OUT_OF_SCOPE']);
    expect((await importing(list(700, 2, A), { who: FILER })).json.added).toBe(2);
  });
  it('a file that nobody can read says why', async () => {
    expect((await importing('', { type: 'text/csv' })).status).toBe(422);
    expect(
      (
        await importing(Buffer.from('PK'), {
          type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        })
      ).json.faults[0].rule,
    ).toBe('NOT_XLSX');
    expect((await importing('x', { type: 'text/plain' })).status).toBe(415);
  });
  it('are found by department, type, text and whether they are published, page by page', async () => {
    expect(await total(`&department=${B}`)).toBe(0);
    expect(await total('&type=01')).toBe(493);
    expect(await total('&published=true')).toBe(0);
    expect(await total(`&text=${encodeURIComponent('事项490')}`)).toBe(1);
    const first = (await ask(ARCHIVIST, 'GET', '/v1/matters?limit=300')).json;
    const second = (await ask(ARCHIVIST, 'GET', `/v1/matters?limit=300&after=${first.next}`)).json;
    expect([first.items.length, second.items.length, second.next]).toEqual([300, 193, null]);
  });
  it('go out as a file that comes in again as it is', async () => {
    for (const [format, type] of [
      ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      ['csv', 'text/csv'],
      ['json', 'application/json'],
    ] as const) {
      const file = await ask(ARCHIVIST, 'GET', `/v1/matters/export?format=${format}`);
      expect((await importing(file.bytes, { type })).json).toMatchObject({ added: 0, changed: 0, unchanged: 493 });
    }
  });
  it('a text that would be a formula comes out as text', async () => {
    const text = `task_code,task_name,task_type,dept_code,link_way\n${code(800)},"=HYPERLINK(""http://x"")",01,${A},+86\n`;
    expect((await importing(text)).json.added).toBe(1);
    const out = (await ask(ARCHIVIST, 'GET', '/v1/matters/export?format=csv')).text;
    expect(out).toMatch(/'=HYPERLINK/);
    expect(out).toMatch(/'\+86/);
  });
  it('the national list of the lab is taken in', async () => {
    const known = MATTERS.filter(({ department }) => department === 'health');
    const rows = known.map((one) => ({
      task_code: matterCode(one),
      task_name: one.name,
      task_type: one.type,
      dept_code: A,
    }));
    expect((await importing(JSON.stringify(rows), { type: 'application/json' })).json.added).toBe(known.length);
  });
});

describe('the operation log', () => {
  it('is whole, and found whole by whoever follows its export', async () => {
    expect((await ask(AUDITOR, 'GET', '/v1/log/verdict')).json).toMatchObject({ fault: null });
  });
  it('holds refusals as well', async () => {
    await ask(FILER, 'POST', '/v1/templates', { body: { id: 'x', name: 'x', note: '', content: {} } });
    const [last] = (await ask(AUDITOR, 'GET', '/v1/log?action=template.edit&outcome=refused')).json.items;
    expect(last).toMatchObject({ account: 'filer', code: 'HTTP_403', command: 'POST /v1/templates' });
  });
  it('cannot be changed, shortened or emptied by whoever owns the table', async () => {
    for (const sql of [
      "UPDATE access_log SET account = 'x'",
      'DELETE FROM access_log WHERE seq = 1',
      'TRUNCATE access_log',
    ])
      await expect(world.store.door.query(sql)).rejects.toThrow();
  });
});
