import { createHash } from 'node:crypto';
import type { CopyMade, UseRefused, UseRequested } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { MemoryStore, vaultOver } from '@guidang/vault';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildDoor } from '../src/http/app.ts';
import type { Door, DoorLimits } from '../src/http/door.ts';
import { keyRing } from '../src/http/keys.ts';
import { catalogueOver } from '../src/index/catalogue.ts';
import { indexCase } from '../src/index/index-case.ts';
import { peopleOver } from '../src/index/people.ts';
import { shelfOver } from '../src/index/shelf.ts';
import { type Ledger, ledgerOver, type ReadLink } from '../src/ledger/ledger.ts';
import { openStore, type Store } from '../src/store.ts';
import { Chain } from './chain.ts';
import { bookWith, placesHolding, requested, requestRecord, storedCase } from './stored.ts';

const keyOf = (id: string): string => `gd_${id}_${'k'.repeat(43)}`;
const known = (id: string, account: string, role: 'archivist' | 'department') => ({
  id,
  digest: createHash('sha256').update(keyOf(id)).digest('hex'),
  account,
  role,
});
const KEYS = [
  known('archive', 'archivist-07', 'archivist'),
  known('hospital', 'hospital-01', 'department'),
  known('school', 'school-01', 'department'),
];
const as = (id: string) => ({ authorization: `Bearer ${keyOf(id)}` });
const LIMITS: DoorLimits = {
  VERIFY_PER_MINUTE: 10_000,
  REQUESTS_PER_MINUTE: 10_000,
  REFUSED_PER_MINUTE: 10_000,
  TRUSTED_PROXIES: [],
};

const NASTY = `<script>alert(1)</script> "quoted" 'x' & </dd> \u202e`;
const PDF = Buffer.from('%PDF-1.7 the copy itself');
const one = await storedCase({ case: 'USE-HTTP-0001', materialName: '<img src=x onerror=alert(1)>' });
const hidden = await storedCase({ case: 'USE-HTTP-0002', number: 2, matter: 1 });
const CASE = one.link.case;
const FILE = one.link.body.index.files[0]!;

let database: OwnDatabase;
let store: Store;
let ledger: Ledger;
let door: Door;
let published: UseRequested[] = [];
let busIsAway = false;
let made: CopyMade;
const failures: string[] = [];

const open = (limits: Partial<DoorLimits> = {}): Promise<Door> =>
  buildDoor(
    {
      catalogue: (who) => catalogueOver(store.within(who)),
      ledger,
      answers: (who) => ledgerOver(store.within(who)),
      copies: { vault: copies, bucket: 'use' },
      publish: async (request) => {
        if (busIsAway) throw Object.assign(new Error('away'), { name: 'KafkaJSConnectionError' });
        published.push(request);
      },
      whois: keyRing(KEYS),
      telemetry: { answered: () => {}, failed: (where) => failures.push(where) },
      now: () => Date.parse('2026-03-20T08:05:00.000Z'),
    },
    { ...LIMITS, ...limits },
  );
const copies = vaultOver(new MemoryStore());

/** What the step says of a request, read by the follower. */
async function answered(request: UseRequested, refused?: string): Promise<CopyMade | UseRefused> {
  const chain = new Chain(request.case, bookWith('unconditional'));
  chain.take(one.record, { words: 1, files: one.link.body.index.files.length, cutter: 'c', unread: [] });
  const { name, sm3, size } = await copies.put('use', PDF);
  const copy = { copy: { content: name, sm3, size }, source: FILE.content, pages: 3, how: 'kept' as const };
  const took = chain.take(requestRecord(request), refused === undefined ? copy : { reason: refused });
  if (took.do !== 'emit') throw new Error(took.reason);
  const link = took.link as CopyMade | UseRefused;
  await ledger.keep(0, ++offset, [{ link, sha256: sha256Hex(JSON.stringify(link)) } satisfies ReadLink]);
  return link;
}
let offset = 0;

