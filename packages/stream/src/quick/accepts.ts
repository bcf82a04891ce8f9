import type { z } from 'zod';

/** Whether a JSON value follows a contract. */
export type Accepts = (value: unknown) => boolean;

/** What of a zod schema is looked at here; a kind that is not known is left to zod itself. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
}
interface Check {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly fn?: (value: unknown) => boolean;
}
const definitionOf = (schema: z.ZodType): Definition => schema._zod.def as unknown as Definition;

/**
 * Makes a contract into a plain question. zod collects every fault with its path, which takes most of the time and is of no use where all is well; this says
 * only whether there is any. That it says the same as zod is held by a test. What it does not know it asks zod.
 */
export function accepts(schema: z.ZodType): Accepts {
  const askZod: Accepts = (value) => schema.safeParse(value).success;
  const definition = definitionOf(schema);
  const checks = (definition.checks ?? []).map(({ _zod }) => passes(_zod.def));
  if (checks.includes(undefined)) return askZod;
  const all = checks as Accepts[];
  const with_ = (base: Accepts): Accepts =>
    all.length === 0 ? base : (value) => base(value) && all.every((one) => one(value));
  switch (definition.type) {
    case 'string':
      return definition.format === undefined ? with_((value) => typeof value === 'string') : askZod;
    case 'number':
      if (definition.format === 'safeint') return with_(Number.isSafeInteger);
      return definition.format === undefined ? with_(Number.isFinite) : askZod;
    case 'boolean':
      return (value) => value === true || value === false;
    case 'null':
      return (value) => value === null;
    case 'literal':
      return (value) => definition.values!.includes(value);
    case 'enum': {
      const entries = new Set<unknown>(Object.values(definition.entries!));
      return (value) => entries.has(value);
    }
    case 'nullable': {
      const inner = accepts(definition.innerType!);
      return (value) => value === null || inner(value);
    }
    case 'array': {
      const element = accepts(definition.element!);
      return with_((value) => Array.isArray(value) && value.every(element));
    }
    case 'union': {
      const options = definition.options!.map(accepts);
      return (value) => options.some((option) => option(value));
    }
    case 'pipe':
      return definitionOf(definition.out!).type === 'transform' ? accepts(definition.in!) : askZod;
    case 'object':
      return strictly(definition) ?? askZod;
    default:
      return askZod;
  }
}

/** An object that has these members and no others. */
function strictly({ shape, catchall }: Definition): Accepts | undefined {
  if (!shape || !catchall || definitionOf(catchall).type !== 'never') return undefined;
  const members = Object.entries(shape).map(([name, member]) => {
    const { type, innerType } = definitionOf(member);
    const optional = type === 'optional';
    return { name, optional, accepts: accepts(optional ? innerType! : member) };
  });
  const required = members.filter(({ optional }) => !optional).length;
  const byName = new Map(members.map((member) => [member.name, member]));
  return (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
    let met = 0;
    for (const name in value) {
      const member = byName.get(name);
      if (!member?.accepts((value as Record<string, unknown>)[name])) return false;
      if (!member.optional) met += 1;
    }
    return met === required;
  };
}

function passes({ check, minimum, maximum, value: limit, inclusive, format, pattern, fn }: Check): Accepts | undefined {
  const length = (value: unknown): number => (value as { length: number }).length;
  switch (check) {
    case 'min_length':
      return (value) => length(value) >= minimum!;
    case 'max_length':
      return (value) => length(value) <= maximum!;
    case 'greater_than':
      return inclusive ? (value) => (value as number) >= limit! : (value) => (value as number) > limit!;
    case 'less_than':
      return inclusive ? (value) => (value as number) <= limit! : (value) => (value as number) < limit!;
    case 'string_format':
      return format === 'regex' && pattern && !pattern.global ? (value) => pattern.test(value as string) : undefined;
    case 'custom':
      return fn ? (value) => fn(value) === true : undefined;
    default:
      return undefined;
  }
}
