import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DigestMismatch,
  EarlierFailed,
  eventsFrom,
  Malformed,
  openPublisherClient,
  type PublisherClient,
  PublishRefused,
  SizeMismatch,
  Unreachable,
} from '../src/index.ts';
import { amended, brokenOff, CASE, closed, SOURCE, step, streamOf } from './specimens.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}
type Reply = (seen: Seen, response: ServerResponse) => void;

const from = eventsFrom(SOURCE);
const hex = (algorithm: string, bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');
const say = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const stored: Reply = ({ body }, response) => {
  const sha256 = hex('sha256', body);
  say(response, 201, { content: `sha256:${sha256}`, sha256, sm3: hex('sm3', body), size: body.length, created: true });
};
const taken: Reply = (_, response) => say(response, 202, { ids: [] });

describe('the HTTP door', () => {
  /** Answers as told: the n-th request by the n-th reply, and by the last one from then on. */
  let server: Server;
  let client: PublisherClient;
  let seen: Seen[];
  let replies: Reply[];

  beforeEach(async () => {
    seen = [];
    replies = [taken];
    server = createServer(async (request, response) => {
      const body = await buffer(request);
      const one = { method: request.method!, url: request.url!, headers: request.headers, body };
      seen.push(one);
      (replies.length > 1 ? replies.shift()! : replies[0]!)(one, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = await openPublisherClient({
      door: 'http',
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/intake/`,
      key: 'gd_test_secret',
      patience: { totalMs: 500, firstPauseMs: 1, longestPauseMs: 4 },
    });
  });
  afterEach(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  describe('publishing', () => {
    it('sends one event as it is, with the key, and a name for the request that derives from its bytes', async () => {
      const event = from.closed(CASE, closed);
      expect(await client.publish(event, { traceparent: '00-a-b-01' })).toEqual([event.id]);
      const [{ method, url, headers, body } = {} as Seen] = seen;
      expect([method, url]).toEqual(['POST', `/intake/v1/cases/${CASE}/events`]);
      expect(headers).toMatchObject({
        authorization: 'Bearer gd_test_secret',
        'content-type': 'application/json',
        'idempotency-key': hex('sha256', body),
        traceparent: '00-a-b-01',
      });
      expect(JSON.parse(body.toString())).toEqual(event);
    });

    it('sends the events of each case to that case, in order, in requests of at most 500', async () => {
      const events = Array.from({ length: 1_201 }, (_, n) =>
        from.amended(n % 3 === 0 ? 'GD-2026-000002' : CASE, { ...amended, reason: `${n}` }),
      );
      expect(await client.publish(events)).toEqual(events.map(({ id }) => id));
      const sent = Map.groupBy(seen, ({ url }) => url.split('/')[4]!);
      for (const [of, requests] of sent) {
        const bodies = requests.map(({ body }) => JSON.parse(body.toString()) as { case: string }[]);
        expect(bodies.every((batch) => batch.length <= 500)).toBe(true);
        expect(bodies.flat()).toEqual(events.filter((event) => event.case === of));
      }
      expect([...sent.keys()].sort()).toEqual([CASE, 'GD-2026-000002']);
    });

    it('cuts what would be too long a body', async () => {
      const long = Array.from({ length: 120 }, (_, n) =>
        from.amended(CASE, { ...amended, reason: '字'.repeat(490) + n }),
      );
      const many = Array.from({ length: 30 }, () => long)
        .flat()
        .map((event, n) => ({ ...event, id: `e-${n}` }));
      await client.publish(many);
      expect(seen.reduce((sum, { body }) => sum + (JSON.parse(body.toString()) as unknown[]).length, 0)).toBe(3_600);
      for (const { body } of seen) expect(body.length).toBeLessThan(4_300_000);
    });

    it('sends nothing where one event is wrong', async () => {
      const wrong = from.stepRecorded(CASE, { ...step, opinion: '电话13800138000' });
      const error = await client.publish([from.closed(CASE, closed), wrong]).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(Malformed);
      expect((error as Malformed).faults).toMatchObject([{ field: '[1].data.opinion', rule: 'PERSONAL_PHONE' }]);
      expect(seen).toEqual([]);
    });

    it('keeps the order of a case across calls while the first of them is asked again', async () => {
      replies = [(_, r) => say(r, 503, {}), (_, r) => say(r, 503, {}), taken];
      const events = [1, 2, 3].map((n) => from.amended(CASE, { ...amended, reason: `${n}` }));
      await Promise.all(events.map((event) => client.publish(event)));
      const reasons = seen.map(({ body }) => (JSON.parse(body.toString()) as { data: { reason: string } }).data.reason);
      expect(reasons).toEqual(['1', '1', '1', '2', '3']);
    });

    it.each([
      ['503', (_: Seen, r: ServerResponse) => say(r, 503, {})],
      ['429 with Retry-After', (_: Seen, r: ServerResponse) => say(r, 429, {}, { 'retry-after': '0.01' })],
      ['500 in words of a proxy', (_: Seen, r: ServerResponse) => void r.writeHead(502).end('<html>bad gateway')],
      ['a connection that breaks off', (_: Seen, r: ServerResponse) => void r.destroy()],
      [
        'an answer that breaks off',
        (_: Seen, r: ServerResponse) => {
          r.writeHead(202, { 'content-length': 100 }).write('{');
          setImmediate(() => r.destroy());
        },
      ],
    ])('asks again, under the same name, after %s', async (_, fails) => {
      replies = [fails, fails, taken];
      await client.publish(from.closed(CASE, closed));
      expect(seen).toHaveLength(3);
      expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    });

    it('gives up after a while, and those behind it fail with it', async () => {
      replies = [(_, r) => say(r, 503, {})];
      const first = client.publish(from.closed(CASE, closed));
      const second = client.publish(from.amended(CASE, amended));
      await expect(first).rejects.toBeInstanceOf(Unreachable);
      await expect(second).rejects.toBeInstanceOf(EarlierFailed);
    });

    it.each([
      ['field and rule', 422, { code: 'MALFORMED', faults: [{ field: 'data.x', rule: 'R', message: 'm' }] }, Malformed],
      ['another department', 403, { code: 'DEPARTMENT_NOT_YOURS', detail: '无权' }, PublishRefused],
      ['faults that are none', 422, { code: 'MALFORMED', faults: [{ field: 7 }] }, PublishRefused],
      ['nothing at all', 400, null, PublishRefused],
    ])('does not ask again where the answer is no: %s', async (_, status, problem, kind) => {
      replies = [(_, r) => say(r, status, problem)];
      const error = await client.publish(from.closed(CASE, closed)).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(kind);
      expect(seen).toHaveLength(1);
      if (error instanceof PublishRefused)
        expect(error).toMatchObject({ status, code: problem?.code ?? `HTTP_${status}` });
    });
  });

  describe('uploading', () => {
    const bytes = Buffer.from('归档'.repeat(100_000));
    const digests = { sha256: hex('sha256', bytes), sm3: hex('sm3', bytes), size: bytes.length };
    beforeEach(() => {
      replies = [stored];
    });

    it('announces what it can know', async () => {
      expect(await client.upload(bytes)).toEqual({ content: `sha256:${digests.sha256}`, ...digests });
      expect(seen[0]).toMatchObject({ method: 'PUT', url: '/intake/v1/files' });
      expect(seen[0]!.headers).toMatchObject({
        'x-sha256': digests.sha256,
        'x-sm3': digests.sm3,
        'content-length': String(bytes.length),
        'content-type': 'application/octet-stream',
      });
      expect(seen[0]!.body.equals(bytes)).toBe(true);
    });

    it('digests a stream on its way and compares with what the archive found', async () => {
      expect(await client.upload(streamOf(bytes))).toEqual({ content: `sha256:${digests.sha256}`, ...digests });
      expect(seen[0]!.headers).not.toHaveProperty('x-sha256');
      replies = [(one, r) => stored({ ...one, body: Buffer.from('other') }, r)];
      await expect(client.upload(streamOf(bytes))).rejects.toBeInstanceOf(SizeMismatch);
      replies = [(one, r) => stored({ ...one, body: Buffer.from(one.body).fill(0) }, r)];
      await expect(client.upload(streamOf(bytes))).rejects.toMatchObject({
        algorithm: 'sha256',
        expected: digests.sha256,
      });
    });

    it('does not send what is not what its publisher says', async () => {
      const sha256 = '0'.repeat(64);
      const error = await client.upload(bytes, { expect: { sha256 } }).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(DigestMismatch);
      expect(error).toMatchObject({ expected: sha256, found: digests.sha256 });
      await expect(client.upload(bytes, { expect: { size: 1 } })).rejects.toBeInstanceOf(SizeMismatch);
      await client.upload(bytes, { expect: { sha256: undefined, sm3: digests.sm3 } });
      expect(seen).toHaveLength(1);
    });

    it('tells what the publisher says of a stream, and passes a refusal on with both digests', async () => {
      const problem = { code: 'DIGEST_MISMATCH', algorithm: 'sm3', expected: 'aa', found: 'bb' };
      replies = [(_, r) => say(r, 422, problem)];
      const error = await client.upload(streamOf(bytes), { expect: { sm3: 'aa' } }).catch((caught: unknown) => caught);
      expect(seen[0]!.headers['x-sm3']).toBe('aa');
      expect(error).toBeInstanceOf(DigestMismatch);
      expect(error).toMatchObject(problem);
    });

    it('asks again with what it can read again, and not with a stream', async () => {
      replies = [(_, r) => say(r, 503, {}), stored];
      expect((await client.upload(bytes)).sha256).toBe(digests.sha256);
      expect(seen).toHaveLength(2);
      replies = [(_, r) => say(r, 503, {})];
      await expect(client.upload(streamOf(bytes))).rejects.toBeInstanceOf(Unreachable);
      expect(seen).toHaveLength(3);
    });

    it('passes on what a stream breaks off with', async () => {
      await expect(client.upload(brokenOff(bytes))).rejects.toThrow('the disk is gone');
    });

    it('does not upload nothing', async () => {
      await expect(client.upload(Buffer.alloc(0))).rejects.toMatchObject({ code: 'EMPTY_FILE' });
      expect(seen).toEqual([]);
    });

    it('stops sending when the answer is there already', async () => {
      const early = createServer((_, response) =>
        say(response, 413, { code: 'TOO_LARGE', detail: 'x' }, { connection: 'close' }),
      );
      await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve));
      const other = await openPublisherClient({
        door: 'http',
        url: `http://127.0.0.1:${(early.address() as AddressInfo).port}`,
        key: 'k',
      });
      await expect(other.upload(Buffer.alloc(30_000_000))).rejects.toMatchObject({ code: 'TOO_LARGE', status: 413 });
      await other.close();
      early.closeAllConnections();
      await new Promise((resolve) => early.close(resolve));
    });

    it('makes the form an object and answers with file and reference', async () => {
      const filled = {
        case: CASE,
        applicant: { name: '陈嘉涵', identity: { type: '111', number: '440524188001010014' } },
        fields: [],
      };
      const { file, reference } = await client.form(filled);
      expect(file).toMatchObject({
        name: '申请表单.json',
        content: `sha256:${hex('sha256', seen[0]!.body)}`,
        mediaType: 'application/json',
      });
      expect(reference).toMatch(/^commit:/);
      expect(JSON.parse(seen[0]!.body.toString())).toMatchObject({ ...filled, type: 'application-form' });
    });
  });
});
