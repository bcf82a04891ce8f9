import type { CarriedSignature } from '@guidang/evidence';

/** Something that a reader of the file should know, with a stable code; the detail is for people and carries no content. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
}

/**
 * `yes`: opened and read to its end by what knows the format. `no`: that failed, `problems` says how. `not-looked`: nobody here
 * can tell, which is never a pass.
 */
export type Readable = 'yes' | 'no' | 'not-looked';

export interface ContainerFacts {
  readonly entries: number;
  /** bytes of all entries unpacked, as found, or as declared where unpacking was given up */
  readonly unpacked: number;
  /** unpacked to packed */
  readonly ratio: number;
  /** archives inside archives: 0 for none */
  readonly depth: number;
}

/**
 * What a page looks like: facts of scan quality. Nothing here says whether that is good enough; items of packages/properties do. Grey levels go from 0, black, to
 * 255, white, and are means over squares of a few pixels.
 */
export interface PageFacts {
  /** from 1 */
  readonly page: number;
  /** nothing on it but paper, shadows and dust */
  readonly blank: boolean;
  /** share of the page that has something on it, 0 to 1 */
  readonly ink: number;
  /** grey level of the paper: nine tenths of the page are darker */
  readonly paper: number;
  /** from the paper to the darkest hundredth of the page */
  readonly contrast: number;
  /** degrees by which its lines fall to the right; absent where it has no lines to tell by */
  readonly skew?: number;
  /** dots per inch of the scan; absent where it does not say, or is not a scan */
  readonly dpi?: number;
  /** 256 bits of what it looks like from afar, in hexadecimal (src/quality/hash.ts); absent for a blank page */
  readonly hash?: string;
  /** number of an earlier page of the file that shows the same */
  readonly sameAs?: number;
}

/** What a file is and whether it can be read. Plain JSON; no judgement, and nothing of the content. */
export interface FileFacts {
  /** of what produced these facts; a change of rules changes it */
  readonly inspector: string;
  /** PRONOM id (V125), or a local one (`x-ofd/1`); null where nothing known matched */
  readonly puid: string | null;
  /** one word: pdf, ofd, jpeg, docx …; `unknown` */
  readonly family: string;
  readonly mime: string | null;
  /** English name of the format */
  readonly name: string;
  readonly version?: string;
  /** null where there is no name with an extension, or the format has none of its own */
  readonly extensionAgrees: boolean | null;
  readonly readable: Readable;
  readonly problems: readonly Problem[];
  readonly pages?: number;
  /** pixels (of the first page) */
  readonly width?: number;
  /** pixels (of the first page) */
  readonly height?: number;
  readonly dpi?: number;
  /** level the file claims of itself, e.g. `2b`; not validated */
  readonly pdfa?: string;
  readonly encrypted?: boolean;
  /** of text: utf-8, utf-16le, utf-16be, gb18030 */
  readonly encoding?: string;
  readonly container?: ContainerFacts;
  /** pages as they look, those that were drawn or decoded; absent where nothing is seen of a page (text, sound) */
  readonly pageFacts?: readonly PageFacts[];
  /** which pages of a PDF were drawn, as ranges; all pages were loaded */
  readonly drawn?: readonly (readonly [from: number, to: number])[];
  /** other formats as which the same bytes open, by family: a polyglot */
  readonly alsoIs?: readonly string[];
  /** fonts of a PDF that are used and not embedded, by their names without the subset's tag, at most twenty */
  readonly fontsMissing?: readonly string[];
  /**
   * Signatures, seals and timestamps inside it, and what each is worth. They are looked for in PDF, OFD and office documents; no other format here is known to carry any. null: they
   * could not be looked for; absent: nobody came so far
   */
  readonly signatures?: readonly CarriedSignature[] | null;
  /** digest of the revocation lists those signatures were judged by; null where there were none; absent where there are no signatures */
  readonly revocationLists?: string | null;
  /** of sound and film, in seconds */
  readonly seconds?: number;
}

/** What an inspector of one family adds to the identity. */
export type Inspection = Pick<FileFacts, 'readable' | 'problems'> &
  Partial<Omit<FileFacts, 'readable' | 'problems' | 'inspector' | 'extensionAgrees'>>;

export const problem = (code: string, detail: string): Problem => ({ code, detail });
export const unreadable = (code: string, detail: string, ...more: Problem[]): Inspection => ({
  readable: 'no',
  problems: [problem(code, detail), ...more],
});
export const notLooked = (...problems: Problem[]): Inspection => ({ readable: 'not-looked', problems });
