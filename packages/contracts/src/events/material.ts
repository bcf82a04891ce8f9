import { z } from 'zod';
import { paragraph } from '../primitives.ts';
import { eventOf } from './event.ts';
import { PublishedMaterial } from './file.ts';

/** A material was handed in, made or called up while the case is open. */
export const MaterialAdded = eventOf('case.material.added', PublishedMaterial).describe(
  'a material was handed in, made or called up while the case is open',
);
export type MaterialAdded = z.infer<typeof MaterialAdded>;

/** A material takes the place of an earlier one. The earlier one stays in the dossier as superseded. */
export const MaterialReplaced = eventOf(
  'case.material.replaced',
  PublishedMaterial.extend({
    replaces: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,60}$/)
      .describe('identifier of the material it supersedes'),
    reason: paragraph(500).describe('why it was replaced (补正, 重新扫描 …)'),
  }),
).describe('a material takes the place of an earlier one, which stays in the dossier as superseded');
export type MaterialReplaced = z.infer<typeof MaterialReplaced>;
