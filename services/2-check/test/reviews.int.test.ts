import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { anchorLog, sqlLog, verifyLog } from '@guidang/access';
import { timestampAuthority } from '@guidang/host';
import { readParts } from '@guidang/infra-local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASE } from './capture.ts';
import type { Checking } from './checking.ts';
import { HERE, openWorld, person, type World } from './review-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

const [A, B] = [person('archivist-a', 'archivist'), person('archivist-b', 'archivist', HERE)];
const REASON = '已打开原件核对，内容完整可读。';
let sent = 0;
const body = (changes: object = {}) => ({
  id: `review-${++sent}-x`,
  resolution: 'accepted',
  reason: REASON,
  ...changes,
});

/** Everything that is open of the case, as the door tells it. */
const open = async (): Promise<{ key: string; persons: number; claimedBy: string | null }[]> =>
  (await world.ask(A, 'GET', '/v1/reviews/:case')).json.findings;
const at = (key: string, what: string): string => `/v1/reviews/:case/findings/${key}/${what}`;

/** A case that waits for people because of files that only they can judge, and the keys of its findings. */
async function waiting(...names: string[]): Promise<{ check: Checking; keys: string[] }> {
  const check = await world.begin(names);
  return { check, keys: (await open()).map(({ key }) => key) };
}

describe('the queue', () => {
  it('lists a case that waits, with what people may settle, in words', async () => {
    await waiting('opaque.pdf');
    const { status, json } = await world.ask(B, 'GET', '/v1/reviews?standing=waiting');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      items: [{ case: CASE, standing: 'waiting', why: 'LEFT_TO_PEOPLE', department: HERE, open: 1, claimed: 0 }],
      next: null,
    });
    expect((await world.ask(A, 'GET', '/v1/reviews/:case')).json).toMatchObject({
      files: [{ object: 'file:form/1' }, { object: 'file:m1/1', name: 'opaque.pdf' }, { object: 'file:r1/1' }],
      findings: [
        {
          item: { code: 'GD-3-4', zh: '内容数据的可读性检测' },
          finding: { outcome: 'MANUAL_REVIEW', code: 'NOT_OPENED', object: 'file:m1/1' },
          ...{ persons: 1, acceptedBy: [], settled: null, claimedBy: null },
        },
      ],
    });
  });

  it('gives out pages without leaving one out', async () => {
    await waiting('opaque.pdf');
    const first = await world.ask(A, 'GET', '/v1/reviews?limit=1');
    expect(first.json.items).toHaveLength(1);
    expect(first.json.next).toBeNull();
    expect((await world.ask(A, 'GET', '/v1/reviews?after=nonsense')).status).toBe(400);
    const since = first.json.items[0].since;
    expect((await world.ask(A, 'GET', `/v1/reviews?after=${since}~${CASE}`)).json.items).toEqual([]);
    expect((await world.ask(A, 'GET', `/v1/reviews?after=${since}~0`)).json.items).toHaveLength(1);
  });

  it('is made again from the links where it was lost, and holds no case that passed', async () => {
    const { check, keys } = await waiting('opaque.pdf');
    await world.ask(A, 'PUT', at(keys[0]!, 'claim'));
    await world.ask(A, 'POST', at(keys[0]!, 'resolutions'), body());
    expect((await world.work(check)).map(({ says }) => says)).toEqual(['CaseChecked']);
    expect((await world.ask(A, 'GET', '/v1/reviews')).json.items).toEqual([]);
    expect((await world.ask(A, 'GET', '/v1/reviews/:case')).status).toBe(404);
  });
});

