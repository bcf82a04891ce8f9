import type { Dossier, Scheme } from '@guidang/contracts';
import { MATTERS, matterCode } from '@guidang/lab/matters';
import { DEPARTMENTS } from '@guidang/lab/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepClosings } from '../src/dry-run/past-cases.ts';
import { COMPLETE } from './settings.ts';
import { A, ARCHIVIST, FILER, inCity, openWorld, REVIEWER, type World } from './world.ts';

let world: World;
const ask = (...args: Parameters<World['ask']>) => world.ask(...args);
const HEALTH = MATTERS.filter(({ department }) => department === 'health');
const [CODE, OTHER] = [matterCode(HEALTH[0]!), matterCode(HEALTH[1]!)];
const { items, ...SHARED } = COMPLETE;

const begin = async (body: object = { matter: CODE }) => (await ask(FILER, 'POST', '/v1/drafts', { body })).json;
const save = (draft: { id: string; version: number }, content: object, who = FILER) =>
  ask(who, 'PUT', `/v1/drafts/${draft.id}`, { body: { content }, headers: { 'if-match': `"v${draft.version}"` } });
const work = async (what: string, who: typeof FILER, ids: string[], more: object = {}) =>
  (await ask(who, 'POST', `/v1/drafts/${what}`, { body: { ids, ...more } })).json;
const throughReview = async (id: string) => {
  expect((await work('submissions', FILER, [id])).items[0]).toMatchObject({ done: true });
  expect((await work('reviews', REVIEWER, [id], { verdict: 'passed' })).items[0]).toMatchObject({ done: true });
};
const publish = (...ids: string[]) => work('publications', ARCHIVIST, ids);
const published = (): Scheme[] =>
  world.bus.records.map(({ value }) => JSON.parse(Buffer.from(value!).toString()) as Scheme);

beforeAll(async () => {
  world = await openWorld();
  const body = {
    ...{ type: 'registry-bundle', version: 1, templates: [], schemes: [] },
    departments: [
      { id: A, kind: 'unit', name: DEPARTMENTS.health.name, parent: null, fonds: 'J031', position: 0, active: true },
    ],
    defaults: [{ scope: 'city', content: SHARED }],
    matters: HEALTH.map((one) => ({
      ...{ code: matterCode(one), name: one.name, type: one.type, department: A, applicants: ['1'], kind: one.kind },
      ...{ statutoryDays: one.statutoryDays, promisedDays: one.promisedDays, active: true, extra: {} },
    })),
  };
  expect((await ask(ARCHIVIST, 'POST', '/v1/bundle', { body })).status).toBe(200);
});
afterAll(async () => {
  await world?.close();
});

