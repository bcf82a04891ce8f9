import type { CaseEvidence, CaseSealed, RecordedEvidence } from '@guidang/contracts';
import { fromBase64, sha256Hex } from '@guidang/evidence';

/** What a sealed case is proven by, as later links name it: it follows from the sealing link alone. @throws where an evidence record is not base64 */
export function evidenceOf({ facts }: Pick<CaseSealed, 'facts'>): CaseEvidence {
  const { manifest, timestamp, evidenceRecord, national } = facts;
  const records: RecordedEvidence[] = [];
  if (timestamp !== null && evidenceRecord !== null)
    records.push({ suite: 'international', record: nameOf(evidenceRecord), digest: 'sha256', by: timestamp.by });
  if (national !== null)
    records.push({
      suite: 'national',
      record: nameOf(national.evidenceRecord),
      digest: 'sm3',
      by: national.timestamp.by,
    });
  return { manifest, records };
}

function nameOf(record: string): string {
  const bytes = fromBase64(record);
  if (bytes === null) throw new RangeError('证据记录不是 base64 / the evidence record is not base64');
  return sha256Hex(bytes);
}
