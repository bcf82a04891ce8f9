import type { Encoding } from '../text/decode.ts';

/** What a rule says a file is: a format of the registry, and what was learnt on the way. */
export interface Found {
  readonly puid: string;
  readonly encoding?: Encoding;
  /** the level a PDF claims of itself */
  readonly pdfa?: string;
}

export const found = (puid: string | undefined): Found | null => (puid === undefined ? null : { puid });
