import { createHash } from 'node:crypto';
import type { CaseEvent, CaseEventType } from '@guidang/contracts';

type Of<T extends CaseEventType> = Extract<CaseEvent, { type: T }>;
export type DataOf<T extends CaseEventType> = Of<T>['data'];

/** What a system may say of an event itself instead of leaving it to the builder. */
export interface Said {
  /** Unique within the source for ever. Left out, it is made of source, type, case and data: an event built again has the same. */
  readonly id?: string;
  /** RFC 3339 in UTC. Left out, it is the time that the data names, or now. */
  readonly time?: string;
}

/** Fills in what every event carries beside its data: id, source, type, version, time. */
export interface EventBuilder {
  readonly source: string;
  accepted(caseNumber: string, data: DataOf<'case.accepted'>, said?: Said): Of<'case.accepted'>;
  formReplaced(caseNumber: string, data: DataOf<'case.form.replaced'>, said?: Said): Of<'case.form.replaced'>;
  materialAdded(caseNumber: string, data: DataOf<'case.material.added'>, said?: Said): Of<'case.material.added'>;
  materialReplaced(
    caseNumber: string,
    data: DataOf<'case.material.replaced'>,
    said?: Said,
  ): Of<'case.material.replaced'>;
  stepRecorded(caseNumber: string, data: DataOf<'case.step.recorded'>, said?: Said): Of<'case.step.recorded'>;
  resultIssued(caseNumber: string, data: DataOf<'case.result.issued'>, said?: Said): Of<'case.result.issued'>;
  closed(caseNumber: string, data: DataOf<'case.closed'>, said?: Said): Of<'case.closed'>;
  withdrawn(caseNumber: string, data: DataOf<'case.withdrawn'>, said?: Said): Of<'case.withdrawn'>;
  amended(caseNumber: string, data: DataOf<'case.amended'>, said?: Said): Of<'case.amended'>;
}

/**
 * Builds the events of one publishing system.
 * @param source URI-reference of the system, as the archive knows it
 * @param now the clock, for events whose data name no time
 */
export function eventsFrom(source: string, now: () => Date = () => new Date()): EventBuilder {
  const build = <T extends CaseEventType>(
    type: T,
    caseNumber: string,
    data: DataOf<T>,
    time: string | undefined,
    said: Said = {},
  ): Of<T> =>
    ({
      specversion: '1.0',
      id: said.id ?? idOf(source, type, caseNumber, data),
      source,
      type,
      version: 1,
      case: caseNumber,
      time: said.time ?? time ?? now().toISOString(),
      data,
    }) as unknown as Of<T>;
  return {
    source,
    accepted: (of, data, said) => build('case.accepted', of, data, data.acceptedAt, said),
    formReplaced: (of, data, said) => build('case.form.replaced', of, data, undefined, said),
    materialAdded: (of, data, said) => build('case.material.added', of, data, undefined, said),
    materialReplaced: (of, data, said) => build('case.material.replaced', of, data, undefined, said),
    stepRecorded: (of, data, said) => build('case.step.recorded', of, data, data.endedAt ?? data.startedAt, said),
    resultIssued: (of, data, said) => build('case.result.issued', of, data, data.result.issuedAt, said),
    closed: (of, data, said) => build('case.closed', of, data, data.closedAt, said),
    withdrawn: (of, data, said) => build('case.withdrawn', of, data, data.withdrawnAt, said),
    amended: (of, data, said) => build('case.amended', of, data, data.amendedAt, said),
  };
}

/**
 * The archive takes an event in once for each id. A system that lost its memory between building an event and hearing that it was taken builds it
 * again from the same data, gets the same id, and nothing happens twice.
 */
function idOf(source: string, type: CaseEventType, caseNumber: string, data: unknown): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([source, type, caseNumber, data]))
    .digest('hex');
  return `${type.replace('case.', '')}-${digest.slice(0, 32)}`;
}
