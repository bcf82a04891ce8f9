import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import {
  CaseAccepted,
  CaseAmended,
  CaseClosed,
  CaseEvent,
  CaseResult,
  CaseWithdrawn,
  Closing,
  Feedback,
  FileRefusal,
  Finding,
  MaterialAdded,
  MaterialGroup,
  MaterialReplaced,
  ProcessStep,
  PublishedFile,
  PublishedMaterial,
  ReportedFault,
  ResultIssued,
  StepRecorded,
  Unit,
} from '@guidang/contracts';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ProblemBody } from './problem.ts';

/** Contracts that stand in the document under their own names. */
const NAMED: Record<string, z.ZodType> = {
  CaseEvent,
  CaseAccepted,
  MaterialAdded,
  MaterialReplaced,
  StepRecorded,
  ResultIssued,
  CaseClosed,
  CaseWithdrawn,
  CaseAmended,
  PublishedFile,
  PublishedMaterial,
  MaterialGroup,
  CaseResult,
  ProcessStep,
  Closing,
  Unit,
  Feedback,
  Finding,
  FileRefusal,
  ReportedFault,
  Problem: ProblemBody,
};
for (const [id, schema] of Object.entries(NAMED)) z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });

type Document = { components?: { schemas?: Record<string, unknown> } };

/** What @fastify/swagger is told. */
export const description: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: '归档接入 / Guidang intake',
      version: '1',
      description:
        '政务系统发布办件事件与文件的 HTTP 接口。记录中不得出现个人信息。\n\nThe HTTP door for government systems that have no bus: files, events of cases, and what the archive says of them. No event may hold personal data in the open.',
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: "the publishing system's API key" } },
    },
    tags: [{ name: 'files' }, { name: 'cases' }],
  },
  transform: jsonSchemaTransform,
  transformObject: (input) => tidy(jsonSchemaTransformObject(input) as Document) as never,
};

/** Schemas are made for both directions; those that no route refers to are left out, and the others carry their plain names. */
function tidy(document: Document): Document {
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  const follow = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([A-Za-z0-9]+)"/g)) {
      if (used.has(name!)) continue;
      used.add(name!);
      follow(schemas[name!]);
    }
  };
  follow({ ...document, components: {} });
  const kept = Object.fromEntries([...used].sort().map((name) => [name, schemas[name]]));
  const plain = { ...document, components: { ...document.components, schemas: kept } };
  return JSON.parse(
    JSON.stringify(plain).replaceAll(/"((?:#\/components\/schemas\/)?)([A-Za-z0-9]+)Input"/g, (whole, path, name) =>
      used.has(name) || !used.has(`${name}Input`) ? whole : `"${path}${name}"`,
    ),
  );
}
