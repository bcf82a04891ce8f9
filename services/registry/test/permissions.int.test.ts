import { readFileSync } from 'node:fs';
import { hashOfSecret, isAdministrator, type Post, type Principal, type Role } from '@guidang/access';
import { MATTERS, matterCode, schemeOf } from '@guidang/lab/matters';
import { DEPARTMENTS } from '@guidang/lab/people';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reach } from '../../../tools/access-document.ts';
import { bytesOf } from '../src/folder.ts';
import { addDepartment } from '../src/tables/departments.ts';
import { addDraft } from '../src/tables/drafts.ts';
import { addMatter, type Matter } from '../src/tables/matters.ts';
import { addPerson, addPost, give } from '../src/tables/people.ts';
import { addTemplate } from '../src/tables/settings.ts';
import { accessDocument, FILE } from './access-document.ts';
import { ACCESS_TABLE, PUBLIC, SIGNED_IN } from './access-table.ts';
import {
  A,
  A_SECTION,
  type Answer,
  type Asked,
  B,
  EVERY_ROLE,
  openWorld,
  person,
  postOf,
  type World,
} from './world.ts';

let world: World;
const DRAFT: Record<string, string> = {
  [A]: '11111111-1111-4111-8111-111111111111',
  [B]: '22222222-2222-4222-8222-222222222222',
};
const BY = { account: 'somebody', at: new Date('2026-01-01T00:00:00Z') };
const labMatter = (department: string) => MATTERS.find((one) => DEPARTMENTS[one.department].uscc === department)!;
const MATTER: Record<string, string> = { [A]: matterCode(labMatter(A)), [B]: matterCode(labMatter(B)) };
const matter = (department: string): Matter => ({
  ...{ code: MATTER[department]!, name: '事项', type: '01', department, applicants: ['1'], kind: '2' },
  ...{ statutoryDays: null, promisedDays: null, active: true, extra: {} },
});
const VERSION = schemeOf(labMatter(A)).version;
const { code: _code, ...CONTENT } = matter(A);
const DEPARTMENT = { kind: 'unit', name: '局', parent: null, fonds: null, position: 0, active: true };
const PERSON = { issuer: 'https://id.example', subject: 'target', name: '某人', department: null, active: true };

