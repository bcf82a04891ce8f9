import { type CaseEvent, eventHeaders, parseCaseEvent, partitionOf } from '@guidang/contracts';
import { openPublisherClient } from '@guidang/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../src/store.ts';
import { silent, type Telemetry } from '../src/telemetry.ts';
import { type Answered, ask, raw, requestHead, rules } from './http.ts';
import { type OpenDoor, openWorld, type World } from './real.ts';
import {
  accepted,
  acceptedData,
  amended,
  filledForm,
  freshCase,
  from,
  HEALTH,
  keyOf,
  LAND,
  step,
} from './specimens.ts';

const ID = '440524188001010014';
const OTHER_SOURCE = 'https://land.example.gov.cn/cases';
const onestop = keyOf('onestop');
const land = keyOf('land', OTHER_SOURCE, [LAND]);
/** Another key of the same system. */
const second = keyOf('onestop-2');

let world: World;
let door: OpenDoor;

beforeAll(async () => {
  world = await openWorld('intake-events', [onestop.seed, land.seed, second.seed]);
  door = await world.door();
});
afterAll(() => world?.close());

const json = { 'content-type': 'application/json' };
const post = (of: string, body: unknown, headers: Record<string, string> = {}, key = onestop.key): Promise<Answered> =>
  ask(`${door.url}/v1/cases/${of}/events`, {
    key,
    method: 'POST',
    headers: { ...json, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const onBus = async (of: string): Promise<CaseEvent[]> => (await world.recordsOf(of)).map(parseCaseEvent);
const reasons = async (of: string): Promise<string[]> =>
  (await onBus(of)).flatMap(({ data }) => ('reason' in data ? [data.reason] : []));

async function opened(): Promise<string> {
  const of = freshCase();
  expect((await post(of, accepted(of))).status).toBe(202);
  return of;
}

describe('publishing', () => {
  it('puts an event on the bus where and as the archive expects it', async () => {
    const of = freshCase();
    const event = accepted(of);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = await post(of, event, { traceparent });
    expect([answer.status, answer.json]).toEqual([202, { ids: [event.id] }]);
    const [record] = await world.recordsOf(of);
    expect(parseCaseEvent(record!)).toEqual(event);
    expect(record!.headers).toEqual({ ...eventHeaders(event), traceparent });
  });

  it('does not hand on a trace that is none', async () => {
    const of = freshCase();
    await post(of, accepted(of), { traceparent: 'x; drop' });
    expect((await world.recordsOf(of))[0]!.headers).not.toHaveProperty('traceparent');
  });

  it('takes several events in their order, five hundred at most', async () => {
    const of = freshCase();
    const batch = [accepted(of), ...Array.from({ length: 499 }, (_, n) => amended(of, n))];
    const answer = await post(of, batch);
    expect(answer.json).toEqual({ ids: batch.map(({ id }) => id) });
    expect(await onBus(of)).toEqual(batch);
    const more = await post(
      of,
      Array.from({ length: 501 }, (_, n) => amended(of, n)),
    );
    expect([more.status, rules(more)]).toEqual([400, ['BATCH']]);
  });

  it('keeps the order of requests that come close behind one another, in each of many cases at once', async () => {
    const cases = await Promise.all(Array.from({ length: 6 }, opened));
    await Promise.all(
      cases.map(async (of) => {
        // One connection, and no waiting for answers: the door has all of them at hand at the same moment, in this order.
        const { socket, received } = await raw(door.port);
        for (let n = 0; n < 40; n++) {
          const body = JSON.stringify(amended(of, n));
          const headers = {
            authorization: `Bearer ${onestop.key}`,
            ...json,
            'content-length': Buffer.byteLength(body),
          };
          socket.write(requestHead('POST', `/v1/cases/${of}/events`, headers) + body);
        }
        await expect.poll(() => received().match(/HTTP\/1\.1 202 /g)?.length, { timeout: 30_000 }).toBe(40);
        socket.destroy();
      }),
    );
    const expected = Array.from({ length: 40 }, (_, n) => `${n}`);
    for (const of of cases) expect(await reasons(of), of).toEqual(expected);
  });

  it('keeps the order in which a client hands over, through the SDK', async () => {
    const client = await openPublisherClient({ door: 'http', url: door.url, key: onestop.key });
    try {
      const of = freshCase();
      const events = [accepted(of), ...Array.from({ length: 30 }, (_, n) => amended(of, n))];
      await Promise.all(events.map((event) => client.publish(event)));
      expect(await onBus(of)).toEqual(events);
    } finally {
      await client.close();
    }
  });
});

describe('an event that breaks its contract', () => {
  it.each([
    ['an ID number in an opinion', (of: string) => step(of, `身份证${ID}`), ['data.opinion PERSONAL_ID_NUMBER']],
    [
      'a phone number in a batch',
      (of: string) => [step(of), step(of, '电话:13800138000')],
      ['[1].data.opinion PERSONAL_PHONE'],
    ],
    [
      'a name',
      (of: string) => ({ ...step(of), data: { ...step(of).data, applicantName: '陈嘉涵' } }),
      ['data.applicantName PERSONAL_NAME_FIELD'],
    ],
  ])('with %s is refused naming the field, and not repeating it', async (_, make, expected) => {
    const of = await opened();
    const answer = await post(of, make(of));
    expect([answer.status, answer.json.code, rules(answer)]).toEqual([422, 'PERSONAL_DATA', expected]);
    expect(answer.text).not.toMatch(/440524|1380013|陈嘉涵/);
    expect(await onBus(of)).toHaveLength(1);
  });

  it('is refused with every fault, in two languages, and none of its batch is published', async () => {
    const of = await opened();
    const wrong = { ...step(of), time: '2026-02-30T00:00:00Z', extra: 1 };
    const answer = await post(of, [amended(of, 1), wrong, amended(of, 2)]);
    expect([answer.status, answer.json.code]).toEqual([422, 'MALFORMED']);
    expect(rules(answer)).toEqual(['[1].time NO_SUCH_DATE', '[1].extra UNRECOGNIZED_KEYS']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    for (const { message } of answer.json.faults!) expect(message).toMatch(/\p{Script=Han}/u);
    expect(answer.json).toMatchObject({ type: 'urn:guidang:problem:malformed', status: 422 });
    expect(await onBus(of)).toHaveLength(1);
  });

  it('for another case than that of its address is refused', async () => {
    const [of, other] = [await opened(), await opened()];
    const answer = await post(of, step(other));
    expect([answer.status, rules(answer)]).toEqual([422, ['case KEY_MISMATCH']]);
  });
});

describe('a hostile body', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

  it.each<[string, () => Parameters<typeof ask>[1] & object, number, string]>([
    ['10 MB of JSON', () => ({ body: `{"a":"${'x'.repeat(10_000_000)}"}` }), 413, 'TOO_LARGE'],
    ['5 MB in one event', () => ({ body: `{"a":"${'x'.repeat(5_000_000)}"}` }), 413, 'TOO_LARGE'],
    ['a million levels', () => ({ body: nested(1_000_000) }), 400, 'MALFORMED'],
    ['a million brackets that never close', () => ({ body: '[{"a":'.repeat(150_000) }), 400, 'MALFORMED'],
    ['broken JSON', () => ({ body: '{"type":' }), 400, 'MALFORMED'],
    ['nothing', () => ({ body: '' }), 400, 'MALFORMED'],
    ['null', () => ({ body: 'null' }), 400, 'MALFORMED'],
    ['a NUL', () => ({ body: '{"a":"\\u0000"}' }), 400, 'MALFORMED'],
    ['bytes that are not UTF-8', () => ({ body: new Uint8Array([0x7b, 0xff, 0x7d]) }), 400, 'MALFORMED'],
    ['a member twice', () => ({ body: '{"a":1,"a":2}' }), 400, 'MALFORMED'],
    ['__proto__', () => ({ body: '{"__proto__":{"x":1}}' }), 422, 'MALFORMED'],
    ['constructor as type', () => ({ body: '{"type":"constructor"}' }), 422, 'MALFORMED'],
    ['XML', () => ({ body: '<case/>', headers: { 'content-type': 'application/xml' } }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['text', () => ({ body: '{}', headers: { 'content-type': 'text/plain' } }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'a file',
      () => ({ body: '{}', headers: { 'content-type': 'application/octet-stream' } }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a name for the request that is none',
      () => ({ body: '{}', headers: { ...json, 'idempotency-key': 'x'.repeat(101) } }),
      400,
      'BAD_REQUEST',
    ],
  ])('of %s is answered and stops nobody', async (_, make, status, code) => {
    const of = await opened();
    const answer = await ask(`${door.url}/v1/cases/${of}/events`, {
      key: onestop.key,
      method: 'POST',
      headers: json,
      ...make(),
    });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect((await post(of, step(of))).status).toBe(202);
  });

  it.each(['x', '../../etc', `a${'A'.repeat(60)}`, '%00', 'GD-2026-0001%0a', '%F0%9F%98%80'])(
    'a case number like %s is refused',
    async (of) => {
      const answer = await post(of, '{}');
      expect([400, 404]).toContain(answer.status);
      expect(answer.json.code).toMatch(/^(BAD_REQUEST|NO_SUCH_DOOR)$/);
    },
  );

  it('another path and another method are answered as problems', async () => {
    const nothing = await ask(`${door.url}/v1/nothing`, { key: onestop.key });
    expect([nothing.status, nothing.json.code]).toEqual([404, 'NO_SUCH_DOOR']);
    const method = await ask(`${door.url}/v1/files`, { key: onestop.key, method: 'DELETE' });
    expect([method.status, method.json.code]).toEqual([404, 'NO_SUCH_DOOR']);
  });
});

describe('who may publish', () => {
  it.each([
    ['no key', undefined],
    ['a wrong key', `${onestop.key.slice(0, -2)}xx`],
    ['a key of nobody', keyOf('nobody').key],
  ])('nobody with %s', async (_, key) => {
    const of = freshCase();
    const answer = await ask(`${door.url}/v1/cases/${of}/events`, {
      method: 'POST',
      headers: { ...json, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify(accepted(of)),
    });
    expect([answer.status, answer.json.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(await onBus(of)).toEqual([]);
  });

  it('not for another department, not as another system, not into a case of another system', async () => {
    const of = freshCase();
    const foreign = await post(of, accepted(of), {}, land.key);
    expect([foreign.status, rules(foreign)]).toEqual([
      403,
      ['source SOURCE_NOT_YOURS', 'data.department.uscc DEPARTMENT_NOT_YOURS'],
    ]);
    const department = { uscc: LAND, name: '东莞市自然资源局', fonds: 'J047' };
    const wrong = await post(of, from.accepted(of, { ...acceptedData, department }));
    expect([wrong.status, wrong.json.code]).toEqual([403, 'DEPARTMENT_NOT_YOURS']);
    expect(await onBus(of)).toEqual([]);

    const mine = await opened();
    const intruding = await post(mine, { ...step(mine), source: OTHER_SOURCE }, {}, land.key);
    expect([intruding.status, intruding.json.code]).toEqual([403, 'CASE_NOT_YOURS']);
    expect(await onBus(mine)).toHaveLength(1);
  });

  it('not into a case that nobody opened', async () => {
    const of = freshCase();
    const answer = await post(of, step(of));
    expect([answer.status, answer.json.code, rules(answer)]).toEqual([409, 'CASE_UNKNOWN', ['case CASE_UNKNOWN']]);
  });

  it('at once into a case that the same system opened over the bus, and not into one that another did', async () => {
    const over = async (of: string, event: CaseEvent): Promise<void> =>
      world.bus.publish([
        {
          topic: 'case.events',
          partition: partitionOf(of, 4),
          key: of,
          value: Buffer.from(JSON.stringify(event)),
          headers: {},
        },
      ]);
    const [mine, theirs] = [freshCase(), freshCase()];
    await over(mine, accepted(mine));
    expect((await post(mine, step(mine))).status).toBe(202);
    await over(theirs, { ...accepted(theirs), source: OTHER_SOURCE });
    expect((await post(theirs, step(theirs))).json.code).toBe('CASE_NOT_YOURS');
  });

  it('not into a case that another system opened over the bus a moment ago, though the request opens it as well', async () => {
    const of = freshCase();
    await world.bus.publish([
      {
        topic: 'case.events',
        partition: partitionOf(of, 4),
        key: of,
        value: Buffer.from(JSON.stringify({ ...accepted(of), source: OTHER_SOURCE })),
        headers: {},
      },
    ]);
    const answer = await post(of, [accepted(of), step(of)]);
    expect([answer.status, answer.json.code]).toEqual([403, 'CASE_NOT_YOURS']);
    expect(await onBus(of)).toHaveLength(1);
  });

  it('into a case whose acceptance by another system was put where the archive does not look for it', async () => {
    const of = freshCase();
    const value = Buffer.from(JSON.stringify({ ...accepted(of), source: OTHER_SOURCE }));
    const partition = (partitionOf(of, 4) + 1) % 4;
    await world.bus.publish([{ topic: 'case.events', partition, key: of, value, headers: {} }]);
    const behind = async () => (await world.store.positions('case.events')).get(partition) ?? 0;
    const { end } = await world.reader.extent('case.events', partition);
    await expect.poll(behind, { timeout: 20_000 }).toBeGreaterThanOrEqual(end);
    expect((await post(of, accepted(of))).status).toBe(202);
  });

  it('nobody who goes on trying without a key: that address is told to stop, and systems are served as before', async () => {
    const away = await world.door({ REFUSED_PER_MINUTE: 3 });
    const codes = [];
    for (let n = 0; n < 5; n++) codes.push((await ask(`${away.url}/v1/files`, { key: 'x' })).status);
    expect(codes).toEqual([401, 401, 401, 429, 429]);
    const allowed = await ask(`${away.url}/v1/cases/${await opened()}/feedback`, { key: onestop.key });
    expect(allowed.status).toBe(200);
  });
});

describe('a request with a name', () => {
  const named = (of: string, body: unknown, name: string, key?: string): Promise<Answered> =>
    post(of, body, { 'idempotency-key': name }, key);

  it('is done once and answered the same as often as it comes', async () => {
    const of = await opened();
    const body = [amended(of, 1), amended(of, 2)];
    const answers = [await named(of, body, `n-${of}`), await named(of, body, `n-${of}`)];
    answers.push(...(await Promise.all(Array.from({ length: 10 }, () => named(of, body, `n-${of}`)))));
    for (const { status, text } of answers) expect([status, text]).toEqual([202, answers[0]!.text]);
    expect(await reasons(of)).toEqual(['1', '2']);
  });

  it('is done once also where many of them come at the same moment', async () => {
    const of = await opened();
    const answers = await Promise.all(Array.from({ length: 20 }, () => named(of, amended(of, 1), `n-${of}`)));
    expect(new Set(answers.map(({ status, text }) => status + text)).size).toBe(1);
    expect(await reasons(of)).toEqual(['1']);
  });

  it('is refused with another body, or for another case', async () => {
    const [of, other] = [await opened(), await opened()];
    expect((await named(of, amended(of, 1), `n-${of}`)).status).toBe(202);
    const again = await named(of, amended(of, 2), `n-${of}`);
    expect([again.status, again.json.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect((await named(other, amended(other, 1), `n-${of}`)).status).toBe(409);
    expect(await reasons(of)).toEqual(['1']);
  });

  it('is its key’s own: another key may use the same name', async () => {
    const of = await opened();
    expect((await named(of, amended(of, 1), `n-${of}`)).status).toBe(202);
    expect((await named(of, amended(of, 2), `n-${of}`, second.key)).status).toBe(202);
    expect(await reasons(of)).toEqual(['1', '2']);
  });

  it('that was refused leaves its name free', async () => {
    const of = await opened();
    expect((await named(of, step(of, ID), `n-${of}`)).status).toBe(422);
    expect((await named(of, step(of), `n-${of}`)).status).toBe(202);
  });

  it('that was cut off before it was answered is done when it comes again', async () => {
    const of = await opened();
    const body = JSON.stringify(amended(of, 1));
    const { createHash } = await import('node:crypto');
    const digest = createHash('sha256').update(`${of}\n`).update(body).digest('hex');
    const claimed = await world.store.claim('onestop', `n-${of}`, digest, new Date(), new Date(Date.now() + 60_000));
    expect(claimed).toBe('mine');
    expect((await named(of, body, `n-${of}`)).status).toBe(202);
    expect((await named(of, body, `n-${of}`)).status).toBe(202);
    expect(await reasons(of)).toEqual(['1']);
  });

  it('may be used for something else after it expired', async () => {
    const of = await opened();
    const brief = await world.door({ REQUEST_NAMES_HOURS: 0 });
    const send = (n: number): Promise<Answered> =>
      ask(`${brief.url}/v1/cases/${of}/events`, {
        key: onestop.key,
        method: 'POST',
        headers: { ...json, 'idempotency-key': `n-${of}` },
        body: JSON.stringify(amended(of, n)),
      });
    expect((await send(1)).status).toBe(202);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await send(2)).status).toBe(202);
    expect(await reasons(of)).toEqual(['1', '2']);
    await world.store.tidy(new Date(Date.now() + 1_000), new Date(0));
    expect(await world.store.claim('onestop', `n-${of}`, 'd', new Date(), new Date())).toBe('mine');
  });
});

describe('a door that is asked too much', () => {
  it('tells a key that asks too often to wait, and serves the others', async () => {
    const slow = await world.door({ REQUESTS_PER_SECOND: 5 });
    const of = await opened();
    const get = (key: string): Promise<Answered> => ask(`${slow.url}/v1/cases/${of}/feedback`, { key });
    const answers = await Promise.all(Array.from({ length: 12 }, () => get(onestop.key)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(7);
    for (const { headers, json: body } of refused)
      expect([headers.get('retry-after'), body.code]).toEqual(['1', 'TOO_MANY_REQUESTS']);
    expect((await get(second.key)).status).toBe(200);
  });

  it('tells nothing of cases or people to its logs and metrics', async () => {
    const told: unknown[] = [];
    const telemetry: Telemetry = {
      ...silent,
      answered: (what) => void told.push(what),
      failed: (where, error) => void told.push([where, String(error)]),
    };
    const talking = await world.door({}, telemetry);
    const of = freshCase();
    for (const body of [accepted(of), step(of, `身份证${ID}`), step(of, '同意'), '{"a":', { ...step(of), x: '陈嘉涵' }])
      await ask(`${talking.url}/v1/cases/${of}/events`, {
        key: onestop.key,
        method: 'POST',
        headers: json,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    await ask(`${talking.url}/v1/cases/${of}/feedback?before=${ID}`, { key: onestop.key });
    expect(told).toHaveLength(6);
    expect(JSON.stringify(told)).not.toMatch(new RegExp(`${of}|${ID}|陈嘉涵|${HEALTH}|gd_`));
    expect(told[1]).toMatchObject({
      route: '/v1/cases/:case/events',
      status: 422,
      code: 'PERSONAL_DATA',
      key: 'onestop',
    });
  });
});

describe('the form', () => {
  it('travels as a file, and its commitment in the event', async () => {
    const client = await openPublisherClient({ door: 'http', url: door.url, key: onestop.key });
    try {
      const of = freshCase();
      const { file, reference } = await client.form(filledForm(of));
      await client.publish(from.accepted(of, { ...acceptedData, applicant: { kind: '1', reference, form: file } }));
      const [event] = await onBus(of);
      expect(JSON.stringify(event)).not.toMatch(/陈嘉涵|440524/);
      const form = await world.vault.read('intake', file.content!, 10_000);
      expect(JSON.parse(form.toString())).toMatchObject({ applicant: { name: '陈嘉涵' } });
    } finally {
      await client.close();
    }
  });
});

describe('a database that is away', () => {
  it('lets known systems in, and asks them to come again', async () => {
    const failures: string[] = [];
    const away = openStore('postgresql://nobody:x@127.0.0.1:1/none?schema=intake');
    const telemetry: Telemetry = { ...silent, failed: (where) => void failures.push(where) };
    const lame = await world.door({}, telemetry, { store: away });
    const of = freshCase();
    const answer = await ask(`${lame.url}/v1/cases/${of}/events`, {
      key: onestop.key,
      method: 'POST',
      headers: json,
      body: JSON.stringify(accepted(of)),
    });
    expect([answer.status, answer.json.code, answer.headers.get('retry-after')]).toEqual([503, 'NOT_NOW', '1']);
    expect((await ask(`${lame.url}/v1/cases/${of}/feedback`, { key: onestop.key })).status).toBe(503);
    expect(failures).toEqual(['/v1/cases/:case/events', '/v1/cases/:case/feedback']);
    expect(answer.text).not.toMatch(/prisma|127\.0\.0\.1/i);
    await away.close();
  });
});

describe('a bus that is away', () => {
  it('is waited for no longer than said; what is sent again is there once, in order', async () => {
    const of = await opened();
    const impatient = await world.door({ PUBLISH_SECONDS: 1 });
    const send = (n: number): Promise<Answered> =>
      ask(`${impatient.url}/v1/cases/${of}/events`, {
        key: onestop.key,
        method: 'POST',
        headers: { ...json, 'idempotency-key': `${of}-${n}` },
        body: JSON.stringify(amended(of, n)),
      });
    expect((await send(0)).status).toBe(202);
    world.broker.kill();
    const answers = await Promise.all([send(1), send(2)]);
    for (const { status, json: body, headers } of answers)
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'BUS_SLOW', '1']);
    await world.broker.start();
    for (const n of [1, 2]) await expect.poll(async () => (await send(n)).status, { timeout: 60_000 }).toBe(202);
    const found = await reasons(of);
    expect([...new Set(found)]).toEqual(['0', '1', '2']);
  });
});
