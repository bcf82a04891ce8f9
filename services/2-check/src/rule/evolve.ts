import type {
  AnyLink,
  CaseAwaitingReview,
  CaseRefused,
  CheckLink,
  ClosingFacts,
  InspectedFile,
  Link,
  Resolution,
} from '@guidang/contracts';
import { callsForSomebody, countOutcomes, digestOfContents } from '@guidang/properties';
import type { CheckFacts } from './facts.ts';
import { settledAs } from './findings.ts';
import { withReviewed } from './review.ts';
import type { CheckedMaterial, CheckState, Standing } from './state.ts';

/** What check remembers once a link of its own stands. A refused round leaves what was found of the files: what is still in force is not looked at twice. */
export function evolve(before: CheckState, written: Link<CheckFacts, unknown>, hash: string): CheckState {
  const link = written as AnyLink as CheckLink;
  const state = { ...before, links: before.links + 1 };
  switch (link.type) {
    case 'MaterialChecked':
      return looked(state, link, hash);
    case 'CaseChecked':
      return { ...answered(state, link), passed: true, standing: null };
    case 'CaseRefused':
      // What a person ended is over; what went back by itself may still be overruled.
      return link.body.resolution
        ? { ...answered(resolved(state, link.body.resolution), link), standing: null }
        : { ...state, standing: standingOf(link, state.links) };
    case 'CaseAwaitingReview':
      return { ...state, standing: standingOf(link, state.links) };
    case 'FindingResolved':
      return answered(resolved(state, link.body), link);
    case 'ResolutionRefused':
      return answered(state, link);
  }
}

function looked(
  state: CheckState,
  { body: { material, findings }, facts }: Extract<CheckLink, { type: 'MaterialChecked' }>,
  hash: string,
): CheckState {
  const entry = {
    material,
    link: hash,
    contents: digestOfContents(facts.files.map(({ content }) => content)),
    counts: countOutcomes(findings),
    ...signedOf(facts.files),
    findings: findings.filter(callsForSomebody),
  };
  const { form } = facts;
  return {
    ...state,
    // A form that is none says nothing of what is asked.
    ...(form !== null && { asked: form.valid ? form.asked : null }),
    materials: [...state.materials.filter((one) => one.material !== material), entry],
    // Something of the case is another than it was judged by.
    standing: null,
  };
}

/** Of a file that is gone nothing can be said, and nothing need be: it is refused for that. */
function signedOf(files: readonly InspectedFile[]): Pick<CheckedMaterial, 'signed'> {
  const known = files.filter(({ bytes }) => bytes !== null).map(({ inspection }) => inspection?.signatures);
  return known.every((one) => one) ? { signed: known.some((one) => one!.length > 0) } : {};
}

function standingOf(link: CaseRefused | CaseAwaitingReview, ownLinks: number): Standing | null {
  const { round, dossier, open, chain } = link.body;
  if (open.length === 0) return null;
  const { captured, scanner } = link.facts as ClosingFacts;
  return {
    is: link.type === 'CaseAwaitingReview' ? 'waiting' : 'refused',
    ...{ round, closing: link.input.sha256, at: link.time, dossier, captured, scanner, chain },
    // The chain holds our links before this one.
    ownLinks: ownLinks - 1,
    open,
  };
}

/** How the finding stands that a person decided about. */
function resolved(state: CheckState, { key, resolution, by, standing }: Resolution): CheckState {
  const open = state.standing?.open.find((one) => one.key === key);
  if (!open) return state;
  const before = state.reviewed.find((one) => one.key === key)?.acceptedBy ?? [];
  const acceptedBy = resolution === 'accepted' ? [...before, by.account] : before;
  const deciders = resolution === 'accepted' ? acceptedBy : [by.account];
  return withReviewed(state, {
    key,
    acceptedBy,
    settled: standing === 'settled' ? settledAs(open, resolution, deciders) : null,
  });
}

/** A decision that comes again is known by the link that answered it. */
const answered = (state: CheckState, { id, input }: CheckLink): CheckState =>
  input.topic === 'case.decisions' ? { ...state, answered: [...state.answered, id] } : state;
