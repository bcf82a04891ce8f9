import { type Claim, type Raised, raised, type Spot, spotKey } from './finding.ts';

/** What is known of records beyond what was found at them. */
export interface Knowledge {
  /** Whether a link lies in a batch of the log that leads to its signed root, and is the one that was logged. */
  isHeld(spot: Spot): boolean;
  /** Where the scheme with this digest was published, though its number or version may be others by now. */
  schemeAt(digest: string): Spot | undefined;
}

/** Codes that say of a record itself that it is wrong, whatever others say of it. */
const OF_ITSELF: ReadonlySet<Raised['code']> = new Set([
  'LEAF_MUTATED',
  'LINK_MISSING',
  'LINK_ADDED',
  'OFFSET_GAP',
  'OFFSET_ORDER',
  'LINK_MALFORMED',
  'LINK_KEY',
  'LINK_HEADERS',
  'INPUT_TWICE',
  'INPUT_ORDER',
  'INPUT_FOREIGN',
  'BACK_DATED',
  'DECISION_DIFFERS',
  'CHECKPOINT_MALFORMED',
  'CHECKPOINT_RANGES',
  'CHECKPOINT_SIZE',
  'CHECKPOINT_NOTE',
  'CHECKPOINT_FORK',
  'NOTE_SIGNATURE',
  'COSIGNATURE_QUORUM',
]);
/** Codes that the log proves of a record. */
export const FROM_THE_LOG: ReadonlySet<Raised['code']> = new Set(['LEAF_MUTATED', 'LINK_MISSING', 'LINK_ADDED']);
/** A link that is missing before this one explains why it does not fit the one before. */
const SOMETHING_BETWEEN: ReadonlySet<Raised['code']> = new Set(['CASE_GAP', 'CHECKPOINT_BATCH', 'CHECKPOINT_SIZE']);

/** A finding with the place that is to blame for it; null where it is the place it was found at. */
export interface Blamed {
  readonly finding: Raised;
  readonly blames: Spot | null;
}

/**
 * Of two records of which one says what the other is not, finds the one that was changed: what the log holds was not; what several others contradict was;
 * what is wrong in itself was. What is blamed and has no finding of its own gets one.
 */
export function blame(all: readonly Raised[], knowledge: Knowledge): Blamed[] {
  const codes = new Map<string, Set<Raised['code']>>();
  for (const finding of all) {
    const key = spotKey(finding);
    codes.set(key, (codes.get(key) ?? new Set()).add(finding.code));
  }
  const has = (spot: Spot, kinds: ReadonlySet<Raised['code']>): boolean =>
    [...(codes.get(spotKey(spot)) ?? [])].some((code) => kinds.has(code));
  const votes = new Map<string, number>();
  const claimed = all.map((finding) => ({ finding, claim: finding.claim ?? schemeClaim(finding, knowledge) }));
  for (const { finding, claim } of claimed)
    if (claim && !isBetween(finding, codes))
      votes.set(spotKey(claim.about), (votes.get(spotKey(claim.about)) ?? 0) + 1);
  const against = (spot: Spot): number => votes.get(spotKey(spot)) ?? 0;

  const isAbout = ({ by, about, unwitnessed }: Claim): boolean => {
    if (has(about, FROM_THE_LOG)) return true;
    if (has(by, FROM_THE_LOG)) return false;
    if (unwitnessed && !codes.has(spotKey(about))) return false;
    if (knowledge.isHeld(about)) return false;
    if (knowledge.isHeld(by)) return true;
    if (has(about, OF_ITSELF)) return true;
    if (has(by, OF_ITSELF)) return false;
    return against(about) > against(by) || against(by) === 0;
  };

  const blamed: Blamed[] = [];
  const given = new Set<string>();
  for (const { finding, claim } of claimed) {
    if (!claim || isBetween(finding, codes) || !isAbout(claim)) {
      blamed.push({ finding, blames: null });
      continue;
    }
    blamed.push({ finding, blames: claim.about });
    const key = spotKey(claim.about);
    if (codes.has(key) && has(claim.about, OF_ITSELF)) continue;
    if (given.has(key)) continue;
    given.add(key);
    blamed.push({ finding: verdictOn(claim, finding), blames: null });
  }
  return blamed;
}

/** Whether the finding is explained by something that is gone between the two records it speaks of. */
const isBetween = (finding: Raised, codes: ReadonlyMap<string, ReadonlySet<Raised['code']>>): boolean =>
  (finding.code === 'PREV_HASH' || finding.code === 'CHECKPOINT_CHAIN') &&
  [...(codes.get(spotKey(finding)) ?? [])].some((code) => SOMETHING_BETWEEN.has(code));

function schemeClaim(finding: Raised, { schemeAt }: Knowledge): Claim | undefined {
  if (finding.code !== 'SCHEME_UNKNOWN' || finding.topic === null) return undefined;
  const about = schemeAt(finding.expected) ?? schemeAt(finding.found);
  return about && { by: finding as Spot, about, sha256: finding.found };
}

const verdictOn = ({ about, by, sha256 }: Claim, finding: Raised): Raised =>
  raised({
    code: finding.code === 'INPUT_MISSING' ? 'RECORD_MISSING' : 'RECORD_ALTERED',
    at: about,
    case: about.topic === 'registry.schemes' ? null : finding.case,
    // It was written before the record that speaks of it.
    time: finding.time - 1,
    field: 'value',
    expected: sha256,
    found: `${finding.code === 'INPUT_MISSING' ? 'nothing' : 'another digest'}, says ${by.topic}-${by.partition}@${by.offset}`,
  });
