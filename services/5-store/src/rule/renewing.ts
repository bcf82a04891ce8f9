import {
  type Emit,
  type EvidenceRenewed,
  emit,
  type ObjectRef,
  type RenewalDue,
  type RenewalRefused,
} from '@guidang/contracts';
import {
  beginsRecord,
  contentNameOf,
  continuesRecord,
  fromBase64,
  fromHex,
  sha256Hex,
  sm3Hex,
} from '@guidang/evidence';
import { copiesHold } from './copies-hold.ts';
import { type Holding, manifestDigest } from './state.ts';

export type RenewingFacts = EvidenceRenewed['facts'] | RenewalRefused['facts'];

/** Codes that say what we lack, not that a record is at fault: an operator is called, and nothing is refused for ever. */
export const OURS_TO_MEND: ReadonlySet<string> = new Set(['CERTIFICATE_CHAIN', 'TOKEN_POLICY']);

/**
 * 证据续期: a record that is the first one over a package from elsewhere, or exactly the one before it and what was asked for, and whose copies were read back locked, counts from now on; where the one before did not hold any
 * more, that is said. Whether tokens can be believed is asked of the anchors, by whoever has them. @throws for facts that amount to neither
 */
export function renewing(holding: Holding, { id, data }: RenewalDue, facts: RenewingFacts, at: string): Emit {
  const { suite, record: renews, kind, digest } = data;
  const renewal = { request: id, referenceCode: holding.referenceCode, suite, renews, kind };
  if ('code' in facts) {
    const { code, detail } = facts;
    if (OURS_TO_MEND.has(code)) throw new Error(`${code} is no ground to refuse a record for ever`);
    return emit('RenewalRefused', 1, { ...renewal, code, detail } satisfies RenewalRefused['body']);
  }
  const bytes = fromBase64(facts.record);
  const object = fromHex(facts.manifest);
  if (!bytes || !object) throw new Error('the record is not base64, or the digest of the manifest none');
  const known = manifestDigest(holding, digest);
  if (known !== undefined && known !== facts.manifest)
    throw new Error(`the manifest has ${digest} ${known}, not ${facts.manifest}`);
  const follows =
    kind === 'first'
      ? beginsRecord(bytes, { algorithm: digest, object })
      : continuesRecord(bytes, { renews, kind, algorithm: digest, object });
  if (!follows.ok) throw new Error(`${follows.code}: ${follows.detail}`);
  const record: ObjectRef = { content: contentNameOf(bytes), sm3: sm3Hex(bytes), size: bytes.length };
  // Evidence of a case whose retention is over is kept for as long as the case is: until somebody has decided about it.
  const least = Date.parse(holding.lockUntil) > Date.parse(at) ? holding.lockUntil : at;
  copiesHold('record', record, facts.copies, least);
  return emit('EvidenceRenewed', 1, {
    ...renewal,
    record,
    copies: facts.copies,
    evidence: { suite, record: sha256Hex(bytes), digest, by: facts.by },
  } satisfies EvidenceRenewed['body']);
}
