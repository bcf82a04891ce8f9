import swagger from '@fastify/swagger';
import { type AccessDoor, accessRoutes, guard, securitySchemes } from '@guidang/access';
import { brokenHttp } from '@guidang/host';
import fastify from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Door, DoorPorts } from './door.ts';
import { problemOf } from './failures.ts';
import { names } from './names.ts';
import { bodyOf, Problem } from './problem.ts';
import { bundleRoutes } from './routes/bundle.ts';
import { defaultsRoutes } from './routes/defaults.ts';
import { departmentRoutes } from './routes/departments.ts';
import { draftRoutes } from './routes/drafts.ts';
import { dryRunRoutes } from './routes/dry-runs.ts';
import { importRoutes } from './routes/imports.ts';
import { matterRoutes } from './routes/matters.ts';
import { peopleRoutes } from './routes/people.ts';
import { postRoutes } from './routes/posts.ts';
import { listRoute, schemeRoute, versionRoutes } from './routes/schemes.ts';
import { templateRoutes } from './routes/templates.ts';
import { vocabularyRoute } from './routes/vocabulary.ts';
import { workRoutes } from './routes/work.ts';

const PROBLEM = 'application/problem+json';
const MOST_JSON = 4 * 1024 * 1024;

/**
 * The HTTP door of registry, listening nowhere yet. Published schemes are for everybody to read: they say what of a matter is archived and hold nothing of a case or a
 * person. Everything else stands behind the guard.
 */
export async function buildDoor(ports: DoorPorts): Promise<Door> {
  const app = fastify({
    connectionTimeout: 30_000,
    requestTimeout: 120_000,
    bodyLimit: MOST_JSON,
    routerOptions: { maxParamLength: 120 },
    trustProxy: ports.trustedProxies.length > 0 ? [...ports.trustedProxies] : false,
    logger: false,
    clientErrorHandler: brokenHttp((status) =>
      bodyOf(new Problem(status, 'BAD_REQUEST', '无法读取的 HTTP 请求 / an HTTP request that cannot be read')),
    ),
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
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '归档方案登记 / Guidang registry',
        version: '1',
        description:
          '组织机构、人员岗位、事项与归档方案的登记；登录、会话与操作日志。\n\nDepartments, people and posts, matters and their schemes; signing in, sessions and the operation log.',
      },
      components: { securitySchemes: securitySchemes(ports.signIn.cookies.session) },
      tags: ['sign-in', 'supervision', 'catalogue', 'people', 'schemes', 'drafts', 'published'].map((name) => ({
        name,
      })),
    },
    transform: createJsonSchemaTransform({ schemaRegistry: names }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: names }),
  });
  await guard(app as never, ports.guard);
  await app.register(async (room) => {
    const door = room as Door;
    listRoute(door, ports.registry.store);
    schemeRoute(door, ports.registry.store);
    accessRoutes(door as AccessDoor, ports.signIn);
    departmentRoutes(door, ports.registry);
    peopleRoutes(door, ports.registry, ports.signIn.sessions);
    postRoutes(door, ports.registry);
    matterRoutes(door, ports.registry);
    await importRoutes(door, ports.registry);
    defaultsRoutes(door, ports.registry);
    templateRoutes(door, ports.registry);
    vocabularyRoute(door);
    draftRoutes(door, ports.registry);
    workRoutes(door, ports.registry);
    dryRunRoutes(door, ports.registry);
    versionRoutes(door, ports.registry);
    bundleRoutes(door, ports.registry);
  });
  app.get('/v1/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger());
  return app;
}