describe('a finding', () => {
  it('is looked at by one person at a time, until they give it back or their time is over', async () => {
    const { keys } = await waiting('opaque.pdf');
    const [key] = keys as [string];
    expect((await world.ask(A, 'PUT', at(key, 'claim'))).json).toMatchObject({ claimedBy: 'archivist-a' });
    expect((await world.ask(A, 'GET', '/v1/reviews?mine=true')).json.items).toHaveLength(1);
    expect((await world.ask(B, 'GET', '/v1/reviews?mine=true')).json.items).toHaveLength(0);
    expect(await world.ask(B, 'PUT', at(key, 'claim'))).toMatchObject({ status: 409, json: { code: 'CLAIMED' } });
    // What somebody else has is not given back by asking.
    expect((await world.ask(B, 'DELETE', at(key, 'claim'))).status).toBe(204);
    expect((await open())[0]!.claimedBy).toBe('archivist-a');
    expect((await world.ask(A, 'DELETE', at(key, 'claim'))).status).toBe(204);
    expect((await world.ask(B, 'PUT', at(key, 'claim'))).json).toMatchObject({ claimedBy: 'archivist-b' });
    world.clock += 31 * 60_000;
    expect((await open())[0]!.claimedBy).toBeNull();
    expect((await world.ask(A, 'PUT', at(key, 'claim'))).json).toMatchObject({ claimedBy: 'archivist-a' });
  });

  it('is settled only by whoever has claimed it, with a reason, and without personal data in it', async () => {
    const { keys } = await waiting('opaque.pdf');
    const [key] = keys as [string];
    const post = (changes: object) => world.ask(A, 'POST', at(key, 'resolutions'), body(changes));
    expect(await post({})).toMatchObject({ status: 409, json: { code: 'NOT_CLAIMED' } });
    await world.ask(A, 'PUT', at(key, 'claim'));
    expect((await post({ reason: '' })).status).toBe(422);
    expect(await post({ reason: ' \n ' })).toMatchObject({ status: 422, json: { code: 'MALFORMED' } });
    expect(await post({ reason: '申请人身份证号 440524188001010014，已核对。' })).toMatchObject({
      status: 422,
      json: { code: 'PERSONAL_DATA', faults: [{ field: 'data.reason' }] },
    });
    expect((await post({ resolution: 'perhaps' })).status).toBe(400);
    expect(world.bus).toEqual([]);
    expect((await post({})).status).toBe(202);
    expect(world.bus.splice(0)).toMatchObject([{ case: CASE, by: { account: 'archivist-a', role: 'archivist' } }]);
  });

  it('that refuses a case is overruled by two different persons', async () => {
    const check = await world.begin(['fake.pdf']);
    const findings = await open();
    expect(findings.map(({ persons }) => persons)).toEqual(findings.map(() => 2));
    expect((await world.ask(A, 'GET', '/v1/reviews')).json.items).toMatchObject([{ standing: 'refused' }]);
    for (const { key } of findings) {
      await world.ask(A, 'PUT', at(key, 'claim'));
      expect((await world.ask(A, 'POST', at(key, 'resolutions'), body())).status).toBe(202);
    }
    for (const { says } of await world.work(check)) expect(says).toBe('FindingResolved');
    const { key } = findings[0]!;
    expect((await open())[0]).toMatchObject({ acceptedBy: ['archivist-a'], settled: null, claimedBy: null });
    expect(await world.ask(A, 'PUT', at(key, 'claim'))).toMatchObject({ status: 409, json: { code: 'SAME_PERSON' } });
    expect(await world.ask(A, 'POST', at(key, 'resolutions'), body())).toMatchObject({
      status: 409,
      json: { code: 'SAME_PERSON' },
    });
    for (const one of findings) {
      await world.ask(B, 'PUT', at(one.key, 'claim'));
      await world.ask(B, 'POST', at(one.key, 'resolutions'), body());
    }
    expect((await world.work(check)).at(-1)!.says).toBe('CaseChecked');
    expect(check.judged()).toEqual([]);
  });
});

