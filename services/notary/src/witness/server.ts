import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { originHash } from './store.ts';
import type { Witness } from './witness.ts';

/** A request has at most 63 proof lines and a note: 10 KB; the rest is room for many signatures. */
const MAX_BODY_BYTES = 128_000;

const say = (response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void => {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
};

/** The whole body as text; null where it is too long or not UTF-8. */
const bodyOf = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left open on return, so that the refusal can still be said on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk as Buffer);
  }
  const bytes = Buffer.concat(chunks);
  const text = bytes.toString('utf8');
  return Buffer.byteLength(text) === bytes.length && !text.includes('\ufffd') ? text : null;
};

/**
 * The witness over HTTP: POST /add-checkpoint, GET /<origin hash>/checkpoint for monitors (C2SP tlog-witness), GET /healthz.
 * Whoever asks for more cosignatures than `mayAsk` lets through is told to come again (429); monitors are always answered.
 */
export const witnessServer = (
  witness: Witness,
  origins: readonly string[],
  report: (error: unknown) => void,
  mayAsk: () => boolean = () => true,
): Server => {
  const checkpointOf = async (hash: string, response: ServerResponse): Promise<void> => {
    const origin = origins.find((o) => originHash(o) === hash);
    const note = origin === undefined ? null : await witness.latest(origin);
    if (note === null) say(response, 404, '没有该日志的存证点 / no checkpoint of that log\n');
    else say(response, 200, note);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?', 1)[0]!;
    const asked = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path);
    if (request.method === 'GET' && path === '/healthz') return say(response, 200, 'ok\n');
    if (request.method === 'GET' && asked) return checkpointOf(asked[1]!, response);
    if (path !== '/add-checkpoint') return say(response, 404, '没有此接口 / no such door\n');
    if (request.method !== 'POST') return say(response, 405, '请用 POST / POST it\n');
    const endWith = (status: number, text: string): void => {
      response.setHeader('connection', 'close');
      response.once('finish', () => request.destroy());
      say(response, status, text);
    };
    if (!mayAsk()) {
      response.setHeader('retry-after', '10');
      return endWith(429, '请求过于频繁,请稍后再来 / too many requests, come again later\n');
    }
    const body = await bodyOf(request);
    if (body === null) return endWith(400, '请求过大或不是 UTF-8 / the body is too large or not UTF-8\n');
    const answer = await witness.add(body);
    say(response, answer.status, answer.body, answer.type);
  };
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      report(error);
      if (!response.headersSent)
        say(response, 500, '见证方内部错误,未签名 / the witness failed and has cosigned nothing\n');
    });
  });
};
