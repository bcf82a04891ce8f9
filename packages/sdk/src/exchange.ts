import { type IncomingMessage, type OutgoingHttpHeaders, Agent as PlainAgent, request as plain } from 'node:http';
import { Agent as SecureAgent, request as secure } from 'node:https';
import type { Readable } from 'node:stream';
import { NotNow } from './patience.ts';

export interface Question {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | Readable;
  /** Over a connection of its own: one that was kept may have been given up by the other side, and this body cannot be sent again. */
  readonly alone?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** A connection on which nothing moves for so long is given up. */
const IDLE_MS = 120_000;
/** No answer of the archive is longer. */
const ANSWER_BYTES = 4 * 1024 * 1024;

/** Asks one HTTP server over kept connections. */
export interface Exchange {
  /**
   * Sends a question and waits for the answer, which may come before the body was sent whole: then no more of it is sent.
   * @throws NotNow where the connection fails; whatever the body's stream throws
   */
  ask(question: Question): Promise<Answer>;
  close(): void;
}

export function openExchange(base: string): Exchange {
  const url = new URL(base);
  const https = url.protocol === 'https:';
  const agent = https ? new SecureAgent({ keepAlive: true }) : new PlainAgent({ keepAlive: true });
  const prefix = url.pathname.replace(/\/$/, '');
  return {
    ask: ({ method, path, headers, body, alone = false }) =>
      new Promise((resolve, reject) => {
        const target = { protocol: url.protocol, hostname: url.hostname, port: url.port, path: prefix + path };
        const asked = (https ? secure : plain)({
          ...target,
          method,
          headers,
          agent: alone ? false : agent,
          timeout: IDLE_MS,
        });
        const lost = (cause: unknown): void => reject(new NotNow('连接中断 / the connection failed', { cause }));
        asked.on('timeout', () => asked.destroy(new Error('nothing moved for too long')));
        asked.on('error', lost);
        asked.on('response', (response) => {
          collect(response).then((text) => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
            // What is still to be sent has become pointless; a connection in the middle of a body cannot be kept.
            if (!asked.writableFinished) asked.destroy();
          }, lost);
        });
        if (Buffer.isBuffer(body)) asked.end(body);
        else {
          body.on('error', (error) => {
            reject(error);
            asked.destroy();
          });
          asked.on('close', () => body.destroy());
          body.pipe(asked);
        }
      }),
    close: () => agent.destroy(),
  };
}

async function collect(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
