import { readFileSync } from 'node:fs';
import { isAdministrator, type Post, type Principal, ROLE_NAMES } from '@guidang/access';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessDocument, FILE } from './access-document.ts';
import { ACCESS_TABLE, SIGNED_IN } from './access-table.ts';
import { A, AUDIT, B, CASE, LINK, LIST, openWorld, PARKED, person, postOf, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world?.close();
});

/** A request to each route about something of a department. */
const asking: Readonly<Record<string, (department: string) => { url: string; body?: unknown }>> = {
  'GET /api/live': () => ({ url: '/api/live' }),
  'GET /api/cases': (id) => ({ url: `/api/cases?department=${id}` }),
  'GET /api/cases/:case': (id) => ({ url: `/api/cases/${CASE[id]}` }),
  'GET /api/choices': () => ({ url: '/api/choices' }),
  'GET /api/cases/:case/links/:sha256': (id) => ({ url: `/api/cases/${CASE[id]}/links/${LINK[id]}` }),
  'GET /api/cases/:case/files/:material/:position/pages/:page': (id) => ({
    url: `/api/cases/${CASE[id]}/files/m/0/pages/1`,
  }),
  'GET /api/cases/:case/files/:material/:position/text': (id) => ({ url: `/api/cases/${CASE[id]}/files/m/1/text` }),
  'GET /api/cases/:case/proof': (id) => ({ url: `/api/cases/${CASE[id]}/proof` }),
  'GET /api/verify.html': () => ({ url: '/api/verify.html' }),
  'GET /api/cases.xlsx': (id) => ({ url: `/api/cases.xlsx?department=${id}` }),
  'GET /api/searches': () => ({ url: '/api/searches' }),
  'PUT /api/searches/:id': () => ({
    url: `/api/searches/${AUDIT}`,
    body: { page: '/cases', name: '待补正', query: 'stage=refused' },
  }),
  'DELETE /api/searches/:id': () => ({ url: `/api/searches/${AUDIT}` }),
  'GET /api/favourites': () => ({ url: '/api/favourites' }),
  'PUT /api/favourites/:case': (id) => ({ url: `/api/favourites/${CASE[id]}` }),
  'DELETE /api/favourites/:case': (id) => ({ url: `/api/favourites/${CASE[id]}` }),
  'GET /api/parked': () => ({ url: '/api/parked?state=all' }),
  'GET /api/parked/:id': () => ({ url: `/api/parked/${PARKED}` }),
  'POST /api/parked/:id/closing': () => ({ url: `/api/parked/${PARKED}/closing`, body: { reason: '已更正' } }),
  'POST /api/parked/:id/release': () => ({
    url: `/api/parked/${PARKED}/release`,
    body: { reason: '已更正', topic: 'case.events' },
  }),
  'GET /api/replays': () => ({ url: '/api/replays' }),
  'POST /api/replays': () => ({ url: '/api/replays', body: { step: 'check' } }),
  'GET /api/steps/controls': () => ({ url: '/api/steps/controls' }),
  'POST /api/steps/:step/control': () => ({
    url: '/api/steps/check/control',
    body: { action: 'PAUSE', reason: '升级期间暂停' },
  }),
  'GET /api/refused': () => ({ url: '/api/refused' }),
  'GET /api/registers/:kind': (id) => ({ url: `/api/registers/filing?department=${id}` }),
  'GET /api/fixity': () => ({ url: '/api/fixity' }),
  'GET /api/fixity/packages': (id) => ({ url: `/api/fixity/packages?department=${id}` }),
  'GET /api/fixity.xlsx': () => ({ url: '/api/fixity.xlsx' }),
  'GET /api/fixity.pdf': () => ({ url: '/api/fixity.pdf' }),
  'GET /api/disposal': (id) => ({ url: `/api/disposal?months=1000&department=${id}` }),
  'GET /api/disposal.xlsx': () => ({ url: '/api/disposal.xlsx' }),
  'GET /api/disposal.pdf': () => ({ url: '/api/disposal.pdf' }),
  'GET /api/transfers': () => ({ url: '/api/transfers?closed=0' }),
  'GET /api/transfers.xlsx': () => ({ url: '/api/transfers.xlsx' }),
  'GET /api/transfers.pdf': () => ({ url: '/api/transfers.pdf' }),
  'GET /api/arrangement': () => ({ url: '/api/arrangement?show=all' }),
  'GET /api/arrangement.xlsx': () => ({ url: '/api/arrangement.xlsx' }),
  'GET /api/arrangement.pdf': () => ({ url: '/api/arrangement.pdf' }),
  'POST /api/arrangement/lists': () => ({
    url: '/api/arrangement/lists',
    body: { scheme: 'x', target: 2, reason: '类目调整' },
  }),
  'GET /api/received': () => ({ url: '/api/received' }),
  'GET /api/received.xlsx': () => ({ url: '/api/received.xlsx' }),
  'GET /api/received.pdf': () => ({ url: '/api/received.pdf' }),
  'GET /api/desk/lists': () => ({ url: '/api/desk/lists' }),
  'POST /api/desk/lists': (id) => ({
    url: '/api/desk/lists',
    body: { kind: 'prolong', retention: 'Y', reason: '有长期利用价值', cases: [CASE[id]] },
  }),
  'GET /api/desk/lists/:id': (id) => ({ url: `/api/desk/lists/${LIST[id]}` }),
  'GET /api/desk/lists/:id/list.xlsx': (id) => ({ url: `/api/desk/lists/${LIST[id]}/list.xlsx` }),
  'GET /api/desk/lists/:id/list.pdf': (id) => ({ url: `/api/desk/lists/${LIST[id]}/list.pdf` }),
  'POST /api/desk/lists/:id/decision': (id) => ({
    url: `/api/desk/lists/${LIST[id]}/decision`,
    body: { verdict: 'approved', opinion: '同意' },
  }),
  'POST /api/desk/lists/:id/withdrawal': (id) => ({
    url: `/api/desk/lists/${LIST[id]}/withdrawal`,
    body: { reason: '另行提出' },
  }),
  'GET /api/search': () => ({ url: '/api/search?q=x' }),
  'GET /api/statistics': (id) => ({ url: `/api/statistics?department=${id}` }),
  'GET /api/statistics.xlsx': () => ({ url: '/api/statistics.xlsx' }),
  'GET /api/statistics.pdf': () => ({ url: '/api/statistics.pdf' }),
  'GET /api/audits': () => ({ url: '/api/audits' }),
  'POST /api/audits': () => ({ url: '/api/audits', body: {} }),
  'GET /api/audits/anchors.json': () => ({ url: '/api/audits/anchors.json' }),
  'GET /api/audits/:id/report.html': () => ({ url: `/api/audits/${AUDIT}/report.html` }),
  'GET /api/audits/:id/report.json': () => ({ url: `/api/audits/${AUDIT}/report.json` }),
  'GET /api/audits/:id/comparison': () => ({ url: `/api/audits/${AUDIT}/comparison?with=${AUDIT}` }),
  'POST /api/audits/:id/dump': () => ({ url: `/api/audits/${AUDIT}/dump` }),
  'GET /api/audits/:id/dump.tar': () => ({ url: `/api/audits/${AUDIT}/dump.tar` }),
  'GET /api/v1/log': () => ({ url: '/api/v1/log?limit=1' }),
  'GET /api/v1/log/verdict': () => ({ url: '/api/v1/log/verdict' }),
  'GET /api/v1/log/entries.jsonl': () => ({ url: '/api/v1/log/entries.jsonl?limit=1' }),
};
/** Paper and workbooks take long to draw, and what stands in them is not read here; what is printed is asked for in the same way as the lists. */
const isDrawn = (route: string): boolean => /registers|\.pdf|\.xlsx/.test(route);
/** About one case, or a list of one department: what is of another department is not there. Every other route gives a list, narrowed to what one may see. */
const isOfCase = (route: string): boolean => route.includes(':case') || route.includes('/desk/lists/:id');

