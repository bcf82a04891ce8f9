import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answer } from './answer.ts';
import type { Authority } from './token.ts';

const QUERY = 'application/timestamp-query';
const REPLY = 'application/timestamp-reply';
/** A question with a nonce and a policy has less than 200 bytes. */
const MAX_QUESTION_BYTES = 16_384;

const say = (response: ServerResponse, status: number, words: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${words}\n`);
};

/** The whole body, or null where it is longer than a question can be. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left open on return, so that the refusal can still be said on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > MAX_QUESTION_BYTES) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

/** RFC 3161 over HTTP (§3.4): POST a question, get a response. GET /healthz says whether it is there. */
export const timestampServer = (authority: Authority, serial: () => bigint, now: () => Date): Server => {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'GET' && request.url === '/healthz') return say(response, 200, 'ok');
    if (request.method !== 'POST') return say(response, 405, '请用 POST 提交时间戳请求 / POST a timestamp query');
    if (request.headers['content-type'] !== QUERY)
      return say(response, 415, `内容类型须为 ${QUERY} / content type must be ${QUERY}`);
    const body = await bodyOf(request);
    if (body === null) {
      response.setHeader('connection', 'close');
      response.once('finish', () => request.destroy());
      return say(
        response,
        413,
        `请求超过 ${MAX_QUESTION_BYTES} 字节 / the query is longer than ${MAX_QUESTION_BYTES} bytes`,
      );
    }
    const reply = answer(body, authority, serial, now());
    if (reply === null) return say(response, 400, '不是 RFC 3161 时间戳请求 / not an RFC 3161 timestamp query');
    response.writeHead(200, { 'content-type': REPLY, 'content-length': reply.length }).end(reply);
  };
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // The client went away in the middle of its question, or the disk would not take a serial number: no token either way.
      if (!response.headersSent && !response.destroyed) say(response, 500, '时间戳服务内部错误 / the authority failed');
      if (!request.destroyed || request.complete) console.error(error);
    });
  });
};
