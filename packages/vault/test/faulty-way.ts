import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Place } from '../src/place.ts';

/** How one request fares: it never arrives; it is done but nobody hears of it; the store says no for now; it is cut while answering. */
export type Fault = 'lost' | 'untold' | 503 | 409 | 'cut';

export interface FaultyWay {
  readonly place: Place;
  /** One fault for each of the next requests that match; after that all is well. */
  next(matches: (method: string, url: string) => boolean, ...faults: Fault[]): void;
  /** requests that came, as "METHOD status-or-fault" */
  readonly seen: string[];
  close(): Promise<void>;
}

/** A way to a store that fails when told to. */
export async function faultyWay(to: Place): Promise<FaultyWay> {
  const target = new URL(to.endpoint);
  const seen: string[] = [];
  let faults: Fault[] = [];
  let matching = (_method: string, _url: string): boolean => false;
  const server = http.createServer((request, response) => {
    const fault = matching(request.method ?? '', request.url ?? '') ? faults.shift() : undefined;
    if (fault !== undefined) seen.push(`${request.method} ${fault}`);
    if (fault === 'lost') return void request.socket.destroy();
    if (typeof fault === 'number') {
      request.resume().on('end', () => response.writeHead(fault).end('<Error><Code>Later</Code></Error>'));
      return;
    }
    const { method, url, headers } = request;
    const onward = http.request({ host: target.hostname, port: target.port, method, path: url, headers });
    request.pipe(onward);
    onward.on('error', () => response.destroy());
    onward.on('response', (answer) => {
      if (fault === undefined) seen.push(`${method} ${answer.statusCode}`);
      if (fault === 'untold') return void answer.resume().on('end', () => request.socket.destroy());
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      if (fault !== 'cut') return void answer.pipe(response);
      answer.once('data', (chunk: Buffer) => response.write(chunk.subarray(0, 10), () => request.socket.destroy()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    place: { ...to, endpoint: `http://127.0.0.1:${port}` },
    next: (matches, ...list) => {
      matching = matches;
      faults = list;
    },
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