const POSTS: readonly Post[] = ROLE_NAMES.flatMap((role) => [null, A, B].map((department) => postOf(role, department)));

function mayBy(route: string, { role, covers }: Post, department: string, mfa = true): boolean {
  const reach = ACCESS_TABLE[route]!.roles[role];
  if (reach === undefined || (isAdministrator(role) && !mfa)) return false;
  return covers === null || reach === 'any' || (reach === 'own' && (!isOfCase(route) || covers.includes(department)));
}

/** Whoever is refused, and one who is let in: drawing takes long, and whom else its action lets in the lists of the same action show. */
function drawnFor(route: string): Post[] {
  const posts = POSTS.filter(({ department }) => department === null);
  const first = posts.find((post) => mayBy(route, post, A));
  return posts.filter((post) => post === first || !mayBy(route, post, A));
}

async function tried(route: string, who: Principal | null, department: string) {
  const { url, body } = asking[route]!(department);
  const answer = await world.ask(who, route.split(' ')[0]!, url, body);
  return { ...answer, let: ![401, 403, 404].includes(answer.status) };
}

describe('the table of rights', () => {
  it('names every route of the door', () => {
    expect([...Object.keys(ACCESS_TABLE), ...SIGNED_IN].toSorted()).toEqual([...world.routes].toSorted());
    expect(Object.keys(asking).toSorted()).toEqual(Object.keys(ACCESS_TABLE).toSorted());
  });
  it('is what docs/access/console.md shows; `node services/console/test/write-access-document.ts` writes it anew', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(accessDocument());
  });
});

