import { type CaseEvent, eventHeaders, Malformed, parseCaseEvent } from '@guidang/contracts';

/** An event as it will travel. */
export interface Envelope {
  readonly case: string;
  readonly id: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Judges events by the rules that intake and the archive's first step judge them by, before anything leaves the house.
 * @param now milliseconds since 1970
 * @throws Malformed with every fault; where several events are judged together, fields begin with their place: `[3].data.opinion`
 */
export function judged(events: CaseEvent | readonly CaseEvent[], now: number): Envelope[] {
  const list = Array.isArray(events) ? (events as readonly CaseEvent[]) : undefined;
  if (list === undefined) return [judge(events as CaseEvent, now)];
  const faults = list.flatMap((event, at) => {
    try {
      judge(event, now);
      return [];
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return error.faults.map((fault) => ({ ...fault, field: `[${at}]${fault.field && `.${fault.field}`}` }));
    }
  });
  if (faults.length > 0) throw new Malformed(faults);
  return list.map((event) => envelopeOf(event));
}

function judge(event: CaseEvent, now: number): Envelope {
  const envelope = envelopeOf(event);
  parseCaseEvent({
    topic: '',
    partition: 0,
    offset: 0,
    timestamp: now,
    key: Buffer.from(String(event.case)),
    value: envelope.value,
    headers: {},
  });
  return envelope;
}

const envelopeOf = (event: CaseEvent): Envelope => ({
  case: event.case,
  id: event.id,
  value: Buffer.from(JSON.stringify(event)),
  headers: eventHeaders(event),
});
