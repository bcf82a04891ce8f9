/** The list of cases and the page of one, as they travel. Types alone. */
import type { DecidedState } from './desk.ts';

export interface CaseSummary {
  readonly case: string;
  readonly referenceCode: string | null;
  readonly matter: string;
  readonly department: string;
  readonly stage: string;
  readonly stageAt: string;
  readonly waitsFor: string;
  readonly acceptedAt: string | null;
  readonly closedAt: string | null;
  readonly outcome: string | null;
  readonly missing: number;
  readonly materials: number;
  readonly files: number;
  readonly uses: number;
}

/** Where the pages beside one begin, as they are asked for again; null where there is none. */
export interface Beside {
  readonly next: string | null;
  readonly previous: string | null;
}

export interface CaseList extends Beside {
  readonly total: number;
  /** There are as many at least; how many more was not counted. */
  readonly more: boolean;
  readonly rows: readonly CaseSummary[];
}

export interface CasePage {
  readonly case: string;
  readonly matter: { readonly code: string; readonly name: string };
  readonly department: { readonly uscc: string; readonly name: string; readonly fonds: string };
  readonly scheme: { readonly id: string; readonly version: number };
  readonly source: string;
  readonly region: string;
  readonly channel: string;
  readonly kind: string;
  readonly applicantKind: string;
  readonly acceptedAt: string | null;
  readonly promisedAt: string | null;
  readonly closedAt: string | null;
  readonly outcome: string | null;
  readonly stage: string;
  readonly stageAt: string;
  readonly waitsFor: string;
  readonly round: number;
  readonly missing: readonly string[];
  readonly missingSince: string | null;
  readonly referenceCode: string | null;
  readonly retention: string | null;
  readonly retainUntil: string | null;
  /** Items of the scheme with what answers them; null where the scheme could not be had. */
  readonly items: readonly SchemeItemState[] | null;
  readonly materials: readonly MaterialState[];
  readonly links: readonly LinkState[];
  readonly findings: readonly FindingState[];
  readonly counts: Readonly<Record<string, number>>;
  readonly process: readonly ProcessState[];
  readonly package: PackageState | null;
  readonly copies: readonly StoredCopy[];
  readonly uses: readonly UseState[];
  /** What two persons decided about its package, in their order. */
  readonly decided: readonly DecidedState[];
  /** Where it counts since an adjustment: 档号 without its 件号; null where it counts as archived. */
  readonly series: string | null;
  /** End of its retention as it counts now; null for 永久. */
  readonly endsAt: string | null;
}

export interface SchemeItemState {
  readonly code: string;
  readonly name: string;
  readonly group: string;
  readonly required: string;
  readonly answered: boolean;
  readonly missing: boolean;
}

export interface MaterialState {
  readonly material: string;
  readonly title: string;
  readonly item: string | null;
  readonly group: string;
  readonly state: string;
  readonly files: readonly FileState[];
}

export interface FileState {
  readonly position: number;
  readonly name: string;
  readonly content: string;
  readonly format: string;
  readonly puid: string | null;
  readonly size: number;
  readonly pages: number | null;
  readonly capturedAt: string;
}

export interface LinkState {
  readonly step: string;
  readonly seq: number;
  readonly type: string;
  readonly id: string;
  readonly sha256: string;
  readonly at: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly previous: string | null;
  readonly input: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
    readonly sha256: string;
  };
  readonly rules: string;
  /** What it says, in one word of its own: a verdict, a code, a material. */
  readonly about: string | null;
  readonly verdict: 'good' | 'bad' | 'waiting' | 'neutral';
  /** Whether it follows the link before it by hash, and its input where that is a link as well. */
  readonly whole: boolean;
}

export interface FindingState {
  readonly item: string;
  readonly itemZh: string;
  readonly itemEn: string;
  readonly property: string;
  readonly outcome: string;
  readonly level: string;
  readonly object: string;
  readonly code: string;
  readonly meaning: string;
  readonly evidence: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  readonly link: string;
}

export interface ProcessState {
  readonly step: string;
  readonly name: string;
  readonly action: string;
  readonly state: string;
  readonly unit: string;
  readonly post: string;
  readonly opinion: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export interface PackageState {
  readonly referenceCode: string;
  readonly content: string;
  readonly sm3: string;
  readonly size: number;
  readonly files: number;
  readonly suite: string | null;
  readonly manifest: string | null;
  readonly stampedBy: string | null;
}

export interface StoredCopy {
  readonly place: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly sha256: string;
  readonly size: number;
  readonly lockedUntil: string;
}

export interface UseState {
  readonly at: string;
  readonly account: string;
  readonly role: string;
  readonly purpose: string;
  readonly title: string | null;
  readonly result: string;
  readonly pages: number | null;
}
