import type { ReceiptCheck } from '@guidang/contracts';
import { sha256Hex, type TimestampTrust } from '@guidang/evidence';
import { type OpenedPackage, SEAL_PLACES } from '@guidang/packaging';
import type { PackageFacts } from '@guidang/properties';
import type { CountingRecord, Holding } from '../decide.ts';
import { readIn } from '../opened.ts';
import { type EvidencePorts, evidenceOf } from '../renewal/evidence.ts';
import { sealStateBy } from '../rule/preservation.ts';

const MOST_RECORD_BYTES = 4_000_000;

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
  const records = new Map<CountingRecord, Buffer | null>();
  for (const counts of holding.records) records.set(counts, await recordOf(holding, counts, opened, ports));
  return sealStateBy(holding, checks, (counts) => records.get(counts) ?? null, { timestamps: ports.timestamps, at });
}

/** The record that counts: an object of its own once it was renewed, in the package until then. */
async function recordOf(
  holding: Holding,
  counts: CountingRecord,
  opened: OpenedPackage,
  ports: EvidencePorts,
): Promise<Buffer | null> {
  if (counts.lies) return (await evidenceOf(ports, holding, counts, null)).record;
  const bytes = await readIn(opened, SEAL_PLACES[counts.suite].record, MOST_RECORD_BYTES);
  return bytes && sha256Hex(bytes) === counts.record ? bytes : null;
}
