import {
  type Emit,
  emit,
  type FindingResolution,
  type FindingResolved,
  type OpenFinding,
  type Resolution,
  type ResolutionRefused,
  type ReviewFacts,
  type Scheme,
} from '@guidang/contracts';
import { rulesOf } from '@guidang/properties';
import { goesBack, passes } from './closing.ts';
import { type CheckFacts, ImpossibleFacts } from './facts.ts';
import { settledAs } from './findings.ts';
import { judged } from './judged.ts';
import type { CheckState, Reviewed, Standing } from './state.ts';

type Why = ResolutionRefused['body']['reason'];

/** What a person's decision comes to. */
export type Reviewing =
  | { readonly comes: 'to-nothing'; readonly why: Why }
  /** others of the case, or another person, are still waited for */
  | { readonly comes: 'to-go-on'; readonly resolution: Resolution; readonly after: Reviewed }
  /** the round ends with it: everything was accepted, or nothing is left to wait for and something was rejected */
  | {
      readonly comes: 'to-an-end';
      readonly passes: boolean;
      readonly resolution: Resolution;
      readonly after: Reviewed;
      readonly standing: Standing;
    };

/** Pure and without facts: gathering asks it too, to know whether there is a chain to be put down. */
export function reviewing(state: CheckState, decision: FindingResolution): Reviewing {
  const nothing = (why: Why): Reviewing => ({ comes: 'to-nothing', why });
  const { standing, passed, links } = state;
  if (passed) return nothing('CASE_ALREADY_CHECKED');
  if (!standing) return nothing(links === 0 ? 'CASE_UNKNOWN' : 'CASE_NOT_WAITING');
  const open = standing.open.find(({ key }) => key === decision.data.finding);
  if (!open) return nothing('FINDING_UNKNOWN');
  const before = state.reviewed.find(({ key }) => key === open.key);
  if (before?.settled) return nothing('FINDING_SETTLED');
  const accepts = decision.data.resolution === 'accepted';
  if (accepts && before?.acceptedBy.includes(decision.by.account)) return nothing('SAME_PERSON');
  const after = afterwards(open, before, decision);
  const resolution = resolutionOf(open, decision, after);
  const settled = new Map(state.reviewed.map((one) => [one.key, one.settled]));
  settled.set(open.key, after.settled);
  const all = standing.open.map(({ key }) => settled.get(key));
  const rejected = all.some((one) => one?.outcome === 'FAIL');
  // What went back already does not go back a second time.
  const ends = all.every(Boolean) && !(rejected && standing.is === 'refused');
  return ends
    ? { comes: 'to-an-end', passes: !rejected, resolution, after, standing }
    : { comes: 'to-go-on', resolution, after };
}

function afterwards(
  open: OpenFinding,
  before: Reviewed | undefined,
  { by, data: { resolution } }: FindingResolution,
): Reviewed {
  const { key, persons } = open;
  const acceptedBy = [...(before?.acceptedBy ?? []), ...(resolution === 'accepted' ? [by.account] : [])];
  if (resolution === 'rejected') return { key, acceptedBy, settled: settledAs(open, resolution, [by.account]) };
  return { key, acceptedBy, settled: acceptedBy.length >= persons ? settledAs(open, resolution, acceptedBy) : null };
}

const resolutionOf = (
  { key, persons, finding: { item, object, code } }: OpenFinding,
  { by, time, data: { resolution, reason } }: FindingResolution,
  { acceptedBy, settled }: Reviewed,
): Resolution => ({
  key,
  of: { item, object, code },
  resolution,
  by,
  decidedAt: time,
  reason,
  persons,
  accepted: acceptedBy.length,
  standing: settled ? 'settled' : 'waiting',
});

/** What a person decided of a finding: noted, refused with the reason, or it ends the round. */
export function checkReview(
  state: CheckState,
  decision: FindingResolution,
  scheme: Scheme | undefined,
  facts: CheckFacts,
): Emit {
  const comes = reviewing(state, decision);
  switch (comes.comes) {
    case 'to-nothing':
      nothingFound(facts);
      return emit('ResolutionRefused', 1, {
        resolution: decision.id,
        key: decision.data.finding,
        by: decision.by,
        reason: comes.why,
      } satisfies ResolutionRefused['body']);
    case 'to-go-on': {
      nothingFound(facts);
      const { resolution, after } = comes;
      return emit('FindingResolved', 1, {
        round: state.standing!.round,
        ...resolution,
        findings: after.settled ? [after.settled] : [],
      } satisfies FindingResolved['body']);
    }
    case 'to-an-end': {
      if (!scheme) throw new ImpossibleFacts('the end of a round without its scheme');
      const { standing, resolution, after } = comes;
      const { chain } = facts as ReviewFacts;
      if (chain.links !== standing.chain.links + state.links - standing.ownLinks)
        throw new ImpossibleFacts('the chain object holds another number of links');
      const rules = rulesOf(scheme);
      const found = judged(withReviewed(state, after), standing, scheme, rules);
      const end = comes.passes ? passes : goesBack;
      return end(standing, found, rules, chain, { closing: standing.closing, resolution });
    }
  }
}

const nothingFound = (facts: CheckFacts): void => {
  if (Object.keys(facts).length > 0) throw new ImpossibleFacts('facts where there was nothing to find');
};

/** The state with how a finding stands now. */
export const withReviewed = (state: CheckState, after: Reviewed): CheckState => ({
  ...state,
  reviewed: [...state.reviewed.filter(({ key }) => key !== after.key), after],
});
