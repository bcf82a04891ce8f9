/** What the drawing process is asked for. */
export interface Question {
  readonly kind: 'pdf' | 'image' | 'ofd';
  readonly content: Uint8Array;
  /** From 1. */
  readonly page: number;
  /** Pixels. */
  readonly width: number;
}

/** What it answers: a picture, or why there is none. */
export type Answer =
  | { readonly ready: true }
  | {
      readonly png: Uint8Array;
      readonly pages: number;
      /** Codes of what is not on the picture as the document has it. */
      readonly notes: readonly string[];
    }
  | { readonly against: 'PASSWORD' | 'DAMAGED' | 'NO_SUCH_PAGE' };
