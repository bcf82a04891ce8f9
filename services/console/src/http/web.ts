import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 31_536_000;
const NONCE = '__NONCE__';
const MISSING = `<!doctype html><meta charset="utf-8"><title>归档</title><p>网页尚未打包：node services/console/web/build.ts / the pages are not bundled yet`;

/** Styles that components make as they appear carry the nonce of the page; nothing else runs or styles but what lies with us. */
const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The bundled pages. Their parts are named by their content and kept by browsers for ever; the page itself is fetched anew each time. */
export async function webPages(app: FastifyInstance, folder: string): Promise<void> {
  const file = join(folder, 'index.html');
  const page = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : MISSING);
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    decorateReply: false,
    maxAge: YEAR_SECONDS * 1_000,
    immutable: true,
    preCompressed: true,
    serve: existsSync(join(folder, 'assets')),
  });
  app.get('/*', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    const nonce = randomBytes(18).toString('base64url');
    return reply
      .header('content-security-policy', policyOf(nonce))
      .type('text/html; charset=utf-8')
      .send(page().replaceAll(NONCE, nonce));
  });
}
