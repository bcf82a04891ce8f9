import type {
  CaseStored,
  EvidenceRenewed,
  HoldingPlace,
  ObjectRef,
  PackageReceived,
  RecordedEvidence,
  StoreLink,
} from '@guidang/contracts';
import { knownWhenReceived } from './known.ts';

/** An evidence record that counts: the last one of its suite. */
export interface CountingRecord extends Pick<RecordedEvidence, 'suite' | 'record' | 'digest'> {
  /** Until when its last token can be believed. */
  readonly until: string;
  /** Where its bytes lie; null where they are those that were sealed, in the package. */
  readonly lies: { readonly object: ObjectRef; readonly copies: readonly HoldingPlace[] } | null;
  /** It did not hold any more when it was to be renewed, and never will again. */
  readonly refused: boolean;
}

/** 馆藏: what store remembers of a case once it is stored. */
export interface Holding {
  readonly referenceCode: string;
  readonly package: ObjectRef;
  readonly copies: readonly HoldingPlace[];
  readonly lockUntil: string;
  readonly manifest: ObjectRef;
  /** Digests of the manifest that its name does not say, as renewals needed them; hexadecimal. */
  readonly digests: Readonly<Partial<Record<RecordedEvidence['digest'], string>>>;
  readonly records: readonly CountingRecord[];
  /** of a package that came from elsewhere; its manifest is the package itself */
  readonly elsewhere?: Elsewhere;
}

/** What a package from elsewhere has beside it. */
export interface Elsewhere {
  /** layout it follows, by its name */
  readonly profile: string;
  readonly report: ObjectRef;
  readonly reports: readonly HoldingPlace[];
  /** what was found of it when it was received and stands */
  readonly known: readonly string[];
}

/** All that store remembers of a case: the fold of its own links. JSON, never changed in place. */
export interface StoreState {
  readonly holding: Holding | null;
  /** a package from elsewhere lies here under this number; absent where none does */
  readonly received?: true;
  /** ids of the records by which one was handed in and turned away, so that the same is answered once */
  readonly turnedAway?: readonly string[];
}
export const BLANK: StoreState = { holding: null };

export type StoreFacts = StoreLink['facts'];

export function evolve(state: StoreState, link: StoreLink): StoreState {
  const { holding } = state;
  switch (link.type) {
    case 'CaseStored':
      return { holding: holdingOf(link) };
    case 'PackageRefused':
    case 'PackageInspected':
      return { ...state, holding };
    case 'PackageTurnedAway':
      return { ...state, turnedAway: [...(state.turnedAway ?? []), link.body.request] };
    case 'PackageReceived':
      return { ...state, received: true, holding: receivedOf(link) };
    case 'EvidenceRenewed':
      return { ...state, holding: holding && renewed(holding, link) };
    case 'RenewalRefused': {
      const { suite } = link.body;
      return { ...state, holding: holding && withRecord(holding, suite, (one) => ({ ...one, refused: true })) };
    }
  }
}

const holdingOf = ({ facts, body }: CaseStored): Holding => ({
  referenceCode: body.referenceCode,
  package: body.package,
  copies: placesOf(body.copies),
  // No case is stored without a lock.
  lockUntil: facts.lockUntil!,
  manifest: body.evidence.manifest,
  digests: {},
  records: body.evidence.records.map(({ suite, record, digest, by }) => ({
    ...{ suite, record, digest, until: by.until },
    ...{ lies: null, refused: false },
  })),
});

/** Its report lies beside it; no record is over it until the first is made. */
const receivedOf = ({ case: number, facts, body: { handed, copies, reports } }: PackageReceived): Holding => ({
  referenceCode: number,
  package: handed.package,
  copies: placesOf(copies),
  // No package is received without a lock.
  lockUntil: facts.lockUntil!,
  manifest: handed.package,
  ...{ digests: {}, records: [] },
  elsewhere: {
    ...{ profile: handed.profile, report: handed.report, reports: placesOf(reports) },
    known: knownWhenReceived(handed),
  },
});

function renewed(holding: Holding, { facts, body }: EvidenceRenewed): Holding {
  const { suite, record, digest, by } = body.evidence;
  const lies = { object: body.record, copies: placesOf(body.copies) };
  const counts: CountingRecord = { suite, record, digest, until: by.until, lies, refused: false };
  const after =
    body.kind === 'first'
      ? { ...holding, records: [...holding.records, counts] }
      : withRecord(holding, suite, () => counts);
  return digest === 'sha384' || digest === 'sha512'
    ? { ...after, digests: { ...after.digests, [digest]: facts.manifest } }
    : after;
}

const withRecord = (
  holding: Holding,
  suite: RecordedEvidence['suite'],
  change: (one: CountingRecord) => CountingRecord,
): Holding => ({
  ...holding,
  records: holding.records.map((one) => (one.suite === suite ? change(one) : one)),
});

const placesOf = (copies: readonly HoldingPlace[]): HoldingPlace[] =>
  copies.map(({ place, bucket, key, versionId }) => ({ place, bucket, key, versionId }));

/** The digest of the manifest by an algorithm, hexadecimal, as far as it is known. */
export const manifestDigest = (
  { manifest, digests }: Pick<Holding, 'manifest' | 'digests'>,
  algorithm: RecordedEvidence['digest'],
): string | undefined => {
  if (algorithm === 'sha256') return manifest.content.slice('sha256:'.length);
  return algorithm === 'sm3' ? manifest.sm3 : digests[algorithm];
};
