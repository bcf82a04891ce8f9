import Fastify, { type FastifyInstance } from 'fastify';
import type { TileStore } from './log/tiles.ts';

const TILE = /^tile\/(entries|\d+)\/(x\d{3}\/)*\d{3}(\.p\/\d{1,3})?$/;

/** The log for everybody to read, as C2SP tlog-tiles asks for it: GET /checkpoint, GET /tile/… . Tiles never change, the checkpoint does. */
export function logServer(tiles: TileStore): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: 1024, requestTimeout: 10_000 });
  app.get('/checkpoint', async (_, reply) => {
    const note = await tiles.get('checkpoint');
    if (!note) return reply.code(404).type('text/plain; charset=utf-8').send('尚无存证点 / no checkpoint yet\n');
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(Buffer.from(note));
  });
  app.get<{ Params: { '*': string } }>('/tile/*', async ({ params }, reply) => {
    const path = `tile/${params['*']}`;
    const bytes = TILE.test(path) ? await tiles.get(path) : undefined;
    if (!bytes) return reply.code(404).type('text/plain; charset=utf-8').send('没有此文件 / no such file of the log\n');
    return reply
      .type('application/octet-stream')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(Buffer.from(bytes));
  });
  return app;
}
