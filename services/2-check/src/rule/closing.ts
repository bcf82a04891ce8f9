import {
  type CaseAwaitingReview,
  type CaseCaptured,
  type CaseChecked,
  type CaseRefused,
  type ChainObject,
  type ClosingFacts,
  type Emit,
  emit,
  type Resolution,
  type Scheme,
} from '@guidang/contracts';
import { type RuleSet, rulesOf } from '@guidang/properties';
import { appliedRules } from './applied-rules.ts';
import { ImpossibleFacts } from './facts.ts';
import { openOf } from './findings.ts';
import { calling, type JudgedCase, judged } from './judged.ts';
import type { CheckState, Standing } from './state.ts';

/** What ended the waiting of a round; null where a closing is answered. */
type Ended = { readonly closing: string; readonly resolution: Resolution } | null;

/**
 * The case as a whole, with what was found of its files before. It passes where nothing that blocks has failed or is left to people. Where only people can tell it
 * waits for them; so it does when it was refused as often as the rules allow. Otherwise it goes back with every finding that calls for somebody.
 */
export function checkCase(
  state: CheckState,
  input: CaseCaptured,
  scheme: Scheme,
  { chain, captured, scanner }: ClosingFacts,
  at: string,
): Emit<CaseChecked['body'] | CaseRefused['body'] | CaseAwaitingReview['body']> {
  // Capture's links, the closing itself, and our own so far.
  if (chain.links !== captured.links + 1 + state.links)
    throw new ImpossibleFacts('the chain object holds another number of links');
  if (captured.fault === null && captured.links !== input.seq)
    throw new ImpossibleFacts('a whole chain of capture has as many links as the closing has before it');
  const { round, dossier } = input.body;
  const rules = rulesOf(scheme);
  const found = judged(state, { at, dossier, captured, scanner }, scheme, rules);
  const { failed, left } = found.blocking;
  if (failed.length + left.length === 0) return passes({ round, dossier }, found, rules, chain, null);
  const open = openOf(found.blocking, rules);
  const why = failed.length === 0 ? 'LEFT_TO_PEOPLE' : round > rules.rounds ? 'ROUNDS' : undefined;
  if (why === undefined || open.length === 0) return goesBack({ round, dossier }, found, rules, chain, null);
  return emit('CaseAwaitingReview', 1, {
    round,
    rules: appliedRules(rules),
    why,
    dossier,
    findings: calling(found),
    counts: found.counts,
    open,
    chain,
  } satisfies CaseAwaitingReview['body']);
}

type Round = Pick<Standing, 'round' | 'dossier'>;

export const passes = (
  { round, dossier }: Round,
  { ofCase, materials, blocking, counts }: JudgedCase,
  rules: RuleSet,
  chain: ChainObject,
  ended: Ended,
): Emit<CaseChecked['body']> =>
  emit('CaseChecked', 1, {
    round,
    rules: appliedRules(rules),
    dossier,
    findings: [...ofCase, ...blocking.settled.map(({ as }) => as)],
    counts,
    checked: materials.map(({ material, link }) => ({ material, link })),
    chain,
    closing: ended?.closing ?? null,
    resolution: ended?.resolution ?? null,
  });

export const goesBack = (
  { round, dossier }: Round,
  found: JudgedCase,
  rules: RuleSet,
  chain: ChainObject,
  ended: Ended,
): Emit<CaseRefused['body']> =>
  emit('CaseRefused', 1, {
    round,
    rules: appliedRules(rules),
    dossier,
    findings: calling(found),
    counts: found.counts,
    open: openOf(found.blocking, rules),
    chain,
    closing: ended?.closing ?? null,
    resolution: ended?.resolution ?? null,
  });