describe.each(Object.keys(ACCESS_TABLE))('%s', (route) => {
  it('lets in whom the table lets in, and nobody else, whichever the role and the scope', async () => {
    const wrong: string[] = [];
    for (const post of isDrawn(route) ? drawnFor(route) : POSTS)
      for (const department of isOfCase(route) ? [A, B] : [A]) {
        const answer = await tried(route, person('asker', [post]), department);
        const expected = mayBy(route, post, department);
        if (answer.let !== expected || answer.status >= 500)
          wrong.push(
            `${post.id} on ${department === A ? 'A' : 'B'}: ${answer.status} ${answer.text.slice(0, 160)}, the table says ${expected}`,
          );
      }
    expect(wrong).toEqual([]);
  });

  it.skipIf(isDrawn(route))('tells a department nothing of another', async () => {
    const told: string[] = [];
    for (const post of POSTS.filter(({ covers }) => covers?.[0] === A))
      for (const department of [A, B]) {
        const { text } = await tried(route, person('asker', [post]), department);
        if ([CASE[B]!, CASE[B]!.toLowerCase(), LINK[B]!].some((word) => text.includes(word)))
          told.push(`${post.id}: ${text.slice(0, 300)}`);
      }
    expect(told).toEqual([]);
  });

  it('lets nobody in who is not signed in', async () => {
    expect(await tried(route, null, A)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });
});

it('several posts together may what one of them may, and no more; an administrator with one factor may nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(ACCESS_TABLE).filter((route) => !isDrawn(route))),
      fc.uniqueArray(fc.constantFrom(...POSTS), { selector: ({ id }) => id, maxLength: 3 }),
      fc.constantFrom(A, B),
      fc.boolean(),
      async (route, posts, department, mfa) => {
        const { let: found } = await tried(route, person('asker', posts, mfa), department);
        expect(found).toBe(posts.some((one) => mayBy(route, one, department, mfa)));
      },
    ),
    { numRuns: 150 },
  );
});

it('nothing that was asked was an error of ours', () => {
  expect(world.faults).toEqual([]);
});