/** A request to each route about something of a department, that changes nothing lasting where it is allowed. */
const asking: Record<string, (department: string) => { url: string } & Asked> = {
  'GET /v1/sessions': () => ({ url: '/v1/sessions' }),
  'DELETE /v1/sessions/:id': () => ({ url: `/v1/sessions/${victim}` }),
  'GET /v1/log': () => ({ url: '/v1/log' }),
  'GET /v1/log/verdict': () => ({ url: '/v1/log/verdict' }),
  'GET /v1/log/entries.jsonl': () => ({ url: '/v1/log/entries.jsonl?limit=1' }),
  'GET /v1/departments': () => ({ url: '/v1/departments' }),
  'POST /v1/departments': (id) => ({ url: '/v1/departments', body: { id, ...DEPARTMENT } }),
  'GET /v1/departments/:id': (id) => ({ url: `/v1/departments/${id}` }),
  'PUT /v1/departments/:id': (id) => ({ url: `/v1/departments/${id}`, body: DEPARTMENT }),
  'GET /v1/people': () => ({ url: '/v1/people' }),
  'POST /v1/people': () => ({ url: '/v1/people', body: { account: 'target', ...PERSON } }),
  'PUT /v1/people/:account': () => ({ url: '/v1/people/target', body: PERSON }),
  'GET /v1/posts': () => ({ url: '/v1/posts' }),
  'POST /v1/posts': () => ({
    url: '/v1/posts',
    body: { id: 'user', role: 'user', title: '利用者', department: null, active: true },
  }),
  'PUT /v1/posts/:id': () => ({ url: '/v1/posts/user', body: { title: '利用者', department: null, active: true } }),
  'PUT /v1/posts/:id/holders/:account': () => ({ url: '/v1/posts/user/holders/target', body: {} }),
  'DELETE /v1/posts/:id/holders/:account': () => ({ url: '/v1/posts/user/holders/target' }),
  'GET /v1/matters': () => ({ url: '/v1/matters' }),
  'GET /v1/matters/export': () => ({ url: '/v1/matters/export?format=csv' }),
  'GET /v1/matters/:code': (id) => ({ url: `/v1/matters/${MATTER[id]}` }),
  'POST /v1/matters': (id) => ({ url: '/v1/matters', body: matter(id) }),
  'PUT /v1/matters/:code': (id) => ({ url: `/v1/matters/${MATTER[id]}`, body: { ...CONTENT, department: id } }),
  'POST /v1/matters/imports': (id) => ({
    url: '/v1/matters/imports?dryRun=true',
    body: `task_code,task_name,task_type,dept_code\n${MATTER[id]},事项,01,${id}\n`,
    headers: { 'content-type': 'text/csv' },
  }),
  'GET /v1/imports/:sheet': () => ({ url: '/v1/imports/33333333-3333-4333-8333-333333333333' }),
  'GET /v1/defaults/:scope': (id) => ({ url: `/v1/defaults/${id}` }),
  'PUT /v1/defaults/:scope': (id) => ({ url: `/v1/defaults/${id}`, body: {} }),
  'GET /v1/templates': () => ({ url: '/v1/templates' }),
  'POST /v1/templates': () => ({ url: '/v1/templates', body: { id: 'plain', name: '通用', note: '', content: {} } }),
  'PUT /v1/templates/:id': () => ({ url: '/v1/templates/plain', body: { name: '通用', note: '', content: {} } }),
  'DELETE /v1/templates/:id': () => ({ url: '/v1/templates/plain' }),
  'GET /v1/vocabulary': () => ({ url: '/v1/vocabulary' }),
  'GET /v1/drafts': () => ({ url: '/v1/drafts' }),
  'POST /v1/drafts': (id) => ({ url: '/v1/drafts', body: { matter: MATTER[id] } }),
  'GET /v1/drafts/:id': (id) => ({ url: `/v1/drafts/${DRAFT[id]}` }),
  'PUT /v1/drafts/:id': (id) => ({ url: `/v1/drafts/${DRAFT[id]}`, body: { content: {} } }),
  'DELETE /v1/drafts/:id': (id) => ({ url: `/v1/drafts/${DRAFT[id]}` }),
  'GET /v1/drafts/:id/comparison': (id) => ({ url: `/v1/drafts/${DRAFT[id]}/comparison` }),
  'POST /v1/drafts/:id/dry-runs': (id) => ({ url: `/v1/drafts/${DRAFT[id]}/dry-runs`, body: {} }),
  'POST /v1/drafts/submissions': (id) => ({ url: '/v1/drafts/submissions', body: { ids: [DRAFT[id]] } }),
  'POST /v1/drafts/reviews': (id) => ({ url: '/v1/drafts/reviews', body: { ids: [DRAFT[id]], verdict: 'returned' } }),
  'POST /v1/drafts/publications': (id) => ({ url: '/v1/drafts/publications', body: { ids: [DRAFT[id]] } }),
  'GET /v1/schemes/:id/versions': () => ({ url: `/v1/schemes/${labMatter(A).id}/versions` }),
  'GET /v1/schemes/:id/comparison': () => ({
    url: `/v1/schemes/${labMatter(A).id}/comparison?from=${VERSION}&to=${VERSION}`,
  }),
  'GET /v1/bundle': () => ({ url: '/v1/bundle' }),
  'POST /v1/bundle': () => ({
    url: '/v1/bundle',
    body: {
      type: 'registry-bundle',
      version: 1,
      departments: [],
      defaults: [],
      templates: [],
      matters: [],
      schemes: [],
    },
  }),
};

