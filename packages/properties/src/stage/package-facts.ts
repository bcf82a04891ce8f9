import type { ClosingFacts } from '@guidang/contracts';
import type { FileLookedAt } from '../facts.ts';
import type { Value } from '../metadata/element.ts';

/** 说明文件 or 目录文件 of a package, as it was found. */
export type DocumentState = 'there' | 'missing' | 'faulty';

/** What was said of a package by whoever handed it over (移交清单), or when it was put into the store (入库记录). Null: nothing was said of it. */
export interface Stated {
  /** 件数 */
  readonly items: number | null;
  readonly files: number | null;
  readonly bytes: number | null;
  /** SHA-256 of the package before it was sent, hexadecimal */
  readonly digest: string | null;
}

/** All that is known of a package when it is received from elsewhere, or looked at again in the store. Null stands for what nobody looked at; of that nothing passes. */
export interface PackageFacts {
  /** when the judgement is taken, RFC 3339 UTC */
  readonly at: string;
  readonly stated: Stated | null;
  readonly found: { readonly items: number; readonly files: number; readonly bytes: number; readonly digest: string };
  /** its folders against the profile it says it follows; `unsafe`: paths that climb out, links, names that differ in case alone */
  readonly layout: {
    readonly profile: string;
    readonly missing: readonly string[];
    readonly unexpected: readonly string[];
    readonly unsafe: readonly string[];
  } | null;
  readonly documents: { readonly readme: DocumentState; readonly catalogue: DocumentState } | null;
  /** its metadata files: whether they parse, what is wrong with them, and the values in them */
  readonly metadata: { readonly faults: readonly string[]; readonly values: readonly Value[] } | null;
  /** how many files of metadata its profile wants, and which of them are not there or not whole; absent or null: nobody looked */
  readonly metadataFiles?: { readonly files: number; readonly lacking: readonly string[] } | null;
  /** 档号 of each item, as its metadata has it, and what is wrong with it by the rule (DA/T 13) */
  readonly referenceCodes: readonly { readonly code: string | null; readonly faults: readonly string[] }[] | null;
  /** 件内顺序号 and the like, of each series as they stand */
  readonly series:
    | readonly { readonly name: string; readonly first: number; readonly numbers: readonly number[] }[]
    | null;
  /** places that the metadata names, and whether a file lies there */
  readonly links: readonly { readonly path: string; readonly there: boolean }[] | null;
  /** signatures, seals, timestamps and evidence records */
  readonly seal: 'verified' | 'broken' | 'not-trusted' | 'none' | null;
  /** how the package itself is packed: the problems of the inspector (docs/formats/identification.md) */
  readonly packing: { readonly encrypted: boolean; readonly problems: readonly string[] } | null;
  /** every content file, as its metadata has it and as it was found */
  readonly files: readonly FileLookedAt[];
  /** undefined: nobody asked; null: there is none */
  readonly scanner: ClosingFacts['scanner'] | undefined;
  /** how it came; null: over the network */
  readonly carrier: 'offline' | null;
}

/** The object of findings on the package as a whole. */
export const PACKAGE = 'package';
