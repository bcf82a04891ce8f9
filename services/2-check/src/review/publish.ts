import type { FindingResolution } from '@guidang/contracts';
import { decisionRecord, type Publisher } from '@guidang/stream';

/** Puts a resolution on case.decisions, where the step reads it. */
export const publishTo =
  (publisher: Publisher) =>
  async (decision: FindingResolution): Promise<void> =>
    publisher.publish([await decisionRecord(publisher, decision, 'guidang/check/door')]);
