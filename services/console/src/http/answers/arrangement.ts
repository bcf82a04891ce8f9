import { z } from 'zod';
import type * as Api from '../../api/arrangement.ts';

/** What src/api/arrangement.ts says in types, as the document of the door says it. */
export const ArrangedGroup = z
  .object({
    scheme: z.object({ id: z.string(), version: z.number() }),
    target: z
      .number()
      .nullable()
      .describe(
        'Version they are compared with: the newest, or the one that was chosen; null where it is not known here',
      ),
    fonds: z.string(),
    department: z.string(),
    departmentUscc: z.string(),
    matter: z.object({ code: z.string(), name: z.string() }),
    year: z.number(),
    retention: z.string().describe('保管期限 as it counts now, and as they were archived: the 档号 has the latter'),
    archivedFor: z.string(),
    was: z.string().describe('档号 without its 件号, as they count now, and as the other version has it'),
    would: z.string().nullable(),
    classNames: z.array(z.string()).describe('类目 by its names, as that version has them; empty where it names none'),
    otherRetention: z
      .string()
      .nullable()
      .describe('保管期限 of the other version where it is another one: a matter of 续存'),
    differs: z.boolean(),
    packages: z.number(),
    files: z.number(),
    bytes: z.number(),
  })
  .describe(
    'Packages of one fonds, matter, year, class and retention, archived under one version of a scheme',
  ) satisfies z.ZodType<Api.ArrangedGroup>;

export const ArrangementView = z.object({
  total: z.number().describe('Packages that are neither to be destroyed nor held by a list'),
  differing: z.number().describe('Packages that would be arranged otherwise'),
  groups: z.array(ArrangedGroup).describe('at most five hundred'),
  groupsInAll: z.number().describe('how many groups there are'),
  schemes: z
    .array(z.object({ id: z.string(), matter: z.string(), versions: z.array(z.number()) }))
    .describe('Schemes of the packages that have more than one version, to choose from'),
}) satisfies z.ZodType<Api.ArrangementView>;
