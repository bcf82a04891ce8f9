import type { RecordedEvidence, StoreLink, Suite } from '@guidang/contracts';
import { type EvidencePolicy, type Renewal, type RestsOn, renewalOf } from '@guidang/evidence';

/** A record that has to be renewed. */
export interface DueRecord {
  readonly case: string;
  readonly evidence: RecordedEvidence;
  readonly renewal: Renewal;
}

/** A package from elsewhere, and the suites in which a record is over it. Every one is remembered until there is one in each. */
export interface Unproven {
  readonly case: string;
  /** SHA-256 of the package */
  readonly package: string;
  readonly in: ReadonlySet<Suite>;
}
const SUITES: readonly Suite[] = ['international', 'national'];

/** What a record rests on, as the links say. */
export const restsOn = ({ digest, by }: RecordedEvidence): RestsOn => ({
  ...{ digest, scheme: by.signature, key: by.key },
  certificateEnd: Date.parse(by.until),
});

/**
 * Which of the records that count have to be renewed, as the links of store say in their order. Only those are remembered, and from when on it has to be looked at all of them
 * again, so that memory does not grow with what is stored.
 */
export class DueRecords {
  readonly #policy: EvidencePolicy;
  readonly #due = new Map<string, DueRecord>();
  readonly #refused = new Map<string, Suite>();
  readonly #unproven = new Map<string, Unproven>();
  /** The moment at which a record that was not due will be: milliseconds since 1970. */
  nextAt = Number.POSITIVE_INFINITY;

  constructor(policy: EvidencePolicy) {
    this.#policy = policy;
  }

  /** @param at the moment it is judged at, milliseconds since 1970 */
  see(link: StoreLink, at: number): void {
    switch (link.type) {
      case 'CaseStored':
        for (const evidence of link.body.evidence.records) this.#counts(link.case, evidence, at);
        break;
      case 'PackageReceived': {
        const { content } = link.body.handed.package;
        this.#unproven.set(link.case, { case: link.case, package: content.slice('sha256:'.length), in: new Set() });
        break;
      }
      case 'EvidenceRenewed':
        this.#counts(link.case, link.body.evidence, at);
        this.#proven(link.case, link.body.suite);
        break;
      case 'RenewalRefused': {
        const { suite } = link.body;
        this.#due.delete(`${link.case} ${suite}`);
        this.#refused.set(`${link.case} ${suite}`, suite);
        break;
      }
      case 'PackageRefused':
      case 'PackageTurnedAway':
      case 'PackageInspected':
    }
  }

  #counts(name: string, evidence: RecordedEvidence, at: number): void {
    const key = `${name} ${evidence.suite}`;
    this.#due.delete(key);
    const renewal = renewalOf(restsOn(evidence), this.#policy, at);
    if (renewal.kind !== 'none') this.#due.set(key, { case: name, evidence, renewal });
    else if (renewal.by !== null) this.nextAt = Math.min(this.nextAt, renewal.by - this.#policy.leadDays * 86_400_000);
  }

  #proven(name: string, suite: Suite): void {
    const one = this.#unproven.get(name);
    if (!one) return;
    const proven = new Set([...one.in, suite]);
    if (SUITES.every((each) => proven.has(each))) this.#unproven.delete(name);
    else this.#unproven.set(name, { ...one, in: proven });
  }

  /** Packages from elsewhere over which there is no record of a suite yet, in the order they came. */
  unproven(suite: Suite): Unproven[] {
    return [...this.#unproven.values()].filter((one) => !one.in.has(suite));
  }

  /** Most urgent first. */
  inOrder(): DueRecord[] {
    return [...this.#due.values()].sort(
      (a, b) => (a.renewal.by ?? 0) - (b.renewal.by ?? 0) || (a.case < b.case ? -1 : a.case > b.case ? 1 : 0),
    );
  }

  /** Records that did not hold any more when they were to be renewed, by suite. */
  refused(suite: Suite): number {
    return [...this.#refused.values()].filter((one) => one === suite).length;
  }
}
