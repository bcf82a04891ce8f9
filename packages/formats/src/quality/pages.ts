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
  readonly #greys: (Grey | null)[] = [];
  readonly #fields = new Map<number, Float32Array>();

  add(page: number, grey: Grey, scan: boolean, dpi?: number): void {
    if (this.#pages.length >= MOST_PAGES) return;
    const facts = measured(page, grey, scan, dpi);
    const at = this.#pages.push(facts) - 1;
    this.#greys.push(facts.hash === undefined ? null : grey);
    const same = this.#pages.findIndex((_, n) => n < at && this.#same(n, at));
    if (same !== -1) this.#pages[at] = { ...facts, sameAs: this.#pages[same]!.sameAs ?? this.#pages[same]!.page };
  }

  #same(one: number, other: number): boolean {
    const [a, b] = [this.#pages[one]!.hash, this.#pages[other]!.hash];
    if (a === undefined || b === undefined || apart(a, b) > NEAR) return false;
    const [here, there] = [this.#closer(one), this.#closer(other)];
    let different = 0;
    for (let at = 0; at < here.length; at += 1) if (Math.abs(here[at]! - there[at]!) > FIELD) different += 1;
    return different <= here.length * DIFFERENT;
  }

  #closer(n: number): Float32Array {
    const fields = this.#fields.get(n) ?? fieldsOf(this.#greys[n]!, ACROSS, DOWN);
    this.#fields.set(n, fields);
    return fields;
  }

  /** Empty where nothing was measured. */
  facts(): { pageFacts?: readonly PageFacts[] } {
    return this.#pages.length > 0 ? { pageFacts: this.#pages } : {};
  }
}
