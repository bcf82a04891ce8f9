import { CASE_DECISIONS, type CaseDecision, type OutRecord } from '@guidang/contracts';
import type { Publisher } from './publisher.ts';

/**
 * A decision as it goes on case.decisions: in the partition of its case, where the steps read it.
 * @param source what of ours said it; with it the record says what CloudEvents ask of one
 */
export async function decisionRecord(
  publisher: Pick<Publisher, 'partitionFor'>,
  decision: CaseDecision,
  source?: string,
): Promise<OutRecord> {
  return {
    topic: CASE_DECISIONS,
    partition: await publisher.partitionFor(CASE_DECISIONS, decision.case),
    key: decision.case,
    value: Buffer.from(JSON.stringify(decision)),
    headers:
      source === undefined
        ? {}
        : {
            ce_specversion: '1.0',
            ce_id: decision.id,
            ce_source: source,
            ce_type: decision.type,
            ce_subject: decision.case,
            ce_time: decision.time,
          },
  };
}