beforeAll(async () => {
  database = await ownDatabase('services/6-use', 'use');
  store = openStore(database.url);
  ledger = ledgerOver(store.door);
  const shelf = shelfOver(store.door, peopleOver(store.door, Buffer.alloc(32)));
  const holdings = { places: await placesHolding(one, hidden), spoolFolder: '/tmp', copyFailed: () => {} };
  for (const { link } of [one, hidden]) await indexCase({ holdings, shelf }, link.body, link.body.index);
  await store.door.query(`UPDATE indexed_case SET sharing = 'conditional' WHERE case_number = $1 RETURNING 1`, CASE);
  await store.door.query(
    `UPDATE indexed_case SET sharing = 'none' WHERE case_number = $1 RETURNING 1`,
    hidden.link.case,
  );
  door = await open();
  made = (await answered(
    requested(CASE, FILE.path, { id: 'nasty-request', purpose: NASTY.replace('\u202e', '') }),
  )) as CopyMade;
});
afterAll(async () => {
  await door?.close();
  await store?.close();
  await database?.drop();
});
beforeEach(() => {
  published = [];
  busIsAway = false;
});

describe('GET /verify/:id', () => {
  it('says of a copy what it is of, what for and when, and names nobody', async () => {
    const answer = await door.inject(`/verify/${made.body.copyId}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      genuine: true,
      copy: {
        copyId: made.body.copyId,
        referenceCode: one.link.body.referenceCode,
        title: FILE.title,
        matter: one.link.body.index.head.matter.name,
        purpose: made.body.purpose,
        askedAt: '2026-03-20T08:05:00.000Z',
        madeAt: new Date(made.time).toISOString(),
        pages: 3,
        size: PDF.length,
        sha256: sha256Hex(PDF),
        link: sha256Hex(JSON.stringify(made)),
      },
    });
    expect(answer.body).not.toMatch(/archivist-07|USE-HTTP-0001|欧阳/);
  });

  it('says of any other that there is none', async () => {
    const answer = await door.inject(`/verify/${'0'.repeat(32)}`);
    expect([answer.statusCode, answer.json().genuine]).toEqual([404, false]);
  });

  it.each(['abc', 'A'.repeat(32), `${'0'.repeat(32)}x`, "'%20OR%201=1--", '%00'])(
    'says what is wrong with an id: %s',
    async (id) => {
      const answer = await door.inject(`/verify/${id}`);
      expect(answer.statusCode).toBe(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ code: 'BAD_REQUEST', faults: [{ field: 'id', rule: 'COPY_ID' }] });
    },
  );

  it('shows a page to a browser, Chinese first, with English beside it', async () => {
    const answer = await door.inject({
      url: `/verify/${made.body.copyId}`,
      headers: { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers.vary).toBe('accept');
    expect(answer.body).toContain('<html lang="zh-CN">');
    expect(answer.body).toContain('副本已登记');
    expect(answer.body).toContain('This copy is on record');
    expect(answer.body).toContain('2026-03-20 16:05 (UTC+8)');
    expect(answer.body).toContain(sha256Hex(PDF));
    expect(answer.body).not.toMatch(/archivist-07|USE-HTTP-0001|欧阳/);
  });

  it('shows a page that warns where there is no such copy, whatever the address says', async () => {
    for (const id of ['0'.repeat(32), '<script>alert(1)</script>', 'abc'].map(encodeURIComponent)) {
      const answer = await door.inject({ url: `/verify/${id}`, headers: { accept: 'text/html' } });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('查无此副本');
      expect(answer.body).not.toContain('alert(1)');
    }
  });

  it('is inert: what was written into a request or a title is text, and the policy lets nothing of it run', async () => {
    const answer = await door.inject({ url: `/verify/${made.body.copyId}`, headers: { accept: 'text/html' } });
    const html = answer.body;
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&quot; &#39;x&#39; &amp; &lt;/dd&gt;');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<script>alert/);
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:/);
    for (const [tag, source] of [
      ['script', 'script-src'],
      ['style', 'style-src'],
    ]) {
      const inside = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)![1]!;
      expect(policy).toContain(`${source} 'sha256-${createHash('sha256').update(inside).digest('base64')}'`);
    }
    expect(html).not.toMatch(/<[^>]*\son\w+=|https?:\/\//);
  });
});

describe('POST /verify/:id', () => {
  const post = (body: Buffer, type = 'application/pdf', id = made.body.copyId) =>
    door.inject({ method: 'POST', url: `/verify/${id}`, headers: { 'content-type': type }, body });

  it('knows the very bytes', async () => {
    for (const type of ['application/pdf', 'application/octet-stream']) {
      const answer = await post(PDF, type);
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ genuine: true, found: { sha256: sha256Hex(PDF), size: PDF.length } });
    }
  });

  it.each([
    ['one byte changed', Buffer.from(PDF.map((byte, i) => (i === 12 ? byte ^ 1 : byte)))],
    ['one byte missing', PDF.subarray(1)],
    ['something added', Buffer.concat([PDF, Buffer.from(' ')])],
    ['a great deal added', Buffer.concat([PDF, Buffer.alloc(3_000_000)])],
    ['nothing at all', Buffer.alloc(0)],
  ])('is not taken in by %s', async (_, bytes) => {
    const answer = await post(bytes);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ genuine: false, copy: { sha256: sha256Hex(PDF) } });
  });

  it('says that there is no such copy, what is wrong with an id, and what it does not take', async () => {
    expect((await post(PDF, 'application/pdf', '0'.repeat(32))).statusCode).toBe(404);
    expect((await post(PDF, 'application/pdf', 'x')).statusCode).toBe(400);
    const answer = await post(Buffer.from('{}'), 'application/json');
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('a key', () => {
  it.each([
    ['is missing', {}],
    ['is no key', { authorization: 'Bearer nonsense' }],
    ['is of nobody', as('nobody')],
    ['is wrong', { authorization: `Bearer gd_archive_${'x'.repeat(43)}` }],
    ['comes as a password', { authorization: `Basic ${Buffer.from(keyOf('archive')).toString('base64')}` }],
  ])('opens nothing where it %s', async (_, headers) => {
    for (const url of ['/search?q=x', `/cases/${CASE}`, '/requests/nasty-request', `/copies/${made.body.copyId}`]) {
      const answer = await door.inject({ url, headers: headers as Record<string, string> });
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 401, 'UNAUTHENTICATED']);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  });

  it('opens to each role what is its own', async () => {
    const status = async (url: string, id: string) => (await door.inject({ url, headers: as(id) })).statusCode;
    expect(await status('/search?q=x', 'archive')).toBe(200);
    expect(await status('/search?q=x', 'hospital')).toBe(403);
    expect(await status(`/cases/${CASE}`, 'hospital')).toBe(200);
    expect(await status(`/cases/${hidden.link.case}`, 'hospital')).toBe(404);
    expect(await status(`/cases/${hidden.link.case}`, 'archive')).toBe(200);
    expect(await status('/cases/NOBODY-0001', 'archive')).toBe(404);
  });
});

describe('GET /search and GET /cases/:case', () => {
  const get = async (url: string, id = 'archive') => door.inject({ url, headers: as(id) });

  it('find a case and tell of it', async () => {
    const search = (await get(`/search?q=${encodeURIComponent('受理通知书')}`)).json();
    expect(search).toMatchObject({ total: 2, page: 1, found: [{ materials: ['受理通知书'] }, {}] });
    const entry = (await get(`/cases/${CASE}`)).json();
    expect(entry).toMatchObject({ referenceCode: one.link.body.referenceCode, people: [{ role: 'applicant' }] });
    expect(entry.files.map(({ path }: { path: string }) => path)).toContain(FILE.path);
  });

  it('tell a department no names', async () => {
    const answer = await get(`/cases/${CASE}`, 'hospital');
    expect(answer.json().people).toEqual([]);
    expect(answer.body).not.toContain('欧阳');
  });

  it.each([
    ['/search', 'q'],
    ['/search?q=', 'q'],
    [`/search?q=${'x'.repeat(201)}`, 'q'],
    ['/search?q=a%00b', 'q'],
    ['/search?q=a&page=0', 'page'],
    ['/search?q=a&page=x', 'page'],
    ['/search?q=a&limit=5', 'limit'],
    ['/cases/a', 'case'],
    ["/cases/A'%20OR%20'1'='1", 'case'],
  ])('name the field that is at fault: %s', async (url, field) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json().faults.map((fault: { field: string }) => fault.field)]).toEqual([
      400,
      [field],
    ]);
    for (const { message } of answer.json().faults) expect(message).not.toBe('');
  });

  it('find nothing by what would be SQL, and harm nothing', async () => {
    const attempts = [
      "'; DROP TABLE indexed_case; --",
      "x' OR '1'='1",
      '%',
      '_',
      '\\',
      "') UNION SELECT * FROM person --",
    ];
    for (const q of attempts) expect((await get(`/search?q=${encodeURIComponent(q)}`)).statusCode).toBe(200);
    expect((await get(`/search?q=${encodeURIComponent('受理通知书')}`)).json().total).toBe(2);
  });
});

describe('POST /requests', () => {
  const ask = (body: object, id = 'archive') =>
    door.inject({ method: 'POST', url: '/requests', headers: as(id), payload: body });
  const asked = (id: string, more: object = {}) => ({
    id,
    case: CASE,
    path: FILE.path,
    purpose: '办理银行贷款',
    ...more,
  });

  it('puts a request on the bus, as the account that asks, and says where to look', async () => {
    const answer = await ask(asked('door-request-1'), 'hospital');
    expect(answer.statusCode).toBe(202);
    expect(answer.headers.location).toBe('/requests/door-request-1');
    expect(answer.json()).toMatchObject({ id: 'door-request-1', state: 'waiting', copy: null });
    expect(published).toEqual([
      {
        id: 'door-request-1',
        type: 'use.requested',
        version: 1,
        case: CASE,
        time: '2026-03-20T08:05:00.000Z',
        by: { account: 'hospital-01', role: 'department' },
        data: { path: FILE.path, purpose: '办理银行贷款' },
      },
    ]);
  });

  it('asked twice is asked once', async () => {
    expect((await ask(asked('door-request-2'))).statusCode).toBe(202);
    expect((await ask(asked('door-request-2'))).statusCode).toBe(200);
    expect(published).toHaveLength(1);
    const all = await Promise.all(Array.from({ length: 8 }, () => ask(asked('door-request-3'))));
    expect(all.every(({ statusCode }) => statusCode === 202 || statusCode === 200)).toBe(true);
    expect(new Set(published.map((request) => JSON.stringify(request))).size).toBe(2);
  });

  it('under the id of another request is refused', async () => {
    await ask(asked('door-request-4'));
    for (const other of [
      ask(asked('door-request-4', { purpose: '别的目的' })),
      ask(asked('door-request-4', { case: 'OTHER-0001' })),
      ask(asked('door-request-4'), 'hospital'),
    ])
      expect(await other.then(({ statusCode, json }) => [statusCode, json().code])).toEqual([409, 'ID_TAKEN']);
    expect(published).toHaveLength(1);
  });

  it('is published when it is asked again, where the bus was away', async () => {
    busIsAway = true;
    const answer = await ask(asked('door-request-5'));
    expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([503, 'NOT_NOW', '1']);
    busIsAway = false;
    expect((await ask(asked('door-request-5'))).statusCode).toBe(202);
    expect(published).toHaveLength(1);
    expect(failures).toContain('/requests');
  });

  it.each([
    ['a short id', { id: 'x' }, 400, 'id', 'INVALID_FORMAT'],
    ['an id that is a path', { id: '../../etc/passwd' }, 400, 'id', 'INVALID_FORMAT'],
    ['no purpose', { purpose: '' }, 400, 'purpose', 'TOO_SMALL'],
    ['a purpose of spaces', { purpose: '  ' }, 422, 'data.purpose', 'PURPOSE_MISSING'],
    ['a long purpose', { purpose: '长'.repeat(201) }, 400, 'purpose', 'TOO_BIG'],
    ['an ID number', { purpose: '为11010519491231002X办理' }, 422, 'data.purpose', 'PERSONAL_ID_NUMBER'],
    ['control characters', { purpose: '贷款\u0007' }, 422, 'data.purpose', 'CONTROL_CHARACTER'],
    ['a role of its own choice', { by: { role: 'archivist' } }, 400, 'by', 'UNRECOGNIZED_KEYS'],
    ['a bad case number', { case: 'x' }, 400, 'case', 'INVALID_FORMAT'],
  ])('with %s is refused, and told why', async (_, change, status, field, rule) => {
    const answer = await ask(asked('door-request-9', change), 'hospital');
    expect(answer.statusCode).toBe(status);
    expect(answer.json().faults).toMatchObject([{ field, rule }]);
    expect(answer.body).not.toContain('11010519491231002X');
    expect(published).toEqual([]);
  });

  it('is not taken as anything but a little JSON', async () => {
    const send = (payload: string, type: string) =>
      door.inject({ method: 'POST', url: '/requests', headers: { ...as('archive'), 'content-type': type }, payload });
    expect((await send('{', 'application/json')).statusCode).toBe(400);
    expect((await send('id=1', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
    expect((await send(JSON.stringify({ x: 'x'.repeat(20_000) }), 'application/json')).statusCode).toBe(413);
    expect((await send('{"__proto__": {"role": "archivist"}}', 'application/json')).statusCode).toBe(400);
  });
});

describe('GET /requests/:id and GET /copies/:id', () => {
  const get = (url: string, id: string) => door.inject({ url, headers: as(id) });

  it('tell what became of a request, and give the copy to whom it was made for and to archivists', async () => {
    const request = requested(CASE, FILE.path, {
      id: 'made-request-1',
      by: { account: 'hospital-01', role: 'department' },
    });
    const link = (await answered(request)) as CopyMade;
    for (const id of ['hospital', 'archive']) {
      const state = (await get('/requests/made-request-1', id)).json();
      expect(state).toMatchObject({ state: 'made', reason: null, copy: `/copies/${link.body.copyId}` });
      const copy = await get(state.copy, id);
      expect(copy.statusCode).toBe(200);
      expect(copy.rawPayload.equals(PDF)).toBe(true);
      expect(copy.headers).toMatchObject({
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="${link.body.copyId}.pdf"`,
        'cache-control': 'private, no-store',
      });
    }
    expect((await get('/requests/made-request-1', 'school')).statusCode).toBe(404);
    expect((await get(`/copies/${link.body.copyId}`, 'school')).statusCode).toBe(404);
  });

  it('tell why a request was refused, in words', async () => {
    await answered(requested(CASE, FILE.path, { id: 'refused-request-1' }), 'ENCRYPTED');
    expect((await get('/requests/refused-request-1', 'archive')).json()).toMatchObject({
      state: 'refused',
      reason: 'FORMAT_HAS_NO_COPY',
      detail: 'ENCRYPTED',
      message: '该文件无法制作副本 / no copy can be made of this file; 文件已加密 / it is encrypted',
      copy: null,
    });
  });

  it('know nothing of what nobody asked for', async () => {
    expect((await get('/requests/never-asked-1', 'archive')).json().code).toBe('NO_SUCH_REQUEST');
    expect((await get(`/copies/${'0'.repeat(32)}`, 'archive')).json().code).toBe('NO_SUCH_COPY');
  });
});

