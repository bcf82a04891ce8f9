import type { FastifyInstance, RouteOptions } from 'fastify';
import type { z } from 'zod';
import { answerSchema } from './index.ts';

/** Gives every route that is registered on `app` from here on what the table of answers says of it. */
export function documentAnswers(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('onRoute', (route: RouteOptions) => {
    const said = answerSchema(`${String(route.method)} ${route.url}`);
    if (said !== undefined) route.schema = { ...route.schema, ...said };
  });
}

/**
 * Answers are held to the document. One that is otherwise is an error of ours, and is told as one; whoever asked gets it all the same, since a page that shows a number
 * too many is better than none.
 */
export const answersHeld =
  (failed: (error: unknown) => void) =>
  ({ schema, method, url }: { schema: z.ZodType; method: string; url: string }) =>
  (data: unknown): string => {
    const held = schema.safeParse(data);
    if (!held.success) {
      const where = held.error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')} ${code}`);
      failed(new Error(`${method} ${url} answers otherwise than its document says: ${where.join(', ')}`));
    }
    return JSON.stringify(data);
  };
