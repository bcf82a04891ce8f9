import { connect, type Socket } from 'node:net';
import type { ProblemBody } from '../src/problem.ts';

export type Body = NonNullable<NonNullable<Parameters<typeof fetch>[1]>['body']>;

/** What a door answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown> & Partial<ProblemBody>;
}

export async function ask(
  url: string,
  {
    key,
    method = 'GET',
    headers = {},
    body,
  }: { key?: string; method?: string; headers?: Record<string, string>; body?: Body } = {},
): Promise<Answered> {
  const response = await fetch(url, {
    method,
    headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...headers },
    ...(body !== undefined && { body, duplex: 'half' }),
  } as RequestInit);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text === '' ? {} : JSON.parse(text) };
}

export const rules = ({ json }: Answered): string[] =>
  (json.faults ?? []).map(({ field, rule }) => `${field} ${rule}`.trim());

/** A connection on which bytes are written as a test likes. */
export async function raw(port: number): Promise<{ socket: Socket; received(): string; closed: Promise<void> }> {
  const socket = connect({ port, host: '127.0.0.1' });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { socket, received: () => text, closed };
}

export const requestHead = (method: string, path: string, headers: Record<string, string | number>): string =>
  `${method} ${path} HTTP/1.1\r\nhost: intake\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
