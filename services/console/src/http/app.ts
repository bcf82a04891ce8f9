import swagger from '@fastify/swagger';
import { type AccessDoor, guard, logRoutes, securitySchemes } from '@guidang/access';
import fastify from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { answersHeld, documentAnswers } from './answers/kept.ts';
import { checkProxy } from './check-proxy.ts';
import type { Door, DoorPorts } from './door.ts';
import { bodyOf, PROBLEM, Problem, problemOf } from './problem.ts';
import { registryProxy } from './registry-proxy.ts';
import { arrangementRoutes } from './routes/arrangement.ts';
import { auditsRoutes } from './routes/audits.ts';
import { casesRoutes } from './routes/cases.ts';
import { deskRoutes } from './routes/desk.ts';
import { disposalRoutes } from './routes/disposal.ts';
import { dumpsRoutes } from './routes/dumps.ts';
import { filesRoutes } from './routes/files.ts';
import { fixityRoutes } from './routes/fixity.ts';
import { linksRoute } from './routes/links.ts';
import { liveRoutes } from './routes/live.ts';
import { meRoute } from './routes/me.ts';
import { ownRoutes } from './routes/own.ts';
import { parkedRoutes } from './routes/parked.ts';
import { proofsRoutes } from './routes/proofs.ts';
import { receivedRoutes } from './routes/received.ts';
import { registersRoutes } from './routes/registers.ts';
import { replaysRoutes } from './routes/replays.ts';
import { searchRoute } from './routes/search.ts';
import { statisticsRoutes } from './routes/statistics.ts';
import { stepsRoutes } from './routes/steps.ts';
import { webPages } from './web.ts';

const MOST_JSON = 256 * 1024;

/** The door of the console, listening nowhere yet: its own API behind the guard, registry's behind registry's, and the pages for everybody. */
export async function buildDoor(ports: DoorPorts): Promise<Door> {
  const app = fastify({
    connectionTimeout: 0,
    requestTimeout: 120_000,
    bodyLimit: MOST_JSON,
    routerOptions: { maxParamLength: 300 },
    trustProxy: ports.trustedProxies.length > 0 ? [...ports.trustedProxies] : false,
    forceCloseConnections: true,
    logger: false,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(answersHeld(ports.failed) as never);
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type(PROBLEM)
      .send(JSON.stringify(bodyOf(new Problem(404, 'NO_SUCH_DOOR', '没有此接口 / no such door')))),
  );
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) ports.failed(error);
    return reply.code(problem.status).type(PROBLEM).serializer(JSON.stringify).send(bodyOf(problem));
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    });
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'self'");
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '归档控制台 / Guidang console',
        version: '1',
        description:
          '运行总览、办件、复核、登记表、统计与审计的接口，供本系统页面使用。\n\nWhat the pages of the console ask. Who may ask what: docs/access/console.md.',
      },
      components: { securitySchemes: securitySchemes(ports.cookie) },
      security: [{ session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(async (room) => {
    await guard(room as never, ports.guard);
    documentAnswers(room);
    const door = room as unknown as Door;
    meRoute(door, ports);
    liveRoutes(door, ports);
    casesRoutes(door, ports);
    linksRoute(door, ports);
    filesRoutes(door, ports);
    ownRoutes(door, ports);
    parkedRoutes(door, ports);
    proofsRoutes(door, ports);
    replaysRoutes(door, ports);
    stepsRoutes(door, ports);
    registersRoutes(door, ports);
    fixityRoutes(door, ports);
    deskRoutes(door, ports);
    disposalRoutes(door, ports);
    receivedRoutes(door, ports);
    arrangementRoutes(door, ports);
    searchRoute(door, ports);
    statisticsRoutes(door, ports);
    auditsRoutes(door, ports);
    dumpsRoutes(door, ports);
    checkProxy(door, ports);
    await room.register(async (logs) => logRoutes(logs as unknown as AccessDoor, ports.operations), { prefix: '/api' });
    door.get('/api/openapi.json', { config: { access: 'signed-in' }, schema: { hide: true } }, async () =>
      app.swagger(),
    );
  });
  await app.register(async (room) => registryProxy(room as never, ports));
  await app.register(async (room) => webPages(room as never, ports.webFolder));
  return app as unknown as Door;
}
