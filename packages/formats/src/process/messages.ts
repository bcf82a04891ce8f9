import type { FileFacts } from '../facts.ts';
import type { Limits } from '../limits.ts';
import type { SignatureAnchors } from '../trust.ts';

/** A file to be opened: its bytes, or where it lies. */
export interface Question {
  readonly id: number;
  readonly content: Uint8Array | { readonly path: string };
  readonly name: string | undefined;
  readonly limits: Limits;
  readonly anchors: SignatureAnchors;
}

/** `failed`: what knows the format broke on this file; the process says so and ends, since its memory may be spoilt. */
export type Answer =
  | { readonly id: number; readonly facts: FileFacts }
  | { readonly id: number; readonly failed: string };
