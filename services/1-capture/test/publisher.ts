import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A publishing system's file server on loopback: real HTTP, with answers as bad as one likes. */
export interface Publisher {
  readonly port: number;
  readonly seen: IncomingMessage[];
  /** connections made so far */
  readonly connections: () => number;
  on(path: string, answer: Answer): void;
  close(): Promise<void>;
}

export async function openPublisher(host = '127.0.0.1', port = 0): Promise<Publisher> {
  const answers = new Map<string, Answer>();
  const seen: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    seen.push(request);
    const answer = answers.get((request.url ?? '').split('?')[0]!);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {}); // clients hang up on us all the time here
  });
  await new Promise<void>((resolve) => server.listen({ host, port }, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    connections: () => connections,
    on: (path, answer) => void answers.set(path, answer),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const says =
  (status: number, headers: Record<string, string> = {}, body: string | Buffer = ''): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);

/** Writes pieces with a pause between them, for as long as the other side listens or the pieces last. */
export const drips =
  (piece: Buffer, pauseMs: number, pieces = Number.POSITIVE_INFINITY): Answer =>
  (_, response) => {
    response.writeHead(200);
    let left = pieces;
    const write = (): void => {
      if (response.destroyed) return;
      if (left-- <= 0) return void response.end();
      response.write(piece, () => setTimeout(write, pauseMs));
    };
    write();
  };

/** Bytes as fast as they are taken, without an end. */
export const endless: Answer = (_, response) => {
  response.writeHead(200);
  const piece = Buffer.alloc(64 * 1024, 7);
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', write);
  write();
};

/** Says so many bytes, sends fewer, and hangs up. */
export const cutShort =
  (said: number, sent: Buffer): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-length': String(said) });
    response.write(sent, () => response.destroy());
  };
