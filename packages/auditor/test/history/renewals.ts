import type { RenewalDue, RenewalRefused } from '@guidang/contracts';
import {
  base64,
  type DigestName,
  type EvidenceRecord,
  fromBase64,
  newRecord,
  objectOfBytes,
  parseRecord,
  recordBytes,
  rehashDigests,
  renewalDigest,
  sha256Hex,
  verifyToken,
  withRehash,
  withRenewal,
  wordsOfToken,
} from '@guidang/evidence';
import { type StoreState, storeRule } from '@guidang/store/decide';
import type { Random } from './random.ts';
import { type Signers, tokenOver, trustOf } from './trust.ts';

/** What store remembers of a case, from its own links as they lie. */
export const holdingOf = (own: readonly Uint8Array[]): StoreState['holding'] =>
  own.reduce(
    (state, bytes) => storeRule.evolve(state, JSON.parse(Buffer.from(bytes).toString('utf8')), ''),
    storeRule.initial(''),
  ).holding;

/** Asks for a renewal of a case, stored or not: mostly of the record that counts, by a new timestamp or under another digest. */
export function renewalDue(
  name: string,
  own: readonly Uint8Array[],
  id: string,
  now: number,
  random: Random,
): RenewalDue {
  const counts = holdingOf(own)?.records[0];
  const digest: DigestName = counts?.digest ?? 'sha256';
  const anew = random.chance(0.3);
  return {
    id,
    type: 'renewal.due',
    version: 1,
    case: name,
    time: new Date(now).toISOString(),
    by: { account: 'store', role: 'service' },
    data: {
      suite: random.chance(0.05) ? 'national' : 'international',
      record: counts && random.chance(0.9) ? counts.record : 'ab'.repeat(32),
      kind: anew ? 'hash-tree' : 'timestamp',
      digest: anew ? (digest === 'sha512' ? 'sha384' : 'sha512') : digest,
      ...{ policy: 'made up', due: null, reasons: [] },
    },
  };
}

/** One renewal in ten finds a record that does not hold any more: its authority was revoked since. Which, the request's name says. */
export function refusedRenewal({
  id,
  case: name,
}: Pick<RenewalDue, 'id' | 'case'>): RenewalRefused['facts'] | undefined {
  if (Number.parseInt(sha256Hex(`${id} ${name}`).slice(0, 4), 16) % 10 > 0) return undefined;
  return { code: 'CERTIFICATE_REVOKED', detail: 'CN=Guidang Lab TSA was revoked for reason 1' };
}

/** Has a record renewed, or a first one made, and says where it lies now. @param sealed the record as it was sealed, base64; null where there was none */
export function renewed(
  { kind, digest, record: renews }: RenewalDue['data'],
  own: readonly Uint8Array[],
  sealed: string | null,
  manifest: Uint8Array,
  signers: Signers,
  now: number,
) {
  const object = objectOfBytes('manifest', manifest);
  const before = (): EvidenceRecord => {
    const known = own.map((bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')).facts.record);
    const texts = [sealed, ...known].filter((one) => typeof one === 'string');
    const parsed = parseRecord(texts.map((text) => fromBase64(text)!).find((one) => sha256Hex(one) === renews)!);
    if (!parsed.ok) throw new Error(parsed.detail);
    return parsed.value;
  };
  const { record, token } =
    kind === 'first'
      ? begun(object, digest, signers, now)
      : kind === 'timestamp'
        ? stamped(before(), signers, now)
        : madeAnew(before(), object, digest, signers, now);
  const verified = verifyToken(token, trustOf(signers));
  if (!verified.ok) throw new Error(verified.detail);
  const renewedBytes = recordBytes(record);
  const name = sha256Hex(renewedBytes);
  const { lockUntil } = holdingOf(own)!;
  return {
    record: base64(renewedBytes),
    manifest: Buffer.from(object.digest(digest)!).toString('hex'),
    by: wordsOfToken(verified.value),
    copies: ['a', 'b'].map((place) => ({
      ...{ place, bucket: 'archive', key: `objects/sha256/${name}`, versionId: `v-${place}-${name.slice(0, 8)}` },
      ...{ size: renewedBytes.length, sha256: name, lock: { mode: 'COMPLIANCE', until: lockUntil } },
    })),
  };
}

interface Stamped {
  readonly record: EvidenceRecord;
  readonly token: Buffer;
}

function begun(
  object: ReturnType<typeof objectOfBytes>,
  algorithm: DigestName,
  signers: Signers,
  now: number,
): Stamped {
  const digest = object.digest(algorithm)!;
  const token = fromBase64(tokenOver(digest, signers, now, algorithm))!;
  return { record: newRecord(algorithm, [[digest]], token), token };
}

function stamped(record: EvidenceRecord, signers: Signers, now: number): Stamped {
  const { digest, algorithm } = renewalDigest(record);
  const token = fromBase64(tokenOver(digest, signers, now, algorithm))!;
  return { record: withRenewal(record, null, token), token };
}

function madeAnew(
  record: EvidenceRecord,
  object: ReturnType<typeof objectOfBytes>,
  algorithm: DigestName,
  signers: Signers,
  now: number,
): Stamped {
  const [digest] = rehashDigests(record, [object], algorithm);
  const token = fromBase64(tokenOver(digest!, signers, now, algorithm))!;
  return { record: withRehash(record, algorithm, [[digest!]], token), token };
}
