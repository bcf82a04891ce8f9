/** What one level says of schemes, as forms edit it: what is absent is taken from the level above. */
export interface Item {
  readonly code: string;
  readonly name: string;
  readonly group: string;
  readonly required: string;
  readonly formats: readonly string[];
  readonly atMost?: number;
  readonly requiredWhen?: Condition;
}
export interface Term {
  readonly field: string;
  readonly asks: string;
  readonly values: readonly string[];
}
export interface Condition {
  readonly any: readonly { readonly all: readonly Term[] }[];
}
export interface Step {
  readonly code: string;
  readonly name: string;
  readonly required: boolean;
}
export interface Element {
  readonly id: string;
  readonly no?: string;
  readonly name: string;
  readonly parent?: string;
  readonly kind: string;
  readonly type: string;
  readonly obligation: string;
  readonly repeatable: boolean;
  readonly atMost?: number;
  readonly domain?: readonly string[];
  readonly open?: boolean;
  readonly fallback?: string;
  readonly source: string;
  readonly note?: string;
}
export interface ItemProfile {
  readonly off?: boolean;
  readonly level?: string;
  readonly mode?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}
/** 工作日历: days beside those of the rule set's calendar. */
export interface Calendar {
  readonly off: readonly string[];
  readonly on: readonly string[];
  readonly known: readonly number[];
}
export interface Check {
  readonly base: string;
  readonly items?: Readonly<Record<string, ItemProfile>>;
  readonly calendar?: Calendar;
  readonly rounds?: number;
}
export interface Content {
  readonly items?: readonly Item[];
  readonly elements?: readonly Element[];
  readonly without?: readonly string[];
  readonly unlisted?: string;
  readonly steps?: readonly Step[];
  readonly limits?: { readonly statutoryWorkingDays: number | null; readonly promisedWorkingDays: number | null };
  readonly retention?: string;
  readonly sharing?: string;
  readonly sharingTerms?: string;
  readonly openness?: string;
  readonly class?: readonly { readonly code: string; readonly name: string }[];
  readonly check?: Check;
  readonly suite?: string;
  readonly referenceCode?: {
    readonly fonds?: string;
    readonly category?: string;
    readonly classes?: readonly string[];
    readonly organisation?: string;
    readonly width?: number;
  };
  readonly validFrom?: string;
}

export interface Fault {
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

/** The same with one member said otherwise; undefined, an empty text and an empty list say nothing, and then the level above counts. */
export function saying<T extends object, K extends keyof T>(before: T, key: K, value: T[K] | undefined): T {
  const { [key]: _, ...rest } = before;
  const silent = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return (silent ? rest : { ...rest, [key]: value }) as T;
}

/** Doors name a place as `content.items.0.code` or `items[0].code`; forms as `items.0.code`. */
export const placeOf = (field: string): string => field.replaceAll(/\[(\d+)\]/g, '.$1').replace(/^content\.?/, '');

/** Faults of a place and, where asked for, of what stands below it. */
export const faultsAt = (faults: readonly Fault[], path: string, below = false): readonly Fault[] =>
  faults.filter(({ field }) => {
    const place = placeOf(field);
    return place === path || (below && place.startsWith(`${path}.`));
  });

/** What a part of the form is given: what this level says, and how to say otherwise. */
export interface Part {
  readonly content: Content;
  readonly change: (content: Content) => void;
}
