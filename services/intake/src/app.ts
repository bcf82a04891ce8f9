import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import { brokenHttp } from '@guidang/host';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Door, Limits, Ports } from './http/door.ts';
import { problemOf } from './http/failures.ts';
import { askWho } from './http/who.ts';
import { description } from './openapi.ts';
import { bodyOf, Problem } from './problem.ts';
import { eventsRoute } from './routes/events.ts';
import { feedbackRoute } from './routes/feedback.ts';
import { filesRoute } from './routes/files.ts';

/** A connection on which nothing moves for so long is closed. A whole upload may take as long as it needs. */
const SILENCE_MS = 60_000;

/** The HTTP door, listening nowhere yet. */
export async function buildDoor(ports: Ports, limits: Limits): Promise<Door> {
  const app = fastify({
    connectionTimeout: SILENCE_MS,
    routerOptions: { maxParamLength: 100 },
    // Paths and headers hold case numbers and keys; what is logged is said by ourselves.
    logger: false,
    clientErrorHandler: brokenHttp((status) =>
      bodyOf(new Problem(status, 'BAD_REQUEST', '无法读取的 HTTP 请求 / an HTTP request that cannot be read')),
    ),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeAllContentTypeParsers();
  answerFailures(app, ports);
  await app.register(rateLimit, { global: false });
  askWho(app, ports, limits);
  await app.register(swagger, description);
  await app.register(async (routes) => {
    await limitEachKey(routes as Door, limits);
    // Each in a room of its own: what content a route takes is said there, and anything else is refused.
    await routes.register(async (room) => filesRoute(room as Door, ports, limits));
    await routes.register(async (room) => eventsRoute(room as Door, ports, limits));
    await routes.register(async (room) => feedbackRoute(room as Door, ports));
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app;
}

async function limitEachKey(app: Door, { REQUESTS_PER_SECOND }: Limits): Promise<void> {
  const limit = app.createRateLimit({
    max: REQUESTS_PER_SECOND,
    timeWindow: 1_000,
    keyGenerator: ({ system }) => system?.id ?? '',
  });
  app.addHook('onRequest', async (request) => {
    const found = await limit(request);
    if (!found.isAllowed && found.isExceeded)
      throw new Problem(429, 'TOO_MANY_REQUESTS', '请求过于频繁 / too many requests', { retryAfterSeconds: 1 });
  });
}

function answerFailures(app: Door, { telemetry }: Ports): void {
  app.setNotFoundHandler(() => {
    throw new Problem(404, 'NO_SUCH_DOOR', '没有此接口 / no such door');
  });
  app.setErrorHandler((error, request, reply) => {
    const { problem, ours } = problemOf(error);
    if (ours) telemetry.failed(request.routeOptions.url ?? '', error);
    refused.set(request, problem.code);
    const { retryAfterSeconds } = problem.details;
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
    if (!request.raw.complete) giveUpOn(request, reply);
    return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(bodyOf(problem));
  });
  app.addHook('onResponse', async (request, reply) => {
    telemetry.answered({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      code: refused.get(request) ?? '',
      key: request.system?.id ?? '',
      seconds: reply.elapsedTime / 1_000,
    });
  });
}

/** Codes of requests that were refused, until they are told of. */
const refused = new WeakMap<FastifyRequest, string>();

/** How long a body that nobody wants may go on coming, so that its sender finds time to read the answer. */
const LINGER_MS = 500;

/** The rest of a refused body is not waited for: the answer is given, and then the connection is closed. */
function giveUpOn(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('connection', 'close');
  request.raw.resume();
  reply.raw.once('finish', () => setTimeout(() => request.raw.destroy(), LINGER_MS).unref());
}
