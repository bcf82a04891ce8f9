import swagger from '@fastify/swagger';
import { type AccessDoor, guard, logRoutes, securitySchemes } from '@guidang/access';
import fastify from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Door, DoorPorts } from './door.ts';
import { problemOf } from './failures.ts';
import { bodyOf, Problem } from './problem.ts';
import { claimRoutes } from './routes/claims.ts';
import { resolutionRoutes } from './routes/resolutions.ts';
import { reviewRoutes } from './routes/reviews.ts';

const PROBLEM = 'application/problem+json';
const MOST_JSON = 16 * 1024;

/** The HTTP door of the review queue, listening nowhere yet. Every route stands behind the guard. */
export async function buildDoor(ports: DoorPorts): Promise<Door> {
  const app = fastify({
    connectionTimeout: 30_000,
    requestTimeout: 60_000,
    bodyLimit: MOST_JSON,
    routerOptions: { maxParamLength: 120 },
    trustProxy: ports.trustedProxies.length > 0 ? [...ports.trustedProxies] : false,
    // Paths hold case numbers; what is logged is said by ourselves.
    logger: false,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type(PROBLEM)
      .send(bodyOf(new Problem(404, 'NO_SUCH_DOOR', '没有此接口 / no such door'))),
  );
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) ports.failed(error);
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(problem.status).type(PROBLEM).serializer(JSON.stringify).send(bodyOf(problem));
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '检测复核 / Guidang check',
        version: '1',
        description:
          '人工复核队列：查看、认领、复核检测项；推翻不通过项须两人。\n\nThe review queue: list, claim and resolve findings; overruling what refuses a case takes two persons.',
      },
      components: { securitySchemes: { token: securitySchemes('').token } },
      tags: [{ name: 'reviews' }, { name: 'supervision' }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await guard(app as never, ports.guard);
  await app.register(async (room) => {
    reviewRoutes(room as Door, ports);
    claimRoutes(room as Door, ports);
    resolutionRoutes(room as Door, ports);
    logRoutes(room as unknown as AccessDoor, ports.operations);
  });
  app.get('/v1/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger());
  return app;
}
