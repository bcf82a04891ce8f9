/** What the drawing process is asked for. */
export interface Question {
  readonly kind: 'pdf' | 'image';
  readonly content: Uint8Array;
  /** From 1. */
  readonly page: number;
  /** Pixels. */
  readonly width: number;
}

/** What it answers: a picture, or why there is none. */
export type Answer =
  | { readonly ready: true }
  | { readonly png: Uint8Array; readonly pages: number }
  | { readonly against: 'PASSWORD' | 'DAMAGED' | 'NO_SUCH_PAGE' };
