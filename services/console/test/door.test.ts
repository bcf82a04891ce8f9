import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Deed, type Post, type Principal, policyWith, type Role, type Visitor } from '@guidang/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDoor } from '../src/http/app.ts';
import type { Door, DoorPorts } from '../src/http/door.ts';
import { Hub } from '../src/live/hub.ts';

const policy = policyWith(fileURLToPath(new URL('../policies', import.meta.url)));
const deeds: Deed[] = [];
const post = (role: Role, department: string | null = null): Post => ({
  ...{ id: role, role, title: role, department, covers: department === null ? null : [department] },
});
const visitor = (role: Role): Visitor => {
  const principal: Principal = { account: role, name: '某人', posts: [post(role)], mfa: true };
  return { principal, session: { id: 's', csrf: 'word', idToken: null } };
};

let door: Door;
/** What went to the broker, and what had been written down before it. */
const sent: { record: { step: string; action: string; id: string }; written: number }[] = [];
let silent = false;
let unwritable = false;
const said: object[] = [];
const failures: unknown[] = [];
beforeAll(async () => {
  const webFolder = mkdtempSync(join(tmpdir(), 'console-web-'));
  mkdirSync(join(webFolder, 'assets'));
  writeFileSync(join(webFolder, 'index.html'), '<html><meta name="csp-nonce" content="__NONCE__"></html>');
  writeFileSync(join(webFolder, 'assets/a.js'), '1');
  const ports: Partial<DoorPorts> = {
    operations: { log: {} as never, service: 'console', trust: undefined },
    guard: {
      ...{ policy, now: Date.now, origins: ['http://console'] },
      log: {
        append: async (deed: Deed) => {
          if (unwritable) throw new Error('no table');
          deeds.push(deed);
        },
      } as never,
      whois: async ({ headers }) =>
        typeof headers['x-as'] === 'string' ? visitor(headers['x-as'] as Role) : undefined,
    },
    hub: new Hub<never>(
      'wall',
      1_000,
      async () => ({}) as never,
      () => undefined,
    ),
    controls: { refresh: async () => undefined, said, paused: () => undefined } as never,
    publisher: async () =>
      ({
        publish: async ([record]: { value: Buffer }[]) => {
          if (silent) throw new Error('no broker');
          sent.push({ record: JSON.parse(record!.value.toString('utf8')), written: deeds.length });
        },
      }) as never,
    ...{ now: Date.now, decisionsRead: () => false },
    ...{
      registryUrl: 'http://127.0.0.1:1',
      webFolder,
      trustedProxies: [],
      failed: (error) => void failures.push(error),
    },
  };
  door = await buildDoor(ports as DoorPorts);
});
afterAll(() => door.close());

describe('the pages', () => {
  it('are served to everybody, each time with a nonce of their own that the policy names', async () => {
    const [one, two] = await Promise.all([door.inject('/'), door.inject('/cases/1')]);
    const nonce = /content="([\w-]+)"/.exec(one!.body)![1]!;
    expect(one!.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
    expect(one!.headers['content-security-policy']).not.toContain("unsafe-inline' '");
    expect(two!.body).not.toContain(nonce);
    expect(one!.headers['cache-control']).toBe('no-store');
  });

  it('keep their parts for ever, since these are named by their content', async () => {
    expect((await door.inject('/assets/a.js')).headers['cache-control']).toContain('immutable');
  });
});

describe('the door', () => {
  it('asks everybody who they are, and writes down who was turned away', async () => {
    expect((await door.inject('/api/me')).statusCode).toBe(401);
    const refused = await door.inject({ url: '/api/live', headers: { 'x-as': 'filer' } });
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'RIGHTS']);
    expect(deeds.at(-1)).toMatchObject({ account: 'filer', action: 'wall.read', outcome: 'refused' });
  });

  it('tells somebody what they may do, and where', async () => {
    const me = (await door.inject({ url: '/api/me', headers: { 'x-as': 'operator' } })).json();
    expect(me).toMatchObject({
      account: 'operator',
      csrf: 'word',
      may: { 'wall.read': 'city', 'parked.close': 'city' },
    });
    expect(me.may).not.toHaveProperty('case.content');
  });

  it('says so where registry does not answer', async () => {
    expect((await door.inject('/registry/v1/me')).statusCode).toBe(502);
  });
});

describe('a step that is paused', () => {
  const pause = () =>
    door.inject({
      ...{ method: 'POST', url: '/api/steps/check/control', payload: { action: 'PAUSE', reason: '更换存储设备' } },
      headers: { 'x-as': 'operator', 'x-csrf-token': 'word' },
    });
  const written = (from: number) =>
    deeds.slice(from).map(({ outcome, code, after }) => ({ outcome, code, ...(after as object) }));

  it('is in the operation log before it is in the topic, under the id of the record; and what came of it is there as well', async () => {
    const from = deeds.length;
    expect((await pause()).statusCode).toBe(201);
    expect(sent).toHaveLength(1);
    const { record, written: before } = sent[0]!;
    expect(before).toBe(from + 1);
    const about = { id: record.id, action: 'PAUSE', reason: '更换存储设备' };
    expect(written(from)).toMatchObject([
      { ...about, outcome: 'done', record: 'asked' },
      { ...about, outcome: 'done', record: 'sent' },
    ]);
  });

  it('says so where the broker does not answer: in the log, and to whoever asked', async () => {
    const from = deeds.length;
    silent = true;
    const answer = await pause();
    silent = false;
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'NOT_SENT']);
    expect(written(from)).toMatchObject([
      { outcome: 'done', record: 'asked' },
      { outcome: 'failed', code: 'NOT_SENT', record: 'unsure' },
    ]);
  });

  it('is not sent where it cannot be written down', async () => {
    const before = sent.length;
    unwritable = true;
    const answer = await pause();
    unwritable = false;
    expect(answer.statusCode).toBe(500);
    expect(sent).toHaveLength(before);
  });
});

