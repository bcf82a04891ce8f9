import type { UseRequested } from '@guidang/contracts';
import { decisionRecord, type Publisher } from '@guidang/stream';

/** Puts a request on case.decisions, where the step reads it. */
export const publishTo =
  (publisher: Publisher) =>
  async (request: UseRequested): Promise<void> =>
    publisher.publish([await decisionRecord(publisher, request, 'guidang/use/door')]);
