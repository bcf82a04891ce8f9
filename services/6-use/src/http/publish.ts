import { CASE_DECISIONS, type UseRequested } from '@guidang/contracts';
import type { Publisher } from '@guidang/stream';

/** Puts a request on case.decisions, where the step reads it. */
export const publishTo =
  (publisher: Publisher) =>
  async (request: UseRequested): Promise<void> => {
    const partition = await publisher.partitionFor(CASE_DECISIONS, request.case);
    await publisher.publish([
      {
        topic: CASE_DECISIONS,
        partition,
        key: request.case,
        value: Buffer.from(JSON.stringify(request)),
        headers: {
          ce_specversion: '1.0',
          ce_id: request.id,
          ce_source: 'guidang/use/door',
          ce_type: request.type,
          ce_subject: request.case,
          ce_time: request.time,
        },
      },
    ]);
  };
