import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Signer, sha256 } from '@guidang/evidence';
import { MAX_BODY_BYTES, SignRequest } from './protocol.ts';

const say = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

const parseJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};

/**
 * The other side of `remoteSigner`: a small service over signers of any kind, by name. Who shows the token may have anything signed, so it belongs where only the
 * sealing service can reach it. What is signed is written down nowhere.
 */
export const signingService = (signers: ReadonlyMap<string, Signer>, token: string): Server => {
  const expected = sha256(`Bearer ${token}`);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!timingSafeEqual(sha256(request.headers.authorization ?? ''), expected))
      return say(response, 401, { error: '未授权 / not authorised' });
    const [, name, signatures] = /^\/v1\/keys\/([^/]+)(\/signatures)?$/.exec(request.url ?? '') ?? [];
    const signer = name === undefined ? undefined : signers.get(decodeURIComponent(name));
    if (!signer) return say(response, 404, { error: '没有这把密钥 / no such key' });
    if (!signatures && request.method === 'GET')
      return say(response, 200, {
        algorithm: signer.algorithm,
        certificates: signer.certificates.map((c) => c.raw.toString('base64')),
      });
    if (!signatures || request.method !== 'POST') return say(response, 405, { error: '方法不对 / wrong method' });
    const body = await bodyOf(request);
    if (body === null) return say(response, 413, { error: '请求过长 / the request is too long' });
    const asked = SignRequest.safeParse(parseJson(body));
    if (!asked.success) return say(response, 400, { error: '请求不合约定 / not a request' });
    if (asked.data.algorithm !== signer.algorithm)
      return say(response, 409, { error: `该密钥的算法为 / this key signs ${signer.algorithm}` });
    const signature = await signer.sign(Buffer.from(asked.data.bytes, 'base64'));
    say(response, 200, { signature: Buffer.from(signature).toString('base64') });
  };
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : 'unknown');
      if (!response.headersSent) say(response, 503, { error: '暂时无法签名 / cannot sign now' });
    });
  });
};