describe('a scheme on its way', () => {
  let draft: { id: string; version: number; schemeId: string };

  it('begins empty, and tells what is missing and where it can be said', async () => {
    draft = await begin({ matter: CODE, schemeId: 'physicians' });
    expect(draft).toMatchObject({ state: 'drafted', baseVersion: null, owner: 'filer', department: A });
    const { resolved } = (await ask(FILER, 'GET', `/v1/drafts/${draft.id}`)).json;
    expect(resolved.scheme).toBeNull();
    expect(resolved.faults.map(({ field }: { field: string }) => field)).toEqual(['items', 'items']);
  });
  it('is not handed over incomplete, and what was typed is kept', async () => {
    draft = (await save(draft, { retention: 'Y' })).json;
    expect((await work('submissions', FILER, [draft.id])).items[0]).toMatchObject({
      done: false,
      code: 'DRAFT_INCOMPLETE',
    });
    expect((await ask(FILER, 'GET', `/v1/drafts/${draft.id}`)).json.draft.content).toEqual({ retention: 'Y' });
  });
  it('refuses what no scheme may say, by field and rule', async () => {
    const answer = await save(draft, {
      items: [
        {
          ...items![0],
          required: 'always',
          requiredWhen: { any: [{ all: [{ field: 'channel', asks: 'is', values: ['1'] }] }] },
        },
      ],
    });
    expect([answer.status, answer.json.faults[0]]).toMatchObject([
      400,
      { field: 'content.items.0.required', rule: 'CONDITION_NEEDS_OPTIONAL' },
    ]);
  });
  it('shows where each value comes from', async () => {
    draft = (await save(draft, { items, retention: 'Y' })).json;
    const { resolved } = (await ask(FILER, 'GET', `/v1/drafts/${draft.id}`)).json;
    const source = (field: string) => resolved.sources.find((one: { field: string }) => one.field === field);
    expect(source('retention')).toEqual({
      ...{ field: 'retention', origin: 'matter', covers: ['city'] },
      said: [
        { by: 'matter', value: 'Y' },
        { by: 'city', value: SHARED.retention },
      ],
    });
    expect(source('sharing')).toMatchObject({ field: 'sharing', origin: 'city', covers: [] });
    expect(source('metadata.title').origin).toBe('standard');
  });
  it('two editors: the second one is told', async () => {
    const [one, other] = await Promise.all([
      save(draft, { items, retention: 'D30' }),
      save(draft, { items, retention: 'D10' }, ARCHIVIST),
    ]);
    expect([one!.status, other!.status].toSorted()).toEqual([200, 412]);
    draft = (await ask(FILER, 'GET', `/v1/drafts/${draft.id}`)).json.draft;
    draft = (await save(draft, { items, retention: 'Y' })).json;
  });
  it('is reviewed by somebody else, and may come back with a comment', async () => {
    expect((await work('reviews', REVIEWER, [draft.id], { verdict: 'passed' })).items[0].code).toBe('STATE');
    await work('submissions', FILER, [draft.id]);
    expect((await work('reviews', inCity('archivist', 'filer'), [draft.id], { verdict: 'passed' })).items[0].code).toBe(
      'RIGHTS',
    );
    await work('reviews', REVIEWER, [draft.id], { verdict: 'returned', comment: '请补充材料' });
    expect((await ask(FILER, 'GET', `/v1/drafts/${draft.id}`)).json.draft).toMatchObject({
      state: 'drafted',
      comment: '请补充材料',
      reviewedBy: 'reviewer',
    });
  });
  it('edited after its review has to be reviewed again', async () => {
    await throughReview(draft.id);
    draft = (await ask(FILER, 'GET', `/v1/drafts/${draft.id}`)).json.draft;
    draft = (await save(draft, { items, retention: 'Y', openness: 'open' })).json;
    expect((await publish(draft.id)).items[0].code).toBe('NOT_REVIEWED');
  });
  it('is published as one record that is complete in itself, and says whose each value is', async () => {
    await throughReview(draft.id);
    expect((await publish(draft.id)).items[0]).toMatchObject({ done: true, publishedVersion: 1 });
    const [scheme] = published();
    expect(scheme).toMatchObject({
      id: 'physicians',
      version: 1,
      retention: 'Y',
      sharing: SHARED.sharing,
      openness: 'open',
    });
    expect(scheme!.origins).toMatchObject({ retention: 'matter', sharing: 'city' });
    expect((await ask(null, 'GET', '/v1/schemes/physicians/1')).json).toEqual(scheme);
  });
  it('is published once, however often it is asked for, and closed from then on', async () => {
    expect((await publish(draft.id)).items[0].done).toBe(false);
    expect(published()).toHaveLength(1);
    const now = (await ask(FILER, 'GET', `/v1/drafts/${draft.id}`)).json.draft;
    expect((await save(now, {})).json.code).toBe('DRAFT_CLOSED');
  });
  it('keeps what it was published as, whatever becomes of the defaults', async () => {
    const tag = String((await ask(ARCHIVIST, 'GET', '/v1/defaults/city')).headers.etag);
    await ask(ARCHIVIST, 'PUT', '/v1/defaults/city', {
      body: { ...SHARED, sharing: 'none' },
      headers: { 'if-match': tag },
    });
    expect((await ask(null, 'GET', '/v1/schemes/physicians/1')).json.sharing).toBe(SHARED.sharing);
  });
});

