import swagger from '@fastify/swagger';
import fastify from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { problemOf } from './problem.ts';
import { type Door, listRoute, schemeRoute } from './routes.ts';
import type { Store } from './store.ts';

const PROBLEM = 'application/problem+json';

/** The schemes over HTTP, to read. They say what of a matter is archived and hold nothing of a case or a person, so no key is asked for. */
export async function buildDoor(store: Store, failed: (error: unknown) => void): Promise<Door> {
  const app = fastify({ connectionTimeout: 30_000, logger: false }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type(PROBLEM)
      .send(problemOf(404, 'NO_SUCH_DOOR', '没有此接口 / no such door')),
  );
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemFrom(error);
    if (problem.status >= 500) failed(error);
    return reply.code(problem.status).type(PROBLEM).serializer(JSON.stringify).send(problem);
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '归档方案登记 / Guidang registry',
        version: '1',
        description: '归档方案查询。\n\nThe schemes: what of a matter is archived, how long, and under which class.',
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (routes) => {
    listRoute(routes as Door, store);
    schemeRoute(routes as Door, store);
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app;
}

function problemFrom(error: unknown): ReturnType<typeof problemOf> {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(({ instancePath, message }) => ({
      field: instancePath.slice(1).replaceAll('/', '.'),
      message: message ?? '',
    }));
    return problemOf(400, 'BAD_REQUEST', '请求参数有误 / the request has faults', faults);
  }
  const { statusCode = 500 } = (error ?? {}) as { statusCode?: number };
  if (statusCode < 500) return problemOf(statusCode, 'BAD_REQUEST', '请求有误 / the request has faults');
  return problemOf(500, 'INTERNAL', '系统内部错误 / an error of ours');
}
