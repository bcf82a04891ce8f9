import type { Finding, FormFacts } from '@guidang/contracts';
import type { OutcomeCounts } from '@guidang/properties';

/** What is remembered of a material that was looked at; its findings stand in the link named here. */
export interface CheckedMaterial {
  readonly material: string;
  /** SHA-256 of the link that holds its findings */
  readonly link: string;
  /** `digestOfContents` of what was looked at */
  readonly contents: string;
  readonly counts: OutcomeCounts;
  /** those that call for somebody: a refusal of the case lists them again */
  readonly findings: readonly Finding[];
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
}

export const BLANK: CheckState = { links: 0, passed: false, asked: null, materials: [] };