describe('the next version', () => {
  it('begins from what the newest says of its own, and shows what it would change', async () => {
    const draft = await begin();
    expect(draft).toMatchObject({
      schemeId: 'physicians',
      baseVersion: 1,
      content: { retention: 'Y', openness: 'open' },
    });
    const { differences } = (await ask(FILER, 'GET', `/v1/drafts/${draft.id}/comparison`)).json;
    expect(
      differences.map(({ path }: { path: string }) => path).filter((path: string) => path !== 'validFrom'),
    ).toEqual(['sharing']);
  });
  it('supersedes the one before, which stays to be read; any two are compared', async () => {
    const [draft] = (await ask(FILER, 'GET', '/v1/drafts?state=drafted&scheme=physicians')).json.items;
    await throughReview(draft.id);
    await publish(draft.id);
    const { items: versions } = (await ask(FILER, 'GET', '/v1/schemes/physicians/versions')).json;
    expect(versions.map(({ version, state }: { version: number; state: string }) => [version, state])).toEqual([
      [2, 'published'],
      [1, 'superseded'],
    ]);
    const { differences } = (await ask(FILER, 'GET', '/v1/schemes/physicians/comparison?from=1&to=2')).json;
    expect(differences.find(({ path }: { path: string }) => path === 'sharing')).toMatchObject({
      before: SHARED.sharing,
      after: 'none',
    });
  });
  it('a draft that began before it is told to begin again', async () => {
    const [one, other] = [await begin(), await begin()];
    for (const { id } of [one, other]) await throughReview(id);
    const { items: outcomes } = await publish(one.id, other.id);
    expect(outcomes.map(({ code }: { code: string | null }) => code)).toEqual([null, 'BASE_MOVED']);
  });
  it.each(['lost', 'untold'] as const)('is there once where publishing fails and it was %s', async (how) => {
    const draft = await begin();
    await throughReview(draft.id);
    const before = published().length;
    world.bus.failing = how;
    expect((await ask(ARCHIVIST, 'POST', '/v1/drafts/publications', { body: { ids: [draft.id] } })).status).toBe(500);
    world.faults.length = 0;
    await publish(draft.id);
    expect(published()).toHaveLength(before + 1);
    expect((await ask(FILER, 'GET', `/v1/drafts/${draft.id}`)).json.draft).toMatchObject({
      state: 'published',
      publishedVersion: published().at(-1)!.version,
    });
  });
});

describe('templates and copies', () => {
  it('a draft begins from a template, another draft, or a published scheme of another matter', async () => {
    const body = { id: 'permit', name: '许可类', note: '', content: { retention: 'D10' } };
    expect((await ask(ARCHIVIST, 'POST', '/v1/templates', { body })).status).toBe(201);
    const first = await begin({ matter: OTHER, schemeId: 'nurses', from: { template: 'permit' } });
    expect(first.content).toEqual({ retention: 'D10' });
    expect((await begin({ matter: OTHER, schemeId: 'nurses', from: { draft: first.id } })).content).toEqual({
      retention: 'D10',
    });
    const copied = await begin({ matter: OTHER, schemeId: 'nurses', from: { scheme: 'physicians', version: 1 } });
    expect(copied.content).toMatchObject({ retention: 'Y' });
    expect(copied.content.items).toHaveLength(items!.length);
  });
  it("the name of another matter's scheme cannot be taken", async () => {
    expect(
      (await ask(FILER, 'POST', '/v1/drafts', { body: { matter: OTHER, schemeId: 'physicians' } })).json.code,
    ).toBe('SCHEME_OF_ANOTHER');
  });
});

