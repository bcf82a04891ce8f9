import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { coversDigest, der, sha256, timestampRequest, verifyToken } from '@guidang/evidence';
import { type AuthorityOptions, timestampAuthority } from '@guidang/host';
import { answer, timestampServer } from '@guidang/lab/tsa';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Laboratory, laboratory } from './laboratory.ts';

const REPLY = { 'content-type': 'application/timestamp-reply' };
const digest = sha256('root');
let lab: Laboratory;
let server: Server | undefined;
let serial = 0n;
const next = (): bigint => (serial += 1n);

beforeAll(() => {
  lab = laboratory();
});
afterAll(() => lab.clear());
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
});

async function listening(one: Server): Promise<string> {
  server = one;
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}/`;
}

const asker = (url: string, more: Partial<AuthorityOptions> = {}) =>
  timestampAuthority({ url, trust: lab.trust, timeoutMs: 5_000, clockToleranceMs: 60_000, now: Date.now, ...more });

type Answering = (question: Buffer, response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

/** An authority that answers in its own way. */
const strange = (answering: Answering): Promise<string> =>
  listening(
    createServer((request, response) => {
      void buffer(request).then((question) => answering(question, response, request));
    }),
  );

const honest = (question: Uint8Array, by = lab.authority, now = new Date()): Buffer => answer(question, by, next, now)!;
const saying = (bytes: (question: Buffer) => Uint8Array): Promise<string> =>
  strange((question, response) => void response.writeHead(200, REPLY).end(bytes(question)));

describe('the authority of the laboratory', () => {
  it('gives a token that holds, over the digest asked for', async () => {
    const url = await listening(timestampServer(lab.authority, next, () => new Date()));
    const token = verifyToken(await asker(url)(digest), lab.trust);
    if (!token.ok) throw new Error(token.detail);
    expect(coversDigest(token.value, digest).ok).toBe(true);
  });

  it('is asked with a nonce that is new each time, and for the one policy that is taken', async () => {
    const asked: Buffer[] = [];
    const url = await saying((question) => {
      asked.push(question);
      return honest(question);
    });
    await asker(url)(digest);
    await asker(url)(digest);
    await asker(url, { trust: { ...lab.trust, policies: [] } })(digest);
    expect(new Set(asked.map((question) => question.toString('hex'))).size).toBe(3);
    const policy = der.oid(lab.trust.policies[0]!);
    expect(asked.map((question) => question.includes(policy))).toEqual([true, true, false]);
  });
});

describe('an answer that is refused', () => {
  const other = sha256('another root');
  it.each<[what: string, url: () => Promise<string>, code: string]>([
    ['answers another nonce', () => saying(() => honest(timestampRequest({ digest, nonce: 7n }))), 'TIMESTAMP_NONCE'],
    [
      'is over another digest',
      () => saying(() => honest(timestampRequest({ digest: other, nonce: 7n }))),
      'TIMESTAMP_IMPRINT',
    ],
    [
      'was given before, to the same question but for the nonce',
      () => {
        let kept: Buffer | undefined;
        return saying((question) => (kept ??= honest(timestampRequest({ digest, nonce: BigInt(question.length) }))));
      },
      'TIMESTAMP_NONCE',
    ],
    ['is garbage', () => saying(() => Buffer.from('<html>503</html>')), 'RESPONSE_FORMAT'],
    ['is empty', () => saying(() => Buffer.alloc(0)), 'RESPONSE_FORMAT'],
    ['is cut short', () => saying((question) => honest(question).subarray(0, -20)), 'RESPONSE_FORMAT'],
    [
      'has one bit turned',
      () =>
        saying((question) => {
          const bytes = honest(question);
          bytes[bytes.length - 4]! ^= 1;
          return bytes;
        }),
      'TOKEN_SIGNATURE',
    ],
    [
      'is a rejection',
      () => saying((question) => honest(question.map((b, i) => (i > 10 && i < 14 ? b ^ 1 : b)))),
      'RESPONSE_REFUSED',
    ],
    [
      'comes from an authority under a policy nobody takes',
      () =>
        saying((question) =>
          honest(
            Buffer.from(
              question
                .toString('hex')
                .replaceAll(
                  der.oid(lab.trust.policies[0]!).toString('hex'),
                  der.oid('2.25.184630217529317904318470553016489241203.2').toString('hex'),
                ),
              'hex',
            ),
            { ...lab.authority, policy: '2.25.184630217529317904318470553016489241203.2' },
          ),
        ),
      'TOKEN_POLICY',
    ],
    [
      'is signed with a key that only seals',
      () =>
        saying((question) =>
          honest(question, { ...lab.authority, certificate: lab.sealCertificate, key: lab.sealKey }),
        ),
      'TOKEN_KEY_USAGE',
    ],
    [
      'is dated an hour ahead',
      () => saying((question) => honest(question, lab.authority, new Date(Date.now() + 3_600_000))),
      'TIMESTAMP_TIME',
    ],
    [
      'is dated an hour back',
      () => saying((question) => honest(question, lab.authority, new Date(Date.now() - 3_600_000))),
      'TIMESTAMP_TIME',
    ],
    ['says 500', () => strange((_, response) => void response.writeHead(500, REPLY).end('x')), 'RESPONSE_HTTP'],
    [
      'has another content type',
      () =>
        strange(
          (question, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(honest(question)),
        ),
      'RESPONSE_HTTP',
    ],
    [
      'has no end',
      () =>
        strange((_, response) => {
          response.writeHead(200, REPLY);
          const more = (): void => {
            while (!response.destroyed && response.write(Buffer.alloc(16_384)));
          };
          response.on('drain', more);
          more();
        }),
      'RESPONSE_TOO_LARGE',
    ],
  ])('%s', async (_, url, code) => {
    await expect(asker(await url())(digest)).rejects.toMatchObject({ name: 'TimestampRefused', code });
  });

  it('leads to another address', async () => {
    const url = await strange((_, response) => void response.writeHead(307, { location: '/elsewhere' }).end());
    await expect(asker(url)(digest)).rejects.toMatchObject({ name: 'TimestampUnavailable' });
  });
});

describe('an authority that does not answer', () => {
  it.each<[what: string, answering: Answering]>([
    ['is silent', () => {}],
    ['stops in the middle', (_, response) => void response.writeHead(200, REPLY).write(Buffer.of(0x30))],
    [
      'lets its answer trickle',
      (question, response) => {
        const bytes = honest(question);
        response.writeHead(200, REPLY);
        let at = 0;
        const drip = setInterval(() => void response.write(bytes.subarray(at, ++at)), 20);
        response.once('close', () => clearInterval(drip));
      },
    ],
  ])('%s: it is given up after its time', async (_, answering) => {
    const url = await strange(answering);
    await expect(asker(url, { timeoutMs: 200 })(digest)).rejects.toMatchObject({
      name: 'TimestampUnavailable',
      code: 'TIMEOUT',
    });
  });

  it('hangs up', async () => {
    const url = await strange((_, response) => void response.destroy());
    await expect(asker(url)(digest)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });

  it('is not there', async () => {
    const url = await listening(createServer());
    await new Promise<void>((resolve) => server!.close(() => resolve()));
    server = undefined;
    await expect(asker(url)(digest)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
