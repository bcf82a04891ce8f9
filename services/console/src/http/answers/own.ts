import { z } from 'zod';
import type * as Api from '../../api/own.ts';
import { CaseSummary } from './cases.ts';

/** What src/api/own.ts says in types, as the document of the door says it. */
export const SavedSearch = z
  .object({
    id: z.string(),
    page: z.string().describe('Path of the page, `/cases`'),
    name: z.string(),
    query: z.string().describe('What it is narrowed by, as it stands in the address'),
    at: z.string(),
  })
  .describe('A list that somebody looks for again') satisfies z.ZodType<Api.SavedSearch>;

export const Favourites = z.object({ rows: z.array(CaseSummary) }) satisfies z.ZodType<Api.Favourites>;