describe('the door', () => {
  it('describes itself, with every route and what it answers', async () => {
    const document = (await door.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/cases/{case}',
      '/copies/{id}',
      '/requests',
      '/requests/{id}',
      '/search',
      '/verify/{id}',
    ]);
    expect(document.paths['/requests'].post.security).toEqual([{ key: [] }]);
    expect(document.paths['/verify/{id}'].get.security).toBeUndefined();
  });

  it('tells every browser to believe the type, run nothing and keep nothing', async () => {
    for (const url of ['/nowhere', '/openapi.json', `/verify/${made.body.copyId}`, '/search?q=x']) {
      const { headers } = await door.inject(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
    }
  });

  it('has no other door, and says so in both languages', async () => {
    const answer = await door.inject('/admin');
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'NO_SUCH_DOOR']);
    expect(answer.json().title).toMatch(/没有此接口 \/ no such door/);
  });

  it('lets nobody ask without end', async () => {
    const narrow = await open({ VERIFY_PER_MINUTE: 2, REQUESTS_PER_MINUTE: 2, REFUSED_PER_MINUTE: 2 });
    const codes = async (url: string, headers: Record<string, string> = {}) => {
      const answers = [];
      for (let i = 0; i < 3; i += 1) answers.push((await narrow.inject({ url, headers })).statusCode);
      return answers;
    };
    expect(await codes(`/verify/${made.body.copyId}`)).toEqual([200, 200, 429]);
    expect(await codes('/search?q=x', as('archive'))).toEqual([200, 200, 429]);
    expect(await codes('/search?q=x')).toEqual([401, 401, 429]);
    // Keys and addresses are counted apart.
    expect((await narrow.inject({ url: `/cases/${CASE}`, headers: as('hospital') })).statusCode).toBe(200);
    await narrow.close();
  });

  it('says that it cannot answer now where the database is away, and nothing of why', async () => {
    const nowhere = openStore('postgresql://u:secret@127.0.0.1:1/x');
    const lost = await buildDoor(
      {
        catalogue: (who) => catalogueOver(nowhere.within(who)),
        ledger: ledgerOver(nowhere.door),
        answers: (who) => ledgerOver(nowhere.within(who)),
        copies: { vault: copies, bucket: 'use' },
        publish: async () => {},
        whois: keyRing(KEYS),
        telemetry: { answered: () => {}, failed: () => {} },
        now: Date.now,
      },
      LIMITS,
    );
    const answer = await lost.inject({ url: `/verify/${made.body.copyId}` });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toMatch(/secret|127\.0\.0\.1|ECONN/);
    await lost.close();
    await nowhere.close();
  });
});