describe('a list', () => {
  it('is not proposed before what was decided is read, and the answer says so', async () => {
    const payload = { kind: 'destroy', reason: '期满，无保存价值', cases: ['445200202601010001'] };
    const answer = await door.inject({
      ...{ method: 'POST', url: '/api/desk/lists', payload },
      headers: { 'x-as': 'archivist', 'x-csrf-token': 'word' },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'STILL_READING']);
    expect(deeds.at(-1)).toMatchObject({ action: 'desk.propose', outcome: 'failed', code: 'HTTP_503' });
  });
});

describe('the OpenAPI document', () => {
  interface Operation {
    readonly operationId?: string;
    readonly summary?: string;
    readonly responses: Readonly<Record<string, { readonly content?: object }>>;
  }
  const operations = (): [string, Operation][] => {
    const { paths } = door.swagger() as unknown as { paths: Record<string, Record<string, Operation>> };
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]): [string, Operation] => [`${method} ${path}`, one]),
    );
  };

  it('says of every route what it is called, what it answers, and how it refuses (src/http/answers)', () => {
    const silent = operations().filter(([, { operationId, summary, responses }]) => {
      const given = Object.entries(responses).filter(([status]) => /^2/.test(status));
      const told = given.every(([status, { content }]) => status === '204' || content !== undefined);
      return operationId === undefined || summary === undefined || !told || responses['4XX'] === undefined;
    });
    expect(silent.map(([route]) => route)).toEqual([]);
  });

  it('gives every route a name of its own', () => {
    const names = operations().map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is held by every answer: one that is otherwise is told as an error of ours, and given all the same', async () => {
    failures.length = 0;
    const me = await door.inject({ url: '/api/me', headers: { 'x-as': 'operator' } });
    expect(me.statusCode).toBe(200);
    expect(failures).toEqual([]);
    said.push({ step: 'check' });
    const controls = await door.inject({ url: '/api/steps/controls', headers: { 'x-as': 'operator' } });
    said.pop();
    expect(controls.json()).toEqual({ rows: [{ step: 'check' }] });
    expect(String(failures[0])).toMatch(
      /GET \/api\/steps\/controls answers otherwise than its document says: rows\.0\./,
    );
  });
});

/** GB/T 39784 4.4: who may do what in the console. */
const TABLE: Readonly<Record<string, readonly Role[]>> = {
  'wall.read': ['operator', 'archivist', 'auditor', 'system-administrator'],
  'case.read': ['operator', 'archivist', 'filer', 'reviewer', 'auditor'],
  'case.content': ['archivist', 'filer', 'reviewer'],
  'parked.read': ['operator', 'archivist', 'auditor'],
  'parked.close': ['operator'],
  'parked.release': ['operator'],
  'step.replay': ['operator'],
  'step.control': ['operator'],
  'review.read': ['archivist', 'filer', 'reviewer'],
  'review.decide': ['archivist'],
  'register.print': ['archivist', 'filer'],
  'statistics.read': ['operator', 'archivist', 'filer', 'reviewer', 'auditor'],
  'audit.read': ['auditor', 'security-auditor'],
  'audit.run': ['auditor'],
  'case.export': ['archivist', 'filer', 'auditor'],
  'own.keep': ['operator', 'archivist', 'filer', 'reviewer', 'auditor'],
};
const ROLES: Role[] = [
  ...(['system-administrator', 'security-officer', 'security-auditor', 'operator', 'archivist'] as const),
  ...(['filer', 'reviewer', 'auditor', 'user'] as const),
];

describe('rights', () => {
  it.each(Object.keys(TABLE).flatMap((action) => ROLES.map((role) => [role, action] as const)))(
    '%s: %s',
    (role, action) => {
      const one = post(role);
      expect(policy.mayAtAll({ account: 'x', mfa: true }, one, action)).toBe(TABLE[action]!.includes(role));
    },
  );

  it('end with the scope of the post: a department’s case is nobody else’s', () => {
    const who = { account: 'x', mfa: true };
    expect(policy.permits(who, post('filer', 'A'), 'case.read', { department: 'A' })).toBe(true);
    expect(policy.permits(who, post('filer', 'A'), 'case.read', { department: 'B' })).toBe(false);
    expect(policy.permits(who, post('archivist'), 'case.content', { department: 'B' })).toBe(true);
  });
});
