import type { PageFacts } from '../facts.ts';
import type { Grey } from '../raster/grey.ts';
import { apart, fieldsOf } from './hash.ts';
import { measured } from './measure.ts';

/** Pages of one file that are measured; of a volume of thousands the rest is still opened. */
export const MOST_PAGES = 500;
/** Bits of 256 that may differ, before two pages are looked at closer. */
const NEAR = 12;
/** Fields across and down for the closer look, how far apart a field may be, and how many of them may be further apart. */
const [ACROSS, DOWN, FIELD, DIFFERENT] = [96, 128, 20, 0.0005];

/** Gathers what the pages of a file look like, and which show the same. */
export class Pages {
  readonly #pages: PageFacts[] = [];
  readonly #fields: (Float32Array | null)[] = [];

  add(page: number, grey: Grey, dpi?: number): void {
    if (this.#pages.length >= MOST_PAGES) return;
    const facts = measured(page, grey, dpi);
    const fields = facts.hash === undefined ? null : fieldsOf(grey, ACROSS, DOWN);
    const same = fields ? this.#pages.find((other, n) => this.#same(facts, fields, other, n)) : undefined;
    this.#pages.push(same ? { ...facts, sameAs: same.sameAs ?? same.page } : facts);
    this.#fields.push(fields);
  }

  #same(facts: PageFacts, fields: Float32Array, other: PageFacts, n: number): boolean {
    const there = this.#fields[n];
    if (!there || other.hash === undefined || apart(facts.hash!, other.hash) > NEAR) return false;
    let different = 0;
    for (let at = 0; at < fields.length; at += 1) if (Math.abs(fields[at]! - there[at]!) > FIELD) different += 1;
    return different <= fields.length * DIFFERENT;
  }

  /** Empty where nothing was measured. */
  facts(): { pageFacts?: readonly PageFacts[] } {
    return this.#pages.length > 0 ? { pageFacts: this.#pages } : {};
  }
}
