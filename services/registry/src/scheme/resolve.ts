import {
  type Fault,
  faultsOf,
  type MetadataElement,
  type Origin,
  ReferenceCodeTemplate,
  Scheme,
  type SchemeItem,
} from '@guidang/contracts';
import { checkFaults } from './check-faults.ts';
import { DAT46 } from './dat46.ts';
import { INHERITED, type Settings } from './settings.ts';

/** What stands above a matter's own draft, and what the matter is. */
export interface Levels {
  readonly city: Settings;
  readonly department: Settings;
  readonly matter: Settings;
}

/** The frame in which levels are put together. */
export interface Frame {
  readonly id: string;
  readonly version: number;
  readonly matter: {
    readonly code: string;
    readonly name: string;
    readonly type: string;
    readonly statutoryDays: number | null;
    readonly promisedDays: number | null;
  };
  readonly department: { readonly id: string; readonly name: string; readonly fonds: string | null };
  /** RFC 3339 in UTC: from when on the version may be named where the draft does not say. */
  readonly validFrom: string;
}

/** Where one value came from. */
export interface Sourced {
  /** Field of the scheme, e.g. `retention`, `items.A01`, `metadata.title`, `referenceCode.width`. */
  readonly field: string;
  readonly origin: Origin | 'standard' | 'registry';
  /** Levels above whose own value it covers. */
  readonly covers: readonly (Origin | 'standard')[];
  /** What each level that says something says, the nearest first: what the value would be if those before it said nothing. The standard's own words are not repeated. */
  readonly said: readonly { readonly by: Origin; readonly value: unknown }[];
}

export interface Resolved {
  /** Complete in itself; absent where something is missing or wrong. */
  readonly scheme?: Scheme;
  readonly faults: readonly Fault[];
  readonly sources: readonly Sourced[];
}

const LEVELS = ['matter', 'department', 'city'] as const;

/** Puts a scheme together from its levels, the nearest first, and says of each value whose it is. Pure: the same levels give the same bytes. */
export function resolve(levels: Levels, frame: Frame): Resolved {
  const sources: Sourced[] = [];
  const taken = takeWhole(levels, sources);
  if (taken.limits === undefined) {
    const { statutoryDays, promisedDays } = frame.matter;
    taken.limits = { statutoryWorkingDays: statutoryDays, promisedWorkingDays: promisedDays };
    sources.push({ field: 'limits', origin: 'registry', covers: [], said: [] });
  }
  const without = new Set(LEVELS.flatMap((level) => levels[level].without ?? []));
  const items = addUp<SchemeItem>(levels, 'items', (item) => item.code, without, sources, []);
  const elements = addUp<MetadataElement>(levels, 'elements', (element) => element.id, without, sources, DAT46);
  const candidate = {
    ...{ type: 'scheme', contract: 1, id: frame.id, version: frame.version },
    matter: { code: frame.matter.code, name: frame.matter.name, type: frame.matter.type },
    department: { uscc: frame.department.id, name: frame.department.name, fonds: frame.department.fonds ?? '' },
    validFrom: levels.matter.validFrom ?? frame.validFrom,
    items: items.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    ...taken,
    referenceCode: referenceCode(levels, frame, sources),
    metadata: { base: 'DA/T 46-2009', elements: parentsFirst(elements) },
    origins: originsOf(sources),
  };
  const parsed = Scheme.safeParse(candidate);
  const faults = [
    ...(parsed.success ? checkFaults(parsed.data) : faultsOf(parsed.error, 100)),
    ...contradictions(items),
  ].map(readable);
  return { ...(parsed.success && faults.length === 0 && { scheme: parsed.data }), faults, sources };
}

function takeWhole(levels: Levels, sources: Sourced[]): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (const field of INHERITED) {
    const saying = LEVELS.filter((level) => levels[level][field] !== undefined);
    const [nearest, ...covers] = saying;
    if (nearest === undefined) continue;
    taken[field] = levels[nearest][field];
    const said = saying.map((by) => ({ by, value: levels[by][field] }));
    sources.push({ field, origin: nearest, covers, said });
  }
  return taken;
}

