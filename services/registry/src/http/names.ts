import { Condition, MetadataElement, MetadataScheme, Scheme, SchemeItem, SchemeStep } from '@guidang/contracts';
import { z } from 'zod';
import { Settings } from '../scheme/settings.ts';
import { ProblemBody } from './problem.ts';
import { DifferenceBody, DraftBody } from './routes/drafts.ts';
import { MatterBody } from './routes/matters.ts';

/** Shapes that stand once in the OpenAPI document, under their names, and are referred to from there. */
const NAMED = {
  Condition,
  MetadataElement,
  MetadataScheme,
  Scheme,
  SchemeItem,
  SchemeStep,
  Settings,
  Problem: ProblemBody,
  Difference: DifferenceBody,
  Draft: DraftBody,
  Matter: MatterBody,
} as const;

/** Names of these, and of everything else what zod knows of it. */
const registry = z.registry<{ id?: string | undefined }>();
for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { ...z.globalRegistry.get(schema), id });
const known = registry.get.bind(registry);
registry.get = ((schema: z.ZodType) => known(schema) ?? z.globalRegistry.get(schema)) as typeof registry.get;

export const names = registry;
