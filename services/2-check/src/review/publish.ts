import { CASE_DECISIONS, type FindingResolution } from '@guidang/contracts';
import type { Publisher } from '@guidang/stream';

/** Puts a resolution on case.decisions, where the step reads it. */
export const publishTo =
  (publisher: Publisher) =>
  async (decision: FindingResolution): Promise<void> => {
    const partition = await publisher.partitionFor(CASE_DECISIONS, decision.case);
    await publisher.publish([
      {
        topic: CASE_DECISIONS,
        partition,
        key: decision.case,
        value: Buffer.from(JSON.stringify(decision)),
        headers: {
          ce_specversion: '1.0',
          ce_id: decision.id,
          ce_source: 'guidang/check/door',
          ce_type: decision.type,
          ce_subject: decision.case,
          ce_time: decision.time,
        },
      },
    ]);
  };
