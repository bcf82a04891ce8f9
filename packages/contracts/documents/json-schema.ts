import { z } from 'zod';
import * as contracts from '../src/index.ts';

/** JSON as it stands in a document. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** What travels or is kept, each with the name its document has. Everything else is a part of one of these. */
export const DOCUMENTS = {
  'case-event': contracts.CaseEvent,
  'capture-link': contracts.CaptureLink,
  'check-link': contracts.CheckLink,
  'seal-link': contracts.SealLink,
  'package-link': contracts.PackageLink,
  'store-link': contracts.StoreLink,
  'use-link': contracts.UseLink,
  parked: contracts.Parked,
  checkpoint: contracts.CheckpointRecord,
  'case-decision': contracts.CaseDecision,
  feedback: contracts.Feedback,
  scheme: contracts.Scheme,
  'step-control': contracts.StepControl,
  'application-form': contracts.ApplicationForm,
  'seal-manifest': contracts.SealManifest,
  'check-report': contracts.CheckReport,
} as const satisfies Record<string, z.ZodType>;
export type DocumentName = keyof typeof DOCUMENTS;

/** Every contract is defined once under the name it is exported by; `count` is too small a thought for a definition. */
const NAMES = new Map<z.ZodType, string>(
  Object.entries(contracts).flatMap(([name, value]) =>
    value instanceof z.ZodType && name !== 'count' ? [[value, name] as const] : [],
  ),
);

export const definitionName = (schema: z.ZodType): string => {
  const name = NAMES.get(schema);
  if (name === undefined) throw new Error('a contract that is not exported has no name');
  return name;
};

/** What zod knows of a schema, with its name as id, so that it becomes a definition that others refer to. */
const metadata = {
  get(schema: z.ZodType) {
    const id = NAMES.get(schema);
    return id === undefined ? z.globalRegistry.get(schema) : { ...z.globalRegistry.get(schema), id };
  },
  has: (schema: z.ZodType) => NAMES.has(schema) || z.globalRegistry.has(schema),
};

/**
 * The JSON Schema (draft 7, which every validator knows) of one contract with all it refers to. Rules that the language cannot say (check characters,
 * days that exist, control characters, personal data) are not in it; `content` or `address` it can say, though zod does not.
 */
export function jsonSchema(schema: z.ZodType): JsonObject {
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    metadata: metadata as unknown as typeof z.globalRegistry,
    override: ({ zodSchema, jsonSchema: json }) => {
      if (zodSchema === contracts.PublishedFile) json.oneOf = [{ required: ['content'] }, { required: ['address'] }];
      // zod bounds every whole number by what it can hold; in a document that is noise.
      if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
      // No format of draft 7; the pattern says it, and so does contentEncoding.
      if (json.format === 'base64') delete json.format;
      if (json.exclusiveMinimum === 0) {
        delete json.exclusiveMinimum;
        json.minimum = 1;
      }
    },
  });
  const { $ref, ...rest } = JSON.parse(JSON.stringify(made)) as { $ref: string } & JsonObject;
  // Beside a reference draft 7 ignores everything else, so the root says it in another way.
  return { ...rest, allOf: [{ $ref }] };
}

/** One self-contained document for each, by file name. */
export const schemaFiles = (): Map<string, JsonObject> =>
  new Map(
    Object.entries(DOCUMENTS).map(([name, schema]) => [
      `${name}.schema.json`,
      {
        $id: `https://guidang.example/contracts/${name}.schema.json`,
        title: definitionName(schema),
        ...jsonSchema(schema),
      },
    ]),
  );

/** The definitions of all of them together. */
export function allDefinitions(): JsonObject {
  const all: JsonObject = {};
  for (const schema of Object.values(DOCUMENTS)) Object.assign(all, jsonSchema(schema).definitions);
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}
