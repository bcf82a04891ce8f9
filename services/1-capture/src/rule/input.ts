import { type CaseEvent, linkId, type ParsedInput, parseCaseEvent, type RawRecord } from '@guidang/contracts';

/** An event is known by its source and its id: neither holds a space, so two different pairs never read alike. */
export const inputIdOf = ({ source, id }: Pick<CaseEvent, 'source' | 'id'>): string => `${source} ${id}`;

/** The id of the link that answers an event. */
export const linkIdFor = (event: CaseEvent): string => linkId('capture', inputIdOf(event));

/** @throws Malformed */
export function parseInput(record: RawRecord): ParsedInput<CaseEvent> {
  const event = parseCaseEvent(record);
  return { id: inputIdOf(event), case: event.case, value: event };
}