describe('a resolution', () => {
  it('is told of: sent, then followed; one that comes too late was refused, and says why', async () => {
    const { check, keys } = await waiting('opaque-1.pdf', 'opaque-2.pdf');
    const [key] = keys as [string];
    const [mine, late] = [body(), body()];
    await world.ask(A, 'PUT', at(key, 'claim'));
    await world.ask(A, 'POST', at(key, 'resolutions'), mine);
    // Nothing has been heard of the first one yet, so the door takes another.
    await world.ask(A, 'POST', at(key, 'resolutions'), late);
    expect((await world.ask(A, 'GET', `/v1/resolutions/${mine.id}`)).json.state).toBe('sent');
    await world.work(check);
    expect((await world.ask(A, 'GET', `/v1/resolutions/${mine.id}`)).json).toMatchObject({
      state: 'followed',
      why: null,
    });
    expect((await world.ask(A, 'GET', `/v1/resolutions/${late.id}`)).json).toMatchObject({
      ...{ state: 'refused', why: 'FINDING_SETTLED' },
    });
    expect((await world.ask(B, 'GET', `/v1/resolutions/${mine.id}`)).status).toBe(404);
  });

  it('that could not be published is published once it is sent again, as the same record', async () => {
    const { check, keys } = await waiting('opaque.pdf');
    const [key] = keys as [string];
    await world.ask(A, 'PUT', at(key, 'claim'));
    world.away = true;
    const one = body();
    expect(await world.ask(A, 'POST', at(key, 'resolutions'), one)).toMatchObject({
      status: 503,
      json: { code: 'NOT_NOW' },
    });
    world.away = false;
    world.clock += 5_000;
    expect((await world.ask(A, 'POST', at(key, 'resolutions'), one)).status).toBe(202);
    // And once more: the answer was lost, nothing goes out a second time.
    expect((await world.ask(A, 'POST', at(key, 'resolutions'), one)).status).toBe(202);
    expect(world.bus).toHaveLength(1);
    expect(Date.parse(world.bus[0]!.time)).toBe(world.clock - 5_000);
    expect((await world.work(check)).map(({ says }) => says)).toEqual(['CaseChecked']);
    expect(await world.ask(A, 'POST', at(key, 'resolutions'), { ...one, reason: '换了理由。' })).toMatchObject({
      status: 404,
    });
  });

  it('has an id of its own: another decision under it is refused', async () => {
    const { keys } = await waiting('opaque-1.pdf', 'opaque-2.pdf');
    const one = body();
    for (const key of keys) await world.ask(A, 'PUT', at(key, 'claim'));
    await world.ask(A, 'POST', at(keys[0]!, 'resolutions'), one);
    expect(await world.ask(A, 'POST', at(keys[1]!, 'resolutions'), one)).toMatchObject({
      status: 409,
      json: { code: 'ID_TAKEN' },
    });
    world.bus.splice(0);
  });

  it('is in the operation log, with what was decided and not why', async () => {
    const [last] = await world.store.door.query<{ entry: string }>(
      "SELECT entry FROM access_log WHERE action = 'review.decide' AND target_type = 'finding' ORDER BY seq DESC LIMIT 1",
    );
    const entry = JSON.parse(last!.entry);
    expect(entry).toMatchObject({ account: 'archivist-a', class: 'archive', target: { department: HERE } });
    expect(entry.after).toMatchObject({ resolution: 'accepted' });
    expect(last!.entry).not.toContain(REASON);
  });

  it('stays in it: its head is timestamped, and neither log nor timestamps can be taken back', async () => {
    const { tsa, trust } = readParts();
    const anchors = [new X509Certificate(readFileSync(trust.caFile))];
    const log = sqlLog(world.store.door, 'check', Date.now);
    const ask = timestampAuthority({
      ...{ url: tsa.url, timeoutMs: 30_000, now: Date.now, clockToleranceMs: 300_000 },
      trust: { anchors, policies: [] },
    });
    const anchor = await anchorLog(log, 'check', ask, Date.now);
    expect(anchor!.seq).toBe((await log.head()).seq);
    expect(await verifyLog(log, 'check', { anchors, policies: [] })).toMatchObject({
      ...{ anchors: 1, unanchored: 0, fault: null },
    });
    for (const table of ['access_log', 'access_anchor'])
      await expect(world.store.door.query(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
  });
});

describe('who may do what', () => {
  const ELSEWHERE = '11441900007330010X';
  const MAY: readonly (readonly [who: ReturnType<typeof person> | null, list: number, read: number, claim: number])[] =
    [
      [null, 401, 401, 401],
      [person('x', 'archivist'), 200, 200, 200],
      [person('x', 'archivist', HERE), 200, 200, 200],
      [person('x', 'archivist', ELSEWHERE), 200, 404, 404],
      [person('x', 'filer', HERE), 200, 200, 403],
      [person('x', 'filer', ELSEWHERE), 200, 404, 403],
      [person('x', 'reviewer'), 200, 200, 403],
      [person('x', 'auditor'), 200, 200, 403],
      [person('x', 'operator'), 403, 403, 403],
      [person('x', 'user'), 403, 403, 403],
      [person('x', 'system-administrator'), 403, 403, 403],
      [person('x', 'security-officer'), 403, 403, 403],
      [person('x', 'security-auditor'), 403, 403, 403],
    ];
  const named = MAY.map(([who, ...rest]) => [who?.posts[0]?.id ?? 'nobody', who, ...rest] as const);
  it.each(named)('%s', async (_, who, list, read, claim) => {
    const { keys } = await waiting('opaque.pdf');
    const key = keys[0]!;
    const listed = await world.ask(who, 'GET', '/v1/reviews');
    expect(listed.status).toBe(list);
    if (list === 200) expect(listed.json.items).toHaveLength(read === 200 ? 1 : 0);
    expect((await world.ask(who, 'GET', '/v1/reviews/:case')).status).toBe(read);
    expect((await world.ask(who, 'PUT', at(key, 'claim'))).status).toBe(claim);
    // Whoever may not claim may not settle either, whatever they send.
    const settled = (await world.ask(who, 'POST', at(key, 'resolutions'), body())).status;
    expect(settled).toBe(claim === 200 ? 202 : claim);
    world.bus.splice(0);
  });

  it('nothing failed on our side but what was made to', () => {
    expect(world.failures.map((error) => (error as Error).message)).toEqual(['no broker']);
  });
});
