import {
  type CaseSealed,
  emit,
  GATHER,
  type Link,
  park,
  type Rule,
  type SealFacts,
  type Situation,
  skip,
} from '@guidang/contracts';
import { factsHold } from './facts-hold.ts';
import { type CheckedInput, parseInput, type SealInput } from './input.ts';
import { suiteOf } from './suite.ts';

export { type ManifestParts, manifestOf } from './manifest/manifest.ts';

/** All that seal remembers of a case. */
export interface SealState {
  readonly sealed: boolean;
}

const SKIPPED = {
  MaterialChecked: 'MATERIAL_ONLY',
  CaseRefused: 'CASE_REFUSED',
  CaseAwaitingReview: 'CASE_AWAITING_REVIEW',
  FindingResolved: 'REVIEW_ONLY',
  ResolutionRefused: 'REVIEW_ONLY',
} as const;

/**
 * Seals a case that passed the check, once. What was gathered must be about the very link that is answered, or nothing is decided (facts-hold.ts):
 * a throw here means that gathering has to be done again, never that the case is at fault.
 */
export const sealRule: Rule<SealState, SealInput, SealFacts> = {
  step: 'seal',
  rules: 'seal@1',
  reads: ['archive.check'],
  parse: parseInput,
  initial: () => ({ sealed: false }),
  schemeOf: (_, input) => (input.type === 'CaseChecked' ? input.link.body.dossier.head.scheme : undefined),

  consider({ state, input, scheme }) {
    if (input.type !== 'CaseChecked') return skip(SKIPPED[input.type]);
    if (state.sealed)
      return park(
        'CASE_ALREADY_SEALED',
        'case',
        'the case is sealed; its archive stays as it is / 办件已固化, 不再更改',
      );
    if (!scheme)
      return park('SCHEME_UNKNOWN', 'body.dossier.head.scheme', 'no such scheme is published / 归档方案未发布');
    return GATHER;
  },

  decide({ input, scheme, facts }: Situation<SealState, SealInput, SealFacts>) {
    if (input.type !== 'CaseChecked' || !scheme) throw new Error('there is nothing to seal in this link');
    factsHold(input, scheme, facts);
    return emit('CaseSealed', 1, bodyOf(input, facts));
  },

  evolve: (_, link: Link<SealFacts, unknown>) => ({ sealed: link.type === 'CaseSealed' }),
  feedback: () => [],
};

const bodyOf = ({ link }: CheckedInput, facts: SealFacts): CaseSealed['body'] => {
  const { manifest, document, chain } = facts;
  const { round, dossier } = link.body;
  return {
    round,
    head: dossier.head,
    closing: dossier.closing,
    manifest: manifest.content,
    document: document.content,
    chain: chain.content,
    suite: suiteOf(facts)!,
  };
};
