import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Door, DoorLimits, DoorPorts } from './door.ts';
import { problemOf } from './failures.ts';
import { bodyOf, Problem } from './problem.ts';
import { casesRoute } from './routes/cases.ts';
import { copiesRoute } from './routes/copies.ts';
import { requestsRoutes } from './routes/requests.ts';
import { searchRoute } from './routes/search.ts';
import { verifyRoutes } from './routes/verify.ts';
import { askWho } from './who.ts';

/** A connection on which nothing moves for so long is closed. */
const SILENCE_MS = 30_000;
const MOST_JSON = 16 * 1024;

/** The HTTP door, listening nowhere yet. */
export async function buildDoor(ports: DoorPorts, limits: DoorLimits): Promise<Door> {
  const app = fastify({
    connectionTimeout: SILENCE_MS,
    requestTimeout: SILENCE_MS * 4,
    bodyLimit: MOST_JSON,
    routerOptions: { maxParamLength: 100 },
    trustProxy: limits.TRUSTED_PROXIES.length > 0 ? [...limits.TRUSTED_PROXIES] : false,
    // Paths, queries and headers hold case numbers, words looked for and keys; what is logged is said by ourselves.
    logger: false,
    // What fastify refuses before there is a route: an address that cannot be read, a part of it that is too long.
    frameworkErrors: (error, _request, reply) => {
      const { problem } = problemOf(error);
      (reply as unknown as FastifyReply)
        .code(problem.status)
        .type('application/problem+json')
        .send(JSON.stringify(bodyOf(problem)));
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('visitor', null);
  answerFailures(app, ports);
  inert(app);
  await app.register(rateLimit, { global: false });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '归档利用 / Guidang use',
        version: '1',
        description:
          '查找已归档办件, 申请利用副本, 验证副本真伪。\n\nFinds archived cases, takes requests for use copies, and says whether a copy is genuine.',
      },
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer', description: "an archivist's or department's key" } },
      },
      tags: [{ name: 'verify' }, { name: 'archive' }, { name: 'requests' }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(async (room) => verifyRoutes(room as Door, ports, limits));
  await app.register(async (room) => {
    askWho(room as Door, ports, limits);
    searchRoute(room as Door, ports);
    casesRoute(room as Door, ports);
    requestsRoutes(room as Door, ports);
    copiesRoute(room as Door, ports);
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app;
}

/** What a browser is told of every answer: to believe its type, run nothing, show it in no frame, and keep it to itself. */
function inert(app: Door): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      'strict-transport-security': 'max-age=31536000',
    });
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}

/** Codes of requests that were refused, until they are told of. */
const refused = new WeakMap<FastifyRequest, string>();

function answerFailures(app: Door, { telemetry }: DoorPorts): void {
  app.setNotFoundHandler(() => {
    throw new Problem(404, 'NO_SUCH_DOOR', '没有此接口 / no such door');
  });
  app.setErrorHandler((error, request, reply) => {
    const { problem, ours } = problemOf(error);
    if (ours) telemetry.failed(request.routeOptions.url ?? '', error);
    refused.set(request, problem.code);
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
    return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(bodyOf(problem));
  });
  app.addHook('onResponse', async (request, reply) => {
    telemetry.answered({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      code: refused.get(request) ?? '',
      key: request.visitor?.id ?? '',
      seconds: reply.elapsedTime / 1_000,
    });
  });
}
