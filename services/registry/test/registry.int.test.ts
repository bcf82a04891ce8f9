import { createHash } from 'node:crypto';
import { type Scheme, schemeKey } from '@guidang/contracts';
import { MATTERS, schemeOf, schemeRecords } from '@guidang/lab/matters';
import { openPublisher } from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, SeedFault, type SeedScheme } from '../src/folder.ts';
import { buildDoor } from '../src/http/app.ts';
import type { Door } from '../src/http/door.ts';
import { portsOf } from '../src/ports.ts';
import { seed } from '../src/seed.ts';
import { openStore, type Store } from '../src/store.ts';
import { SchemeTopic } from '../src/topic.ts';
import { openWorld, type World } from './real.ts';
import { CONFIG } from './world.ts';

let world: World;
let store: Store;
let door: Door;
let complaints: unknown[];

const freshTopic = (into = store): SchemeTopic => {
  complaints = [];
  return new SchemeTopic(world.reader, into, {
    malformed: (offset) => complaints.push(['malformed', offset]),
    conflict: (key, first, other) => complaints.push(['conflict', key, first, other]),
  });
};
const seeds = (schemes: readonly Scheme[]): SeedScheme[] =>
  schemes.map((scheme) => ({ file: `${scheme.id}.json`, scheme, value: bytesOf(scheme) }));
const plant = (schemes: readonly Scheme[], topic = freshTopic(), into = store): Promise<string[]> =>
  seed(seeds(schemes), topic, into, () => openPublisher(world.kafka));
const keys = async (): Promise<string[]> => (await world.records()).map(({ key }) => String(key));
const get = async (path: string, headers: Record<string, string> = {}) => {
  const { statusCode: status, headers: said, body } = await door.inject({ url: path, headers });
  return { status, headers: said, body, json: () => JSON.parse(body) };
};
const LAB = MATTERS.map(schemeOf);

beforeAll(async () => {
  world = await openWorld('registry');
  store = openStore(world.database.url);
  const failed = (error: unknown): void => void complaints.push(error);
  const publisher = () => openPublisher(world.kafka);
  door = await buildDoor(
    await portsOf(CONFIG, { store, topic: freshTopic(), publisher, trust: undefined, now: Date.now, failed }),
  );
});
afterAll(async () => {
  await door?.close();
  await store?.close();
  await world?.close();
});

describe('seeding', () => {
  it('publishes every version once, also where several instances start at the same moment', async () => {
    const published = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const own = openStore(world.database.url);
        try {
          return await plant(LAB, freshTopic(own), own);
        } finally {
          await own.close();
        }
      }),
    );
    const all = LAB.map(({ id, version }) => schemeKey(id, version));
    expect(published.map((list) => list.length).toSorted((a, b) => a - b)).toEqual([0, 0, 0, LAB.length]);
    expect((await keys()).toSorted()).toEqual(all.toSorted());
  });

  it('publishes the very bytes whose digest the lab knows', async () => {
    const values = (await world.records()).map(({ value }) => Buffer.from(value!).toString());
    expect(values).toEqual(schemeRecords().map(({ value }) => value.toString()));
  });

  it('does nothing when it is done again, and publishes what is new', async () => {
    expect(await plant(LAB)).toEqual([]);
    const next = { ...LAB[0]!, version: LAB[0]!.version + 1 };
    expect(await plant([...LAB, next])).toEqual([schemeKey(next.id, next.version)]);
    expect(await keys()).toHaveLength(LAB.length + 1);
  });

  it('refuses a version with other content loudly, naming both digests, and publishes nothing else either', async () => {
    const changed: Scheme = { ...LAB[0]!, retention: LAB[0]!.retention === 'Y' ? 'D10' : 'Y' };
    const fresh = { ...LAB[1]!, version: 9 };
    const error = await plant([fresh, changed]).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SeedFault);
    const digests = [LAB[0]!, changed].map(
      (scheme) => `sha256:${createHash('sha256').update(bytesOf(scheme)).digest('hex')}`,
    );
    for (const digest of [...digests, schemeKey(changed.id, changed.version), `${changed.id}.json`])
      expect(String(error)).toContain(digest);
    expect(await keys()).not.toContain(schemeKey(fresh.id, 9));
  });

  it('takes a version that lies there laid out otherwise for what it is', async () => {
    const spaced = { ...LAB[2]!, version: 7 };
    await world.say(schemeKey(spaced.id, 7), JSON.stringify(spaced, undefined, 2));
    expect(await plant([spaced])).toEqual([]);
  });
});

