import { CASE_EVENTS, type CaseEvent, eventHeaders, type RawRecord } from '@guidang/contracts';

/** An event as it lies in the topic, appended at that moment. */
export const recordOf = (event: CaseEvent, appended: Date): RawRecord => ({
  topic: CASE_EVENTS,
  partition: 0,
  offset: 0,
  timestamp: appended.getTime(),
  key: Buffer.from(event.case),
  value: Buffer.from(JSON.stringify(event)),
  headers: eventHeaders(event),
});
