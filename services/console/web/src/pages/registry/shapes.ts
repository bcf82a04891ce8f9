import type { Element } from './form/shapes.ts';

/** What registry answers, as far as its pages show it. */
interface Versioned {
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string | null;
}

export interface Department extends Versioned {
  readonly id: string;
  readonly kind: 'unit' | 'section';
  readonly name: string;
  readonly parent: string | null;
  readonly fonds: string | null;
  readonly position: number;
  readonly active: boolean;
}

export interface Person extends Versioned {
  readonly account: string;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly department: string | null;
  readonly active: boolean;
  readonly holds: readonly { readonly post: string; readonly from: string; readonly until: string | null }[];
}

export interface Post extends Versioned {
  readonly id: string;
  readonly role: string;
  readonly roleName: string;
  readonly title: string;
  readonly department: string | null;
  readonly active: boolean;
  readonly holders: readonly { readonly account: string; readonly until: string | null }[];
}

/** A role that a post may have, in both languages. */
export interface RoleName {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

export interface Matter extends Versioned {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly department: string;
  readonly statutoryDays: number | null;
  readonly promisedDays: number | null;
  readonly active: boolean;
  readonly published: number | null;
  readonly open: number;
}

export interface MatterPage {
  readonly items: readonly Matter[];
  readonly total: number;
  readonly next: string | null;
}

export type Settings = Readonly<Record<string, unknown>>;

export interface Draft extends Versioned {
  readonly id: string;
  readonly schemeId: string;
  readonly baseVersion: number | null;
  readonly matter: string;
  readonly department: string;
  readonly state: string;
  readonly content: Settings;
  readonly owner: string;
  readonly comment: string;
  readonly reviewedBy: string | null;
  readonly publishedVersion: number | null;
}

export type Level = 'matter' | 'department' | 'city';
export interface Source {
  readonly field: string;
  readonly origin: Level | 'standard' | 'registry';
  readonly covers: readonly string[];
  readonly said: readonly { readonly by: Level; readonly value: unknown }[];
}

export interface DraftAnswer {
  readonly draft: Draft;
  readonly resolved: {
    readonly scheme: Readonly<Record<string, unknown>> | null;
    readonly faults: readonly { field: string; rule: string; message: string }[];
    readonly sources: readonly Source[];
  };
}

export interface Difference {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: unknown;
  readonly after: unknown;
}

export interface Trial {
  readonly cases: number;
  readonly refused: number;
  readonly newlyRefused: number;
  readonly noLongerRefused: number;
  readonly undecided: number;
  readonly reasons: readonly { code: string; object: string; cases: number }[];
  readonly items: readonly {
    readonly case: string;
    readonly closedAt: string;
    readonly version: number;
    readonly newly: readonly { code: string; object: string }[];
    readonly objections: readonly { code: string; object: string }[];
  }[];
  readonly more: number;
}

export interface Outcomes {
  readonly done: number;
  readonly items: readonly { id: string; done: boolean; code: string | null; message: string | null }[];
}

/** A parameter of an item of the check, by what is typed for it. */
export interface Parameter {
  readonly name: string;
  readonly kind: 'integer' | 'number' | 'boolean' | 'text' | 'texts' | 'other';
  readonly describe: string;
  /** As the rule set has it. */
  readonly value: unknown;
}
export interface CheckItem {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly property: string;
  readonly level: string;
  readonly mode: string;
  readonly locked: boolean;
  readonly looksAtZh: string;
  readonly looksAt: string;
  readonly parameters: readonly Parameter[];
}
export interface Base {
  readonly id: string;
  readonly rounds: number;
  readonly calendar: string;
  readonly items: readonly CheckItem[];
}
export interface Vocabulary {
  readonly bases: readonly Base[];
  readonly elements: readonly Element[];
}
