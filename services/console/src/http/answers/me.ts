import { z } from 'zod';
import type * as Api from '../../api/me.ts';

/** What src/api/me.ts says in types, as the document of the door says it. */
export const Me = z
  .object({
    account: z.string(),
    name: z.string(),
    csrf: z.string().describe('Sent as `x-csrf-token` with whatever changes something'),
    posts: z.array(z.object({ role: z.string(), roleZh: z.string(), roleEn: z.string(), title: z.string() })),
    may: z
      .record(z.string(), z.union([z.literal('city'), z.array(z.string())]))
      .describe('Action → `city`, or the departments where it may be done; what is not named may not be done anywhere'),
  })
  .describe('Who is signed in, as the pages need it') satisfies z.ZodType<Api.Me>;
