import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface Health {
  /** It does its work or has nothing to do; false calls for a restart. */
  live(): boolean;
  /** It has what it needs and takes work. */
  ready(): boolean;
  /** How far its long work is, as JSON without anything personal; left out where it has none. */
  progress?(): object;
}

/** GET /livez, /readyz (200 or 503), /metrics (Prometheus) and, where a service has any, /progress (JSON). */
export async function serveHealth(
  health: Health,
  metrics: Registry,
  host: string,
  port: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    const say = (status: number, body: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    if (request.url === '/livez') return health.live() ? say(200, 'ok\n') : say(503, '停滞 / stuck\n');
    if (request.url === '/readyz') return health.ready() ? say(200, 'ok\n') : say(503, '未就绪 / not ready\n');
    if (request.url === '/progress' && health.progress)
      return say(200, `${JSON.stringify(health.progress())}\n`, 'application/json; charset=utf-8');
    if (request.url === '/metrics')
      return void metrics.metrics().then(
        (text) => say(200, text, metrics.contentType),
        (error: unknown) => say(500, String(error)),
      );
    say(404, '没有此页 / no such page\n');
  });
  server.keepAliveTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}
