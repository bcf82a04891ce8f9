import type { ChainObject, ClosingFacts, Dossier, Finding, FormFacts, OpenFinding } from '@guidang/contracts';
import type { OutcomeCounts } from '@guidang/properties';

/** What is remembered of a material that was looked at; its findings stand in the link named here. */
export interface CheckedMaterial {
  readonly material: string;
  /** SHA-256 of the link that holds its findings */
  readonly link: string;
  /** `digestOfContents` of what was looked at */
  readonly contents: string;
  readonly counts: OutcomeCounts;
  /** whether any of its files carries a signature, a seal or a timestamp; absent where nobody can say */
  readonly signed?: boolean;
  /** those that call for somebody: a refusal of the case lists them again */
  readonly findings: readonly Finding[];
}

/** A round that has ended without passing: what people settle of it may let it pass after all, as long as nothing new of the case is looked at. */
export interface Standing {
  /** whether it waits for people, or went back */
  readonly is: 'waiting' | 'refused';
  readonly round: number;
  /** SHA-256 of the closing it is about */
  readonly closing: string;
  /** when it was judged: judged again, it is by the same clock */
  readonly at: string;
  readonly dossier: Dossier;
  readonly captured: ClosingFacts['captured'];
  readonly scanner: ClosingFacts['scanner'];
  /** links of the case up to the one that judged it */
  readonly chain: ChainObject;
  /** own links when it was judged: what came since is not in the chain yet */
  readonly ownLinks: number;
  readonly open: readonly OpenFinding[];
}

/** How a finding stands that people were asked about. */
export interface Reviewed {
  readonly key: string;
  /** accounts that have accepted it */
  readonly acceptedBy: readonly string[];
  /** as it counts from now on; null while another person is waited for */
  readonly settled: Finding | null;
}

/** What check remembers of a case: the fold of its own links. JSON, never changed in place. */
export interface CheckState {
  /** own links so far */
  readonly links: number;
  /** the case was passed: it is sealed, and nothing that comes later changes it */
  readonly passed: boolean;
  /** materials that the application form makes required; null until it was read */
  readonly asked: FormFacts['asked'] | null;
  /** in the order they were first looked at; superseded ones stay, and are left out when the case closes */
  readonly materials: readonly CheckedMaterial[];
  /** the last round, where it can still pass by what people settle; null where there is none such */
  readonly standing: Standing | null;
  /** findings that people were asked about, in any round: what is found again is settled already */
  readonly reviewed: readonly Reviewed[];
  /** ids of the links that answered people, so that a decision that comes twice is known */
  readonly answered: readonly string[];
}

export const BLANK: CheckState = {
  ...{ links: 0, passed: false, asked: null, materials: [] },
  ...{ standing: null, reviewed: [], answered: [] },
};
