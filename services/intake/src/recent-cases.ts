import type { KnownCase, Store } from './store.ts';

const MOST = 10_000;

/** Who opened the cases that were asked for lately. That never changes, so what is remembered needs no second look. */
export class RecentCases {
  readonly #store: Pick<Store, 'caseOf'>;
  readonly #recent = new Map<string, KnownCase>();

  constructor(store: Pick<Store, 'caseOf'>) {
    this.#store = store;
  }

  async find(caseNumber: string): Promise<KnownCase | undefined> {
    const recent = this.#recent.get(caseNumber);
    if (recent !== undefined) return recent;
    const known = await this.#store.caseOf(caseNumber);
    if (known === undefined) return undefined;
    this.#recent.set(caseNumber, known);
    if (this.#recent.size > MOST) this.#recent.delete(this.#recent.keys().next().value!);
    return known;
  }
}