describe('a dry run', () => {
  const dossier = (n: number, given: readonly string[]): Dossier =>
    ({
      head: {
        ...{ applicant: { kind: '1' }, channel: '1', kind: '2', matter: { code: CODE }, department: { uscc: A } },
        scheme: { id: 'physicians', version: 1 },
      },
      materials: given.map((item) => ({ material: `${item}-${n}`, item, group: 'application', files: [] })),
      steps: SHARED.steps!.map(({ code }) => ({ step: code, state: '2' })),
      closing: { outcome: 'granted', closedAt: `2026-01-${String((n % 28) + 1).padStart(2, '0')}T00:00:00Z` },
    }) as unknown as Dossier;

  it('tells how many past cases would have been refused, and which, before anything is published', async () => {
    const asked = items!.filter(({ required }) => required !== 'optional').map(({ code }) => code);
    const cases = Array.from({ length: 300 }, (_, n) => ({
      ...{ partition: 0, offset: n },
      link: { case: `CASE-${n}`, body: { round: 1, dossier: dossier(n, n < 12 ? asked : [...asked, 'A90']) } } as never,
    }));
    await world.store.within('city', (tx) => keepClosings(tx, 'archive.capture', 0, 300, cases));
    const draft = await begin({ matter: CODE, from: { scheme: 'physicians', version: 1 } });
    const stricter = {
      ...draft.content,
      items: items!.map((one) => (one.code === 'A90' ? { ...one, required: 'always' } : one)),
    };
    const saved = (await save(draft, stricter)).json;
    const run = (await ask(FILER, 'POST', `/v1/drafts/${saved.id}/dry-runs`, { body: {} })).json;
    expect(run).toMatchObject({ cases: 300, refused: 12, newlyRefused: 12, more: 0 });
    expect(run.items.map((one: { case: string }) => one.case).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, n) => `CASE-${n}`).toSorted(),
    );
    expect(run.reasons).toEqual([{ code: 'REQUIRED_MISSING', object: 'A90', cases: 12 }]);
    expect((await ask(FILER, 'POST', `/v1/drafts/${saved.id}/dry-runs`, { body: { limit: 50 } })).json.cases).toBe(50);
  });
});

describe('everything as one file', () => {
  it('goes out and comes in without a change', async () => {
    const file = (await ask(ARCHIVIST, 'GET', '/v1/bundle')).json;
    expect(file.schemes.map(({ id }: { id: string }) => id)).toEqual(['physicians']);
    expect((await ask(ARCHIVIST, 'POST', '/v1/bundle', { body: file })).json).toMatchObject({ changed: 0, drafts: 0 });
  });
  it('comes into an empty registry and makes the same schemes there', async () => {
    const file = (await ask(ARCHIVIST, 'GET', '/v1/bundle')).json;
    const there = await openWorld();
    try {
      expect((await there.ask(ARCHIVIST, 'POST', '/v1/bundle', { body: file })).json).toMatchObject({ drafts: 1 });
      const [draft] = (await there.ask(ARCHIVIST, 'GET', '/v1/drafts')).json.items;
      const { resolved } = (await there.ask(ARCHIVIST, 'GET', `/v1/drafts/${draft.id}`)).json;
      const newest = published().at(-1)!;
      expect({ ...resolved.scheme, version: 0, validFrom: '' }).toEqual({ ...newest, version: 0, validFrom: '' });
    } finally {
      await there.close();
    }
  });
  it('is taken in whole or not at all', async () => {
    const file = (await ask(ARCHIVIST, 'GET', '/v1/bundle')).json;
    const broken = {
      ...file,
      templates: [...file.templates, { id: 'new', name: 'x', note: '', content: {} }],
      schemes: [{ id: 'x', matter: matterCode(MATTERS.find(({ department }) => department === 'land')!), content: {} }],
    };
    expect((await ask(ARCHIVIST, 'POST', '/v1/bundle', { body: broken })).json.faults[0].rule).toBe(
      'NO_SUCH_REFERENCE',
    );
    expect((await ask(ARCHIVIST, 'GET', '/v1/templates')).json.items.map(({ id }: { id: string }) => id)).toEqual([
      'permit',
    ]);
  });
});
