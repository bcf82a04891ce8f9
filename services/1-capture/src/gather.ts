import type { CapturedFile, CaseEvent, FileRefusal, RawRecord } from '@guidang/contracts';
import type { Gathering } from '@guidang/stream';
import type { CaptureFacts, CaptureState } from './decide.ts';
import { FetchFailed } from './fetch/failed.ts';
import { chainObject } from './files/chain-object.ts';
import { Refused } from './files/refused.ts';
import { sideBySide } from './files/side-by-side.ts';
import { type FilePorts, takeIn } from './files/take-in.ts';
import { type Announced, filesOf } from './rule/announced.ts';

/** Files of one event that are taken in at the same time. */
const AT_ONCE = 4;

export interface CapturePorts extends FilePorts {
  /** For how long after an event arrived its files are asked for at hosts that do not answer, in milliseconds; then they are refused. */
  readonly giveUpAfterMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Outcome = CapturedFile | FileRefusal;

/**
 * Finds out what an event's decision needs: its files, each taken in or refused with a reason, or the object that holds the case's links when it closes.
 * Throws what may pass. An event that is asked for again does not take in again what it has: it is remembered for as long as the record is at hand.
 */
export function gatherer(
  ports: CapturePorts,
): (gathering: Gathering<CaptureState, CaseEvent>) => Promise<CaptureFacts> {
  const remembered = new WeakMap<RawRecord, Map<string, Outcome>>();
  return async ({ input, record, links, signal }) => {
    if (input.type === 'case.closed') return { chain: await chainObject(ports.vault, ports.prearchive, await links()) };
    const { files, countersignature } = filesOf(input);
    if (files.length === 0) return {};
    const had = remembered.get(record) ?? new Map<string, Outcome>();
    remembered.set(record, had);
    const outcomes = await sideBySide(
      [...files, ...(countersignature ? [countersignature] : [])],
      AT_ONCE,
      async (one) => {
        const outcome = had.get(one.field) ?? (await outcomeOf(ports, input.source, one, record, signal));
        had.set(one.field, outcome);
        return outcome;
      },
    );
    return { files: outcomes.slice(0, files.length), countersignature: outcomes[files.length] ?? null };
  };
}

/** A file taken in, or why it is not. @throws what may pass, unless it has not passed for too long */
async function outcomeOf(
  ports: CapturePorts,
  source: string,
  { field, file }: Announced,
  record: RawRecord,
  signal: AbortSignal,
): Promise<Outcome> {
  const refused = ({ code, part, expected, found }: Refused): FileRefusal => ({
    name: file.name,
    code,
    field: `${field}.${part}`,
    expected,
    found,
  });
  try {
    return await takeIn(ports, source, file, signal);
  } catch (error) {
    if (error instanceof Refused) return refused(error);
    // The broker's time of arrival is the only clock that counts for an event.
    if (error instanceof FetchFailed && !signal.aborted && ports.now() - record.timestamp > ports.giveUpAfterMs)
      return refused(new Refused('FETCH_REFUSED', 'address', null, error.why));
    throw error;
  }
}
