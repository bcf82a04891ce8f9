import type { StoreLink } from '@guidang/contracts';

/** Where a link of store lies. */
export interface Spot {
  readonly partition: number;
  readonly offset: number;
}

/** A stored case, or a package from elsewhere, as the round remembers it: little, since all that is stored is remembered. */
export interface Remembered {
  readonly case: string;
  /** every link that says what is held, to be read again when its turn comes */
  readonly links: readonly Spot[];
  /** when it was looked at, or stored: milliseconds since 1970 */
  readonly lastAt: number;
}

/**
 * 定期检测的台账: when each stored package was looked at last, as the links of store say in their order. It is nothing but what the topic says, so a round that was broken off
 * goes on where it was, on whatever machine.
 */
export class Ledger {
  readonly #cases = new Map<string, Remembered>();

  see(link: StoreLink, spot: Spot): void {
    switch (link.type) {
      case 'CaseStored':
      case 'PackageReceived':
        this.#cases.set(link.case, { case: link.case, links: [spot], lastAt: Date.parse(link.time) });
        return;
      case 'PackageInspected':
        this.#change(link.case, (one) => ({ ...one, lastAt: Date.parse(link.time) }));
        return;
      case 'EvidenceRenewed':
      case 'RenewalRefused':
        this.#change(link.case, (one) => ({ ...one, links: [...one.links, spot] }));
        return;
      case 'PackageTurnedAway':
      case 'PackageRefused':
    }
  }

  #change(name: string, change: (one: Remembered) => Remembered): void {
    const known = this.#cases.get(name);
    if (known) this.#cases.set(name, change(known));
  }

  get size(): number {
    return this.#cases.size;
  }

  /** Those not looked at since, longest ago first. */
  before(moment: number): Remembered[] {
    return [...this.#cases.values()]
      .filter(({ lastAt }) => lastAt <= moment)
      .sort((a, b) => a.lastAt - b.lastAt || (a.case < b.case ? -1 : a.case > b.case ? 1 : 0));
  }
}
