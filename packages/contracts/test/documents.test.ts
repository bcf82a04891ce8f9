import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { asyncApi } from '../documents/asyncapi.ts';
import { documentFiles, FOLDER } from '../documents/files.ts';
import { allDefinitions, type DOCUMENTS, type JsonObject, schemaFiles } from '../documents/json-schema.ts';
import { CaseEvent, SCHEMES, TOPICS } from '../src/index.ts';
import { changed, eventOf, events, scheme } from './specimens.ts';

const ajv = (options = {}) => {
  const made = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, ...options });
  (addFormats as unknown as (to: Ajv) => void)(made);
  return made;
};

/** Every property anywhere in the definitions: where it is, and what stands there. */
function* properties(at: string, schema: unknown): Generator<[string, JsonObject]> {
  if (schema === null || typeof schema !== 'object') return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties')
      for (const [name, property] of Object.entries(value as JsonObject))
        yield [`${at}.${name}`, property as JsonObject];
    yield* properties(key === 'properties' || key === 'items' || /Of$/.test(key) ? at : `${at}.${key}`, value);
  }
}

describe('docs/contracts', () => {
  it('is what the contracts say today; `node packages/contracts/documents/main.ts` writes it anew', () => {
    const stale = [...documentFiles()].filter(([path, text]) => readFileSync(join(FOLDER, path), 'utf8') !== text);
    expect(stale.map(([path]) => path)).toEqual([]);
  });

  it('holds nothing that the contracts no longer say', () => {
    const there = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));
    const written = [
      ...documentFiles().keys(),
      'check.openapi.json',
      'intake.openapi.json',
      'registry.openapi.json',
      'use.openapi.json',
    ];
    expect(there.filter((path) => !written.includes(path))).toEqual([]);
  });
});

describe('the JSON Schemas', () => {
  const definitions = allDefinitions();
  const described = (schema: JsonObject): boolean => {
    const { description, $ref } = schema as { description?: string; $ref?: string };
    if (description !== undefined && description !== '') return true;
    return $ref !== undefined && described(definitions[$ref.replace('#/definitions/', '')] as JsonObject);
  };

  it('describe every field of every contract', () => {
    const silent = Object.entries(definitions).flatMap(([name, schema]) =>
      [...properties(name, schema)].filter(([, property]) => !described(property)).map(([path]) => path),
    );
    expect(silent).toEqual([]);
  });

  it('describe every contract', () => {
    expect(
      Object.entries(definitions)
        .filter(([, schema]) => !described(schema as JsonObject))
        .map(([n]) => n),
    ).toEqual([]);
  });

  it.each([...schemaFiles()])('%s is a schema that a strict validator takes', (_, schema) => {
    expect(() => ajv().compile(schema)).not.toThrow();
  });

  const validate = (name: keyof typeof DOCUMENTS) => ajv().compile(schemaFiles().get(`${name}.schema.json`)!);

  it.each(events)('take a right $type', (event) => expect(validate('case-event')(event)).toBe(true));
  it('take a right scheme', () => expect(validate('scheme')(scheme)).toBe(true));

  it.each([
    ['an unknown field', 'case.closed', 'extra', 1],
    ['an unknown type', 'case.closed', 'type', 'case.reopened'],
    ['another version', 'case.closed', 'version', 2],
    ['a count in words', 'case.closed', 'data.materials', 'two'],
    ['a negative count', 'case.closed', 'data.materials', -1],
    ['version 0 of a scheme', 'case.accepted', 'data.scheme.version', 0],
    ['a name in the open', 'case.accepted', 'data.applicant.name', '陈嘉涵'],
    ['an outcome that is none', 'case.closed', 'data.outcome', 'approved'],
    ['content and address at once', 'case.material.added', 'data.files[0].address', 'https://f.example.cn/1'],
    ['neither content nor address', 'case.material.added', 'data.files[0].content', undefined],
    ['a digest in capitals', 'case.material.added', 'data.files[0].sha256', 'A'.repeat(64)],
    ['no files', 'case.material.added', 'data.files', []],
    ['too long an opinion', 'case.step.recorded', 'data.opinion', '字'.repeat(1001)],
    ['a time with an offset', 'case.step.recorded', 'data.startedAt', '2026-03-02T09:00:00+08:00'],
  ] as const)('refuse %s, as the contract does', (_, type, path, value) => {
    const wrong = changed(eventOf(type), path, value as never);
    expect(validate('case-event')(wrong)).toBe(false);
    expect(CaseEvent.safeParse(wrong).success).toBe(false);
  });
});

describe('the AsyncAPI document', () => {
  const document = asyncApi();
  const meta = specs.schemasWithoutId['3.0.0'] as JsonObject;

  it('is valid AsyncAPI 3.0', () => {
    const valid = ajv({ strict: false }).compile(meta);
    valid(document);
    expect(valid.errors ?? []).toEqual([]);
  });

  it('has a channel for every topic and no other', () => {
    expect(Object.keys(document.channels as JsonObject).toSorted()).toEqual(TOPICS.toSorted());
  });

  it('refers only to what is in it', () => {
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!));
    expect(references.size).toBeGreaterThan(50);
    for (const path of references) {
      const found = path.split('/').reduce<unknown>((at, step) => (at as JsonObject | undefined)?.[step], document);
      expect(found, path).toBeDefined();
    }
  });

  it('has each message say what type of record it is', () => {
    const messages = document.components as { messages: Record<string, { name: string }> };
    const named = Object.values(messages.messages).map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(events.map(({ type }) => type)));
    expect(named).toEqual(
      expect.arrayContaining(['CaseSealed', 'checkpoint', 'cosigned', 'parked', 'scheme', 'use.requested']),
    );
    expect((document.channels as Record<string, { messages: object }>)[SCHEMES]!.messages).toHaveProperty('Scheme');
  });
});