/** Lists add up by their codes: the nearest level that has a code says what it is. */
function addUp<T>(
  levels: Levels,
  list: 'items' | 'elements',
  codeOf: (one: T) => string,
  without: ReadonlySet<string>,
  sources: Sourced[],
  standard: readonly T[],
): T[] {
  const field = list === 'items' ? 'items' : 'metadata';
  const found = new Map<string, { by: Origin | 'standard'; value: T }[]>();
  const say = (value: T, by: Origin | 'standard'): void =>
    void found.set(codeOf(value), [{ by, value }, ...(found.get(codeOf(value)) ?? [])]);
  for (const one of standard) say(one, 'standard');
  for (const level of LEVELS.toReversed()) for (const one of (levels[level][list] ?? []) as T[]) say(one, level);
  return [...found].flatMap(([code, sayings]) => {
    const [nearest, ...others] = sayings;
    const origin = nearest!.by;
    // Leaving out is for what stands above: who says something and leaves it out contradicts himself, and is taken at the word that says it.
    if (without.has(code) && origin !== 'matter') return [];
    const said = sayings.flatMap(({ by, value }) => (by === 'standard' ? [] : [{ by, value }]));
    sources.push({ field: `${field}.${code}`, origin, covers: others.map(({ by }) => by), said });
    return [nearest!.value];
  });
}

/** A container whose own place is behind what stands in it, as where a level adds one, moves before it. */
function parentsFirst(elements: readonly MetadataElement[]): MetadataElement[] {
  const byId = new Map(elements.map((element) => [element.id, element]));
  const placed = new Set<string>();
  const ordered: MetadataElement[] = [];
  const place = (element: MetadataElement, above: ReadonlySet<string>): void => {
    if (placed.has(element.id) || above.has(element.id)) return;
    const parent = element.parent === undefined ? undefined : byId.get(element.parent);
    if (parent) place(parent, new Set([...above, element.id]));
    placed.add(element.id);
    ordered.push(element);
  };
  for (const element of elements) place(element, new Set());
  return ordered;
}

const TEMPLATE_FIELDS = ['fonds', 'category', 'classes', 'organisation', 'width'] as const;

function referenceCode(levels: Levels, frame: Frame, sources: Sourced[]): object {
  const template: Record<string, unknown> = {};
  for (const part of TEMPLATE_FIELDS) {
    const saying = LEVELS.filter((level) => levels[level].referenceCode?.[part] !== undefined);
    const [nearest, ...covers] = saying;
    if (nearest !== undefined) {
      template[part] = levels[nearest].referenceCode![part];
      const said = saying.map((by) => ({ by, value: levels[by].referenceCode![part] }));
      sources.push({ field: `referenceCode.${part}`, origin: nearest, covers, said });
    } else if (part === 'fonds' && frame.department.fonds !== null) {
      template.fonds = frame.department.fonds;
      sources.push({ field: 'referenceCode.fonds', origin: 'registry', covers: [], said: [] });
    }
  }
  // Members in the order of the contract, so that the bytes do not hang on who said what.
  return Object.fromEntries(
    Object.keys(ReferenceCodeTemplate.shape).flatMap((part) => (part in template ? [[part, template[part]]] : [])),
  );
}

/** What the record says of its own making: one line a field, without the lines of single materials and elements that are the standard's. */
function originsOf(sources: readonly Sourced[]): Record<string, Origin> {
  return Object.fromEntries(
    sources
      .filter(({ origin, field }) => origin !== 'standard' && origin !== 'registry' && field.length <= 40)
      .map(({ field, origin }): [string, Origin] => [field, origin as Origin])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** What the contract cannot say of materials. */
function contradictions(items: readonly SchemeItem[]): Fault[] {
  const results = items.filter(({ group }) => group === 'result');
  return results.length === 0
    ? [
        {
          field: 'items',
          rule: 'NO_RESULT',
          message: '须有至少一项结果材料 / at least one material of the group result is needed',
        },
      ]
    : [];
}

const WORDS: Record<string, string> = {
  items: '归档范围',
  steps: '办理环节',
  retention: '保管期限',
  sharing: '共享类型',
  openness: '开放审核',
  unlisted: '范围外材料',
  limits: '办结时限',
  referenceCode: '档号规则',
  metadata: '元数据方案',
  department: '归档单位',
};

/** A fault of what is missing at every level says so, and where it can be said. */
function readable({ field, rule, message }: Fault): Fault {
  const [top = ''] = field.split(/[.[]/);
  const word = WORDS[top];
  if (word === undefined) return { field, rule, message };
  const missing = rule === 'INVALID_TYPE' || rule === 'INVALID_VALUE' || (rule === 'TOO_SMALL' && field === 'items');
  const how = missing
    ? `本事项、部门默认、市级默认均未设定或取值不当，请在其中一级填写 / set it in the draft, for the department or for the city`
    : message;
  return { field, rule, message: `${word}: ${how}` };
}
