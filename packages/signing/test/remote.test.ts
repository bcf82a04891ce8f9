import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keySigner, remoteSigner, SigningFault, signingService } from '../src/index.ts';
import { certified, newKey } from './hands.ts';

const open: Server[] = [];
const listen = async (server: Server): Promise<string> => {
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
afterAll(() => {
  for (const server of open) {
    server.closeAllConnections();
    server.close();
  }
});
const key = newKey('sm2');
const signer = keySigner(key, [certified(key)]);
const data = Buffer.from('清单');
let url = '';
const place = (over: object = {}) => ({ url, key: '归档章', authorisation: () => 'let me', timeoutMs: 2000, ...over });

beforeAll(async () => {
  url = await listen(signingService(new Map([['归档章', signer]]), 'let me'));
});

describe('a key with a signing service', () => {
  it('signs as if it were here', async () => {
    const remote = await remoteSigner(place());
    expect(remote.algorithm).toBe('sm2-sm3');
    expect(Buffer.from(await remote.sign(data))).toEqual(Buffer.from(await signer.sign(data)));
  });

  it('is for whoever has the token, and by its name', async () => {
    await expect(remoteSigner(place({ authorisation: () => 'let him' }))).rejects.toThrow(/401/);
    await expect(remoteSigner(place({ key: 'another' }))).rejects.toThrow(/404/);
  });

  it.each<[string, number, RequestInit]>([
    ['what is no JSON', 400, { method: 'POST', body: 'x' }],
    ['another algorithm', 409, { method: 'POST', body: JSON.stringify({ algorithm: 'ed25519', bytes: 'eA==' }) }],
    ['too much', 413, { method: 'POST', body: 'x'.repeat(2_000_000) }],
    ['another method', 405, { method: 'PUT' }],
  ])('answers %s with %i', async (_, status, init) => {
    const response = await fetch(`${url}/v1/keys/${encodeURIComponent('归档章')}/signatures`, {
      ...init,
      headers: { authorization: 'Bearer let me' },
    });
    expect(response.status).toBe(status);
  });
});

describe('a signing service that fails', () => {
  /** Answers the description rightly, and signatures as told. */
  const lying = (answer: RequestListener): Promise<string> =>
    listen(
      createServer((request, response) => {
        if (request.url?.endsWith('/signatures')) return answer(request, response);
        response.end(
          JSON.stringify({
            algorithm: signer.algorithm,
            certificates: signer.certificates.map((c) => c.raw.toString('base64')),
          }),
        );
      }),
    );

  it.each<[string, RequestListener]>([
    [
      'gives the signature of other bytes',
      async (_, response) =>
        response.end(
          JSON.stringify({ signature: Buffer.from(await signer.sign(Buffer.from('other'))).toString('base64') }),
        ),
    ],
    ['gives rubbish', (_, response) => response.end(JSON.stringify({ signature: 'AAAA' }))],
    ['gives no JSON', (_, response) => response.end('<html>')],
    [
      'answers without end',
      (_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      },
    ],
    ['never answers', () => undefined],
    ['hangs up', (request) => request.socket.destroy()],
    ['sends elsewhere', (_, response) => response.writeHead(302, { location: `${url}/` }).end()],
    ['is busy', (_, response) => response.writeHead(503).end()],
  ])('(%s) signs nothing, and says nothing of what was asked', async (_, answer) => {
    const remote = await remoteSigner(place({ url: await lying(answer), timeoutMs: 300 }));
    const fault = await remote.sign(data).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(SigningFault);
    expect(String(fault)).not.toContain(data.toString('base64'));
    expect(String(fault)).not.toContain('let me');
  });
});