let victim = '';
/** Brings back what an allowed request may have taken away. */
async function restore(route: string): Promise<void> {
  if (route === 'DELETE /v1/sessions/:id') {
    const who = { account: 'victim', issuer: 'x', subject: 'x', mfa: false, idToken: null, ip: '', agent: '' };
    victim = hashOfSecret(await world.ports.signIn.sessions.begin(who));
  }
  if (route.includes('/holders/'))
    await world.store.within('city', (tx) =>
      give(tx, { post: 'user', account: 'target', from: '2026-01-01T00:00:00Z', until: null, givenBy: null }),
    );
}

/** Where the policy was passed, whatever the route then had to say: that something is there already, that a version is missing. */
function wasLetIn(route: string, { status, json }: Answer): boolean {
  if (/\/drafts\/(submissions|reviews|publications)$/.test(route) && status === 200)
    return !['NOT_THERE', 'RIGHTS'].includes(json.items[0].code);
  if (route === 'POST /v1/matters/imports' && status === 422)
    return !JSON.stringify(json.faults).includes('OUT_OF_SCOPE');
  if (route === 'GET /v1/imports/:sheet') return status === 404;
  return ![401, 403, 404].includes(status);
}

/** What the table says. Lists of what is one's own are open to whoever may read any of it. */
function mayBy(route: string, post: Post, department: string, mfa: boolean): boolean {
  const reach: Reach | undefined = ACCESS_TABLE[route]!.roles[post.role];
  if (reach === undefined || (isAdministrator(post.role) && !mfa)) return false;
  if (reach === 'any' || post.covers === null) return true;
  if (reach === 'city') return false;
  return route === 'GET /v1/drafts' || post.covers.includes(department);
}

async function tried(route: string, who: Principal, department: string): Promise<{ let: boolean; answer: Answer }> {
  await restore(route);
  const { url, ...asked } = asking[route]!(department);
  const answer = await world.ask(who, route.split(' ')[0]!, url, asked);
  return { let: wasLetIn(route, answer), answer };
}

beforeAll(async () => {
  world = await openWorld();
  await world.store.within('city', async (tx) => {
    for (const [id, fonds] of [
      [A, 'J031'],
      [B, 'J047'],
    ] as const)
      await addDepartment(tx, { id, kind: 'unit', name: '局', parent: null, fonds, position: 0, active: true }, BY);
    await addDepartment(
      tx,
      { id: A_SECTION, kind: 'section', name: '审批科', parent: A, fonds: null, position: 1, active: true },
      BY,
    );
    await addPerson(tx, { account: 'target', ...PERSON }, BY);
    await addPost(tx, { id: 'user', role: 'user', title: '利用者', department: null, active: true }, BY);
    await addTemplate(tx, { id: 'plain', name: '通用', note: '', content: {} }, BY);
    for (const id of [A, B]) {
      await addMatter(tx, matter(id), BY);
      const draft = { id: DRAFT[id]!, schemeId: labMatter(id).id, baseVersion: 1, matter: MATTER[id]!, department: id };
      const { items, steps, retention, sharing, openness, unlisted, referenceCode } = schemeOf(labMatter(id));
      const { fonds: _fonds, ...template } = referenceCode;
      const content = { items, steps, retention, sharing, openness, unlisted, referenceCode: template };
      await addDraft(tx, { ...draft, content, owner: 'somebody' }, BY);
    }
  });
  const publisher = await world.bus.publisher();
  await publisher.publish(
    [A, B].map((id) => ({
      ...{
        topic: 'registry.schemes',
        partition: 0,
        key: `${labMatter(id).id}@1`,
        value: bytesOf(schemeOf(labMatter(id))),
        headers: {},
      },
    })),
  );
  await world.topic.catchUp();
});
afterAll(async () => {
  await world?.close();
});