describe('following', () => {
  it('passes over what is no scheme and tells of it, and keeps the first content of a version', async () => {
    const first = { ...LAB[3]!, version: 5 };
    const key = schemeKey(first.id, 5);
    await world.say('junk@1', '{"type":"scheme"}');
    await world.say(key, JSON.stringify(first));
    await world.say(key, JSON.stringify({ ...first, unlisted: first.unlisted === 'warn' ? 'refuse' : 'warn' }));
    const topic = freshTopic();
    await topic.catchUp();
    expect(complaints.map((complaint) => (complaint as unknown[])[0])).toEqual(['malformed', 'conflict']);
    expect(topic.find(first.id, 5)?.scheme).toEqual(first);
    expect((await get(`/v1/schemes/${first.id}/5`)).json()).toEqual(first);
  });

  it('sees what is published meanwhile', async () => {
    const topic = freshTopic();
    const stopping = new AbortController();
    const following = topic.follow(20, stopping.signal, (error) => complaints.push(error));
    const late = { ...LAB[4]!, version: LAB[4]!.version + 1 };
    await world.say(schemeKey(late.id, late.version), JSON.stringify(late));
    await expect
      .poll(async () => (await get(`/v1/schemes/${late.id}/${late.version}`)).status, { timeout: 10_000 })
      .toBe(200);
    expect(topic.wellSince(5_000)).toBe(true);
    stopping.abort();
    await following;
  });
});

describe('GET /v1/schemes', () => {
  it('lists all of them, page by page, in order', async () => {
    const found: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: { items: { digest: string; scheme: Scheme }[]; next: string | null } = (
        await get(`/v1/schemes?limit=5${next && `&after=${next}`}`)
      ).json();
      expect(page.items.length).toBeLessThanOrEqual(5);
      found.push(...page.items.map(({ scheme }) => `${scheme.id}@${String(scheme.version).padStart(4, '0')}`));
      next = page.next;
    }
    expect(found.length).toBeGreaterThan(LAB.length);
    expect(found).toEqual(found.toSorted());
    expect(new Set(found).size).toBe(found.length);
  });

  it('finds those of a department and those of a matter', async () => {
    const { department, matter } = LAB[0]!;
    const ofDepartment = (await get(`/v1/schemes?department=${department.uscc}`)).json().items as { scheme: Scheme }[];
    const expected = LAB.filter((scheme) => scheme.department.uscc === department.uscc).map(({ id }) => id);
    expect(new Set(ofDepartment.map(({ scheme }) => scheme.id))).toEqual(new Set(expected));
    const ofMatter = (await get(`/v1/schemes?matter=${matter.code}`)).json().items as { scheme: Scheme }[];
    expect(ofMatter.map(({ scheme }) => scheme.version)).toEqual([LAB[0]!.version, LAB[0]!.version + 1]);
    expect((await get('/v1/schemes?department=91350100M000100Y43')).json()).toEqual({ items: [], next: null });
  });

  it.each(['department=x', 'matter=x', 'limit=0', 'limit=201', 'after=x', 'after=x@0'])(
    'refuses %s and names it',
    async (query) => {
      const answer = await get(`/v1/schemes?${query}`);
      expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json']);
      expect(answer.json()).toMatchObject({ code: 'BAD_REQUEST', faults: [{ field: query.split('=')[0] }] });
    },
  );
});

describe('GET /v1/schemes/:id/:version', () => {
  it('answers the bytes as they were published: their digest is the one links name', async () => {
    const { id } = LAB[0]!;
    const answer = await get(`/v1/schemes/${id}/${LAB[0]!.version}`);
    const digest = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
    expect([answer.status, answer.headers.etag]).toEqual([200, `"${digest}"`]);
    const items = (await get(`/v1/schemes?matter=${LAB[0]!.matter.code}`)).json().items as { digest: string }[];
    expect(items[0]!.digest).toBe(digest);
    expect((await get(`/v1/schemes/${id}/${LAB[0]!.version}`, { 'if-none-match': `"${digest}"` })).status).toBe(304);
  });

  it.each(['/v1/schemes/nobody/1', `/v1/schemes/${LAB[0]!.id}/99`])('%s is not there', async (path) => {
    const answer = await get(path);
    expect([answer.status, answer.json().code]).toEqual([404, 'SCHEME_UNKNOWN']);
  });

  it.each(['/v1/schemes/x/0', '/v1/schemes/x/abc', '/v1/schemes/x/99999999999', `/v1/schemes/${'x'.repeat(90)}/1`])(
    '%s is refused',
    async (path) => {
      expect((await get(path)).status).toBe(400);
    },
  );

  it('and any other path is answered as a problem', async () => {
    expect((await get('/v1/nothing')).json().code).toBe('NO_SUCH_DOOR');
    expect((await door.inject({ method: 'DELETE', url: `/v1/schemes/${LAB[0]!.id}/1` })).statusCode).toBe(404);
  });
});
