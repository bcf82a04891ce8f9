import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES, COPY, headersOf, openWorld, PERSON, REQUEST, type Who, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world?.close();
});

interface Row {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: object;
  /** Who is let in; everybody else is refused, or told that there is no such thing. */
  readonly may: readonly Who[];
  /** Who is told the names of people. */
  readonly people?: readonly Who[];
}
const EVERYBODY: readonly Who[] = ['archive', 'hospital', 'school', 'nobody'];
const KEY: readonly Who[] = ['archive', 'hospital', 'school'];
let asked = 0;

/** Route × role × what it is about: all that anybody may do through the door of use. */
const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'GET /verify/:id': [{ url: `/verify/${COPY}`, may: EVERYBODY }],
  'POST /verify/:id': [{ url: `/verify/${COPY}`, method: 'POST', may: EVERYBODY }],
  'GET /search': [
    { url: `/search?q=${encodeURIComponent(PERSON)}`, may: ['archive'] },
    { url: '/search?q=x', may: ['archive'] },
  ],
  'GET /cases/:case': [
    { url: `/cases/${CASES.unconditional}`, may: KEY, people: ['archive'] },
    { url: `/cases/${CASES.conditional}`, may: KEY, people: ['archive'] },
    { url: `/cases/${CASES.none}`, may: ['archive'], people: ['archive'] },
  ],
  'POST /requests': [{ url: '/requests', method: 'POST', body: {}, may: KEY }],
  'GET /requests/:id': [{ url: `/requests/${REQUEST}`, may: ['archive', 'hospital'] }],
  'GET /copies/:id': [{ url: `/copies/${COPY}`, may: ['archive', 'hospital'] }],
};
const ROWS = Object.values(TABLE).flat();

async function tried({ url, method = 'GET', body }: Row, who: Who): Promise<{ let: boolean; text: string }> {
  const isAsking = body !== undefined;
  const payload = isAsking
    ? JSON.stringify({ id: `request-${++asked}-x`, case: CASES.conditional, path: 'a.pdf', purpose: '核实' })
    : '%PDF-1.7';
  const answer = await world.door.inject({
    ...{ url, method },
    headers: {
      ...headersOf(who),
      ...(method === 'POST' && { 'content-type': isAsking ? 'application/json' : 'application/pdf' }),
    },
    ...(method === 'POST' && { payload }),
  });
  expect(answer.statusCode).toBeLessThan(500);
  return { let: ![401, 403, 404].includes(answer.statusCode), text: answer.body };
}

describe('the table of rights', () => {
  it('names every route of the door', () => {
    const { paths } = world.door.swagger() as unknown as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(Object.keys(TABLE).toSorted()).toEqual(
      routes.filter((route) => !/verify\.html|assets/.test(route)).toSorted(),
    );
  });

  it.each(ROWS.flatMap((row) => EVERYBODY.map((who) => [row.method ?? 'GET', row.url, who, row] as const)))(
    '%s %s by %s',
    async (_method, _url, who, row) => {
      const { let: found, text } = await tried(row, who);
      expect([found, text.slice(0, 200)]).toEqual([row.may.includes(who), text.slice(0, 200)]);
      expect(text.includes(PERSON)).toBe(row.people?.includes(who) ?? false);
      if (!found) for (const number of Object.values(CASES)) expect(text).not.toContain(number);
    },
  );
});

it('whatever was asked before, and by whom, an answer is the same', async () => {
  const request = fc.record({ row: fc.constantFrom(...ROWS), who: fc.constantFrom(...EVERYBODY) });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 6 }), async (requests) => {
      const found = await Promise.all(requests.map(({ row, who }) => tried(row, who)));
      expect(found.map(({ let: one }) => one)).toEqual(requests.map(({ row, who }) => row.may.includes(who)));
    }),
    { numRuns: 40 },
  );
});
