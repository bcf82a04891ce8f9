import { z } from 'zod';
import { Settings } from '../scheme/settings.ts';
import { NewDepartment } from './routes/departments.ts';
import { NewMatter } from './routes/matters.ts';
import { NewTemplate } from './routes/templates.ts';
import { DepartmentId, MatterCode, SchemeId } from './shapes.ts';

/** The whole configuration as one file: departments, defaults, templates, matters, and what each matter's scheme says of its own. It names no person. */
export const BundleFile = z
  .strictObject({
    type: z.literal('registry-bundle'),
    version: z.literal(1),
    departments: z.array(NewDepartment).max(5_000),
    defaults: z
      .array(z.strictObject({ scope: z.union([z.literal('city'), DepartmentId]), content: Settings }))
      .max(5_000),
    templates: z.array(NewTemplate).max(500),
    matters: z.array(NewMatter).max(10_000),
    schemes: z
      .array(z.strictObject({ id: SchemeId, matter: MatterCode, content: Settings }))
      .max(10_000)
      .describe('what each scheme says of its own; taken in as drafts, to be reviewed and published like any other'),
  })
  .describe('登记配置整体文件');
export type BundleFile = z.infer<typeof BundleFile>;
