import { z } from 'zod';

const PATIENCE_MS = 10_000;
/** What use answers (docs/contracts/use.openapi.json, GET /search). */
export const Found = z.object({
  total: z.number(),
  page: z.number(),
  found: z.array(
    z.object({
      case: z.string(),
      referenceCode: z.string(),
      matter: z.string(),
      department: z.string(),
      closedAt: z.string(),
      outcome: z.string(),
      files: z.number(),
      materials: z.array(z.string()),
    }),
  ),
});
export type Found = z.infer<typeof Found>;

/** Asks use's index: archived cases by words, codes, names of materials, and of the people in them. */
export type IndexSearch = (q: string, page: number) => Promise<Found>;

/** @param key an archivist's, towards use */
export const indexSearch =
  (url: string, key: string): IndexSearch =>
  async (q, page) => {
    const answer = await fetch(`${url}/search?${new URLSearchParams({ q, page: String(page) })}`, {
      headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error(`use answered ${answer.status}`);
    return Found.parse(await answer.json());
  };
