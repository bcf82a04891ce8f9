import type { EvidenceRenewed, RenewalDue, RenewalRefused, Suite } from '@guidang/contracts';
import {
  base64,
  type DigestName,
  digestOf,
  type EvidenceRecord,
  fromHex,
  hex,
  newRecord,
  parseRecord,
  type RecordedObject,
  recordBytes,
  rehashDigests,
  renewalDigest,
  suiteOfToken,
  type TimestampTrust,
  verifyRecord,
  withRehash,
  withRenewal,
  wordsOfToken,
} from '@guidang/evidence';
import type { GroupStamp, StampGroup } from '@guidang/host';
import type { Gathering } from '@guidang/stream';
import type { LimitFunction } from 'p-limit';
import { type ArchivePlace, copyTo } from '../copies.ts';
import type { Holding, StoreState } from '../decide.ts';
import { OURS_TO_MEND } from '../rule/renewing.ts';
import { manifestDigest } from '../rule/state.ts';
import { type EvidencePorts, evidenceOf, packageDigest } from './evidence.ts';

export interface RenewalPorts extends EvidencePorts {
  /** Whom tokens are believed under: of those that stamp now, and of all that ever did. */
  readonly timestamps: TimestampTrust;
  /** Has something stamped in a suite under a digest, together with whatever else waits. @throws where nobody stamps in it */
  readonly stamp: (suite: Suite, algorithm: DigestName) => StampGroup;
  /** Cases are worked on a few at a time; waiting for a timestamp is not counted. */
  readonly gate: LimitFunction;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How long evidence of a case is locked whose own lock is over. */
const YEAR_MS = 366 * 86_400_000;

/**
 * Renews a record: has the one that counts verified at this moment, stamped, verified as renewed, put write-once into every place and read back. Twice is harmless: the second
 * time brings another token and so another object, and only what a link names counts.
 * @returns why, where the record does not hold any more
 * @throws what may pass; AnchorOfRecordUnknown, for an operator
 */
export const renewer =
  (ports: RenewalPorts) =>
  async ({
    state,
    input,
    signal,
  }: Gathering<StoreState, RenewalDue>): Promise<EvidenceRenewed['facts'] | RenewalRefused['facts']> => {
    const { data } = input;
    const holding = state.holding!;
    if (data.kind === 'first') return first(ports, holding, data, signal);
    const counts = holding.records.find(({ suite }) => suite === data.suite)!;
    const { record, digest } = await ports.gate(() => {
      signal.throwIfAborted();
      return evidenceOf(ports, holding, counts, data.kind === 'hash-tree' ? data.digest : null);
    });
    const object = objectOf(holding, data.digest, digest);
    const trust = { timestamps: ports.timestamps, exactly: true };
    const before = verifyRecord(record, [object], { ...trust, at: ports.now() });
    if (!before.ok) {
      if (OURS_TO_MEND.has(before.code)) throw new AnchorOfRecordUnknown(before.code, before.detail);
      return { code: before.code, detail: before.detail.slice(0, 300) };
    }
    const { renewed, stamp } = await stamped(ports, record, object, data, signal);
    return kept(ports, holding, data, { record: renewed, stamp, object });
  };

/** The first record over a package from elsewhere: made of a copy that was read through, so nothing is vouched for that has rotted unnoticed. */
async function first(
  ports: RenewalPorts,
  holding: Holding,
  data: RenewalDue['data'],
  signal: AbortSignal,
): Promise<EvidenceRenewed['facts']> {
  const digest = await ports.gate(() => {
    signal.throwIfAborted();
    return packageDigest(ports, holding, data.digest);
  });
  const stamp = await ports.stamp(data.suite, data.digest)([digest], signal);
  const record = recordBytes(newRecord(data.digest, stamp.tree, stamp.token));
  return kept(ports, holding, data, { record, stamp, object: objectOf(holding, data.digest, digest) });
}

/** Verifies what came of it as a whole, and puts it where it is kept. */
async function kept(
  ports: RenewalPorts,
  holding: Holding,
  { suite, digest }: RenewalDue['data'],
  { record, stamp, object }: { readonly record: Buffer; readonly stamp: GroupStamp; readonly object: RecordedObject },
): Promise<EvidenceRenewed['facts']> {
  const after = verifyRecord(record, [object], { timestamps: ports.timestamps, exactly: true, at: ports.now() });
  if (!after.ok) throw new RenewalFailed(after.code, after.detail);
  if (suiteOfToken(stamp.verified) !== suite)
    throw new RenewalFailed('TOKEN_SUITE', `a token signed with ${stamp.verified.scheme} in the ${suite} suite`);
  return {
    record: base64(record),
    manifest: hex(object.digest(digest)!),
    by: wordsOfToken(stamp.verified),
    copies: await putInto(ports.places, record, lockOf(holding, ports.now())),
  };
}

async function stamped(
  ports: RenewalPorts,
  bytes: Buffer,
  object: RecordedObject,
  { suite, kind, digest }: RenewalDue['data'],
  signal: AbortSignal,
): Promise<{ renewed: Buffer; stamp: GroupStamp }> {
  const parsed = parseRecord(bytes);
  if (!parsed.ok) throw new RenewalFailed(parsed.code, parsed.detail);
  const record: EvidenceRecord = parsed.value;
  const stampGroup = ports.stamp(suite, digest);
  if (kind === 'timestamp') {
    const stamp = await stampGroup([renewalDigest(record).digest], signal);
    return { renewed: recordBytes(withRenewal(record, stamp.tree, stamp.token)), stamp };
  }
  const stamp = await stampGroup(rehashDigests(record, [object], digest), signal);
  return { renewed: recordBytes(withRehash(record, digest, stamp.tree, stamp.token)), stamp };
}

/** The manifest by all digests that are known of it: its names, those of earlier renewals, and the one that was taken of its bytes. */
function objectOf(holding: Holding, by: DigestName, taken: Buffer | null): RecordedObject {
  const known = (algorithm: DigestName): Uint8Array | null => fromHex(manifestDigest(holding, algorithm) ?? '-');
  return { name: 'manifest', digest: (algorithm) => (algorithm === by && taken ? taken : known(algorithm)) };
}

/** As long as the package is locked; where its retention is over, until it can be decided about. */
const lockOf = ({ lockUntil }: Holding, now: number): Date => new Date(Math.max(Date.parse(lockUntil), now + YEAR_MS));

async function putInto(places: readonly ArchivePlace[], bytes: Buffer, until: Date) {
  const object = objectRefOf(bytes);
  return Promise.all(places.map((place) => copyTo(place, { stream: () => bytes }, object, until)));
}

const objectRefOf = (bytes: Buffer) => ({
  content: `sha256:${hex(digestOf('sha256', bytes))}` as const,
  sm3: hex(digestOf('sm3', bytes)),
  size: bytes.length,
});

/**
 * The record leads to none of our certificates, or was made under a policy that is not listed. It is we who may lack something: a refusal would be for ever, so an operator is
 * called, and the record waits until somebody has given us what is missing.
 */
export class AnchorOfRecordUnknown extends Error {
  constructor(code: string, detail: string) {
    super(
      `证据记录的时间戳证书或策略不在可信之列 / a record leads to no certificate or policy that is trusted (TSA_CA_FILE, TSA_POLICIES): ${code}: ${detail}`,
    );
    this.name = 'AnchorOfRecordUnknown';
  }
}

/** What came back does not renew the record. It is asked for again. */
export class RenewalFailed extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(`${code}: ${detail} / 续期未通过复核`);
    this.name = 'RenewalFailed';
    this.code = code;
  }
}