describe('the table of rights', () => {
  it('names every route of the door', async () => {
    expect([...Object.keys(ACCESS_TABLE), ...SIGNED_IN, ...PUBLIC].toSorted()).toEqual([...world.routes].toSorted());
    expect(Object.keys(asking).toSorted()).toEqual(Object.keys(ACCESS_TABLE).toSorted());
  });

  it('is what docs/access/registry.md shows; `node services/registry/test/write-access-document.ts` writes it anew', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(accessDocument());
  });

  it('a route that says nothing of who may use it cannot be opened', async () => {
    const { door } = world;
    expect(() => door.get('/v1/unguarded', async () => 'x')).toThrow();
  });
});

const POSTS: readonly Post[] = EVERY_ROLE.flatMap((role: Role) =>
  [null, A, B].map((department) => postOf(role, department)),
);

describe.each(Object.keys(ACCESS_TABLE))('%s', (route) => {
  it('lets in whom the table lets in, and nobody else, whichever the role and the scope', async () => {
    const wrong: string[] = [];
    for (const post of POSTS)
      for (const department of [A, B]) {
        const { let: found, answer } = await tried(route, person('asker', [post]), department);
        const expected = mayBy(route, post, department, true);
        if (found !== expected)
          wrong.push(
            `${post.id} on ${department === A ? 'A' : 'B'}: ${answer.status} ${answer.text.slice(0, 160)}, the table says ${expected}`,
          );
      }
    expect(wrong).toEqual([]);
  });

  it('lets nobody in who is not signed in', async () => {
    const { url, ...asked } = asking[route]!(A);
    const answer = await world.ask(null, route.split(' ')[0]!, url, asked);
    expect([answer.status, answer.json.code]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('several posts', () => {
  it('together may what one of them may, and no more; an administrator with one factor may nothing', async () => {
    const post = fc.constantFrom(...POSTS);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(ACCESS_TABLE)),
        fc.uniqueArray(post, { selector: ({ id }) => id, maxLength: 3 }),
        fc.constantFrom(A, B),
        fc.boolean(),
        async (route, posts, department, mfa) => {
          const { let: found } = await tried(route, person('asker', posts, mfa), department);
          expect(found).toBe(posts.some((one) => mayBy(route, one, department, mfa)));
        },
      ),
      { numRuns: 250 },
    );
  });
});

describe("one's own work", () => {
  it('is reviewed by somebody else, whatever posts one has', async () => {
    const editor = person(
      'somebody',
      POSTS.filter(({ role }) => role === 'archivist' || role === 'reviewer'),
    );
    const { answer } = await tried('POST /v1/drafts/reviews', editor, A);
    expect(answer.json.items[0].code).toBe('RIGHTS');
  });
  it('and nobody gives a post to himself', async () => {
    const answer = await world.ask(
      person('target', [postOf('security-officer', null)]),
      'PUT',
      '/v1/posts/user/holders/target',
      { body: {} },
    );
    expect(answer.status).toBe(403);
  });
});

describe('the second wall', () => {
  const rows = async (scope: 'city' | string[], sql: string): Promise<number> =>
    world.store.within(scope, async (tx) => (await tx.query(sql)).length);
  it.each([
    ['draft', 'SELECT 1 FROM draft WHERE department = '],
    ['matter', `UPDATE matter SET name = name WHERE department = `],
  ])('%s: a statement that forgets whose rows they are finds those of its scope', async (_, sql) => {
    const of = (department: string) => `${sql}'${department}' ${sql.startsWith('UPDATE') ? 'RETURNING 1' : ''}`;
    expect(await rows([A], of(A))).toBeGreaterThan(0);
    expect(await rows([A], of(B))).toBe(0);
    expect(await rows([], of(A))).toBe(0);
    expect(await rows('city', of(B))).toBeGreaterThan(0);
  });
  it('people, posts and who holds them are hidden from whoever does not ask for the city', async () => {
    for (const table of ['person', 'post', 'holding']) expect(await rows([A, B], `SELECT 1 FROM ${table}`)).toBe(0);
  });
  it('without a scope nothing is seen', async () => {
    expect(await world.store.door.query('SELECT 1 FROM draft')).toEqual([]);
    expect(await world.store.door.query('SELECT 1 FROM person')).toEqual([]);
  });
});
