import type { CapturedFile, CaseEvent, FileRefusal, RawRecord } from '@guidang/contracts';
import type { Gathering } from '@guidang/stream';
import type { CaptureFacts, CaptureState } from './decide.ts';
import { unavailable } from './fetch/circuit.ts';
import { FetchFailed } from './fetch/failed.ts';
import { chainObject } from './files/chain-object.ts';
import { Refused } from './files/refused.ts';
import { sideBySide } from './files/side-by-side.ts';
import { type FilePorts, takeIn } from './files/take-in.ts';
import { type Announced, filesOf } from './rule/announced.ts';

/** Files of one event that are taken in at the same time. */
const AT_ONCE = 4;

export interface CapturePorts extends FilePorts {
  /** For how long a file is asked for at a host that does not give it, in milliseconds; then it is refused, and its publisher may send it again. */
  readonly patienceMs: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

type Outcome = CapturedFile | FileRefusal;

/** What is known of a record's files by their fields, for as long as the record is at hand. */
interface Sofar {
  readonly had: Map<string, Outcome>;
  readonly failingSince: Map<string, number>;
}

/**
 * Finds out what an event's decision needs: its files, each taken in or refused with a reason, or the object that holds the case's links when it closes.
 * Throws what may pass. An event that is asked for again does not take in again what it has: it is remembered for as long as the record is at hand.
 */
export function gatherer(
  ports: CapturePorts,
): (gathering: Gathering<CaptureState, CaseEvent>) => Promise<CaptureFacts> {
  const remembered = new WeakMap<RawRecord, Sofar>();
  return async ({ input, record, links, signal }) => {
    if (input.type === 'case.closed') return { chain: await chainObject(ports.vault, ports.prearchive, await links()) };
    const { files, countersignature } = filesOf(input);
    if (files.length === 0) return {};
    const sofar = remembered.get(record) ?? { had: new Map(), failingSince: new Map() };
    remembered.set(record, sofar);
    const outcomes = await sideBySide(
      [...files, ...(countersignature ? [countersignature] : [])],
      AT_ONCE,
      async (one) => {
        const outcome = sofar.had.get(one.field) ?? (await outcomeOf(ports, input.source, one, sofar, signal));
        sofar.had.set(one.field, outcome);
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
  { failingSince }: Sofar,
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
    if (error instanceof FetchFailed && !signal.aborted) {
      // That it was asked and failed in time is no hanging.
      ports.moved();
      const since = failingSince.get(field) ?? ports.now();
      failingSince.set(field, since);
      if (ports.now() - since >= ports.patienceMs) return refused(unavailable(error.host, error.why));
    }
    throw error;
  }
}
