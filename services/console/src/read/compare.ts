import { AnyLink, CaseDecision, CaseEvent } from '@guidang/contracts';
import { z } from 'zod';
import type { ComparedField } from '../api/work.ts';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly pattern?: string;
  readonly format?: string;
  readonly maxLength?: number;
  readonly anyOf?: readonly JsonSchema[];
}

interface Typed {
  readonly shape: { readonly type: { readonly value: string } };
}

/** The contract a record of a topic is to keep, by its type; undefined where none is known for that. */
export function contractFor(topic: string, type: unknown): { name: string; schema: z.ZodType } | undefined {
  if (topic.startsWith('archive.')) return { name: 'link', schema: AnyLink };
  const union = topic === 'case.events' ? CaseEvent : topic === 'case.decisions' ? CaseDecision : undefined;
  const found = union?.options.find((option) => (option as unknown as Typed).shape.type.value === type);
  return found && { name: String(type), schema: found };
}

const DEEPEST = 4;
const MOST_FIELDS = 200;
const SHORT = 120;

/** Field by field: what the contract asks for beside what is there. Only names, kinds and short values; what is struck out in the value is struck out here. */
export function compare(
  contract: z.ZodType,
  value: unknown,
  faults: readonly { field: string; rule: string }[],
  shown: (text: string) => string,
): ComparedField[] {
  const schema = z.toJSONSchema(contract, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const rows: ComparedField[] = [];
  const rulesAt = (field: string): string[] => faults.filter((fault) => fault.field === field).map(({ rule }) => rule);
  const visit = (part: JsonSchema, found: unknown, path: string, required: boolean, depth: number): void => {
    if (rows.length >= MOST_FIELDS) return;
    if (path !== '')
      rows.push({
        ...{ field: path, wanted: kindOf(part), required, describe: part.description ?? '' },
        ...{ found: foundAs(found, shown), faults: rulesAt(path) },
      });
    if (depth > DEEPEST || part.properties === undefined) return;
    const object =
      typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : {};
    const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
    for (const [name, child] of Object.entries(part.properties))
      visit(child, object[name], at(name), part.required?.includes(name) ?? false, depth + 1);
    for (const name of Object.keys(object))
      if (part.properties[name] === undefined)
        rows.push({
          ...{
            field: at(name),
            wanted: '—',
            required: false,
            describe: '契约中没有此字段 / the contract knows no such field',
          },
          ...{ found: foundAs(object[name], shown), faults: rulesAt(at(name)) },
        });
  };
  visit(schema, value, '', true, 0);
  const named = new Set(rows.map(({ field }) => field));
  // A fault deeper than is shown, or of the record as a whole, has a line of its own.
  for (const { field, rule } of faults)
    if (!named.has(field)) rows.push({ field, wanted: '', required: false, describe: '', found: null, faults: [rule] });
  return rows;
}

function kindOf({ type, const: fixed, enum: list, pattern, format, maxLength, anyOf }: JsonSchema): string {
  if (fixed !== undefined) return JSON.stringify(fixed);
  if (list) return list.map((one) => JSON.stringify(one)).join(' | ');
  if (anyOf) return anyOf.map(kindOf).join(' | ');
  const limits = [format, pattern && `/${pattern}/`, maxLength && `≤ ${maxLength}`].filter(Boolean).join(' ');
  return [String(type ?? 'any'), limits].filter(Boolean).join(' ').slice(0, 200);
}

function foundAs(found: unknown, shown: (text: string) => string): string | null {
  if (found === undefined) return null;
  if (Array.isArray(found)) return `[${found.length}]`;
  if (typeof found === 'object' && found !== null) return '{…}';
  return shown(JSON.stringify(found)).slice(0, SHORT);
}
