import type { ReceiptCheck } from '@guidang/contracts';
import { type DigestName, fromHex, sha256Hex, type TimestampTrust, verifyRecord } from '@guidang/evidence';
import { type OpenedPackage, SEAL_PLACES } from '@guidang/packaging';
import type { PackageFacts } from '@guidang/properties';
import type { CountingRecord, Holding } from '../decide.ts';
import { type EvidencePorts, evidenceOf } from '../renewal/evidence.ts';
import { OURS_TO_MEND } from '../rule/renewing.ts';
import { manifestDigest } from '../rule/state.ts';

const MOST_RECORD_BYTES = 4_000_000;
const OF_SEAL = /^(SEAL_(MANIFEST|TIMESTAMP|PATH|SIGNATURE|RECORD|VALIDATION)|DOCUMENT_SIGNATURE)$/;

/**
 * Whether everything that vouches for the package still does: its seal as a stranger verifies it, and at this moment the evidence record that counts of each suite, renewed or not.
 * @throws what may pass
 */
export async function sealState(
  holding: Holding,
  opened: OpenedPackage,
  checks: readonly ReceiptCheck[],
  ports: EvidencePorts & { readonly timestamps: TimestampTrust },
  at: number,
): Promise<NonNullable<PackageFacts['seal']>> {
  const failed = checks.filter(({ check, ok }) => OF_SEAL.test(check) && !ok);
  const codes = failed.map(({ detail }) => detail.split(':', 1)[0]!);
  for (const counts of holding.records) {
    const record = await recordOf(holding, counts, opened, ports);
    if (record === null) return 'broken';
    const known = (name: DigestName) => fromHex(manifestDigest(holding, name) ?? '-');
    const object = { name: 'manifest', digest: known };
    const verdict = verifyRecord(record, [object], { timestamps: ports.timestamps, exactly: true, at });
    if (!verdict.ok) codes.push(verdict.code);
  }
  if (codes.length === 0) return 'verified';
  return codes.every((code) => OURS_TO_MEND.has(code)) ? 'not-trusted' : 'broken';
}

/** The record that counts: an object of its own once it was renewed, in the package until then. */
async function recordOf(
  holding: Holding,
  counts: CountingRecord,
  opened: OpenedPackage,
  ports: EvidencePorts,
): Promise<Buffer | null> {
  if (counts.lies) return (await evidenceOf(ports, holding, counts, null)).record;
  const bytes = await opened.read(SEAL_PLACES[counts.suite].record, MOST_RECORD_BYTES);
  return bytes && sha256Hex(bytes) === counts.record ? bytes : null;
}
