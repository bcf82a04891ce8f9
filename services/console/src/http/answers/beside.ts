import { z } from 'zod';
import type * as Api from '../../api/cases.ts';

/** The part of a list that says where its other pages begin. */
export const Beside = z.object({
  next: z.string().nullable().describe('where the page behind this one begins; null where there is none'),
  previous: z.string().nullable().describe('where the page before it begins'),
}) satisfies z.ZodType<Api.Beside>;
