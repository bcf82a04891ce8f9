import type { CaseEvent } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import type { Ports } from '../src/http/door.ts';
import { openedBy } from '../src/opened.ts';
import { Problem } from '../src/problem.ts';
import { Publication, type Submission } from '../src/publication.ts';
import type { KnownCase } from '../src/store.ts';
import { silent } from '../src/telemetry.ts';
import { LIMITS } from './limits.ts';
import { accepted, HEALTH, SOURCE, step } from './specimens.ts';

const CASE = 'GD-2026-000001';
const THEIRS = 'https://land.example.gov.cn';
const byThem = (event: CaseEvent): CaseEvent => ({ ...event, source: THEIRS });

/** A bus that others write to as well, and a follower that lags behind it until it is asked to catch up. */
function house() {
  const bus: CaseEvent[] = [];
  const followed = new Map<string, KnownCase>();
  let meanwhile: CaseEvent[] = [];
  const ports = {
    store: {
      caseOf: async (of: string) => followed.get(of),
      claim: async () => 'mine',
      answer: async () => {},
    },
    follower: {
      catchUp: async () => {
        for (const known of bus.flatMap(openedBy)) if (!followed.has(known.case)) followed.set(known.case, known);
      },
    },
    publisher: {
      waitingBytes: 0,
      publish: async (events: readonly CaseEvent[]) => {
        bus.push(...meanwhile.splice(0), ...events);
        return events.map(({ id }) => id);
      },
    },
    telemetry: silent,
    now: () => Date.parse('2026-06-01T00:00:00Z'),
  } as unknown as Ports;
  const publication = new Publication(ports, LIMITS);
  const say = async (events: readonly CaseEvent[], name?: string): Promise<string> => {
    const submission: Submission = {
      system: { id: 'onestop', source: SOURCE, departments: new Set([HEALTH]) },
      case: CASE,
      events,
      batch: true,
      name,
      digest: 'd',
      traceparent: undefined,
    };
    return publication.of(submission).then(
      () => 'taken',
      (error: unknown) => {
        if (error instanceof Problem) return error.code;
        throw error;
      },
    );
  };
  return {
    bus,
    say,
    /** what comes onto the bus between our look at it and our record */
    meanwhile: (...events: CaseEvent[]) => {
      meanwhile = events;
    },
  };
}

describe('whose a case is', () => {
  it('is asked of the bus also by a request that opens it', async () => {
    const { bus, say } = house();
    bus.push(byThem(accepted(CASE)));
    expect(await say([accepted(CASE), step(CASE)])).toBe('CASE_NOT_YOURS');
    expect(bus).toHaveLength(1);
  });

  it.each([undefined, 'n-1'])(
    'is what stands first on the bus, where both open it at the same moment (%s)',
    async (name) => {
      const { bus, say, meanwhile } = house();
      meanwhile(byThem(accepted(CASE)));
      expect(await say([accepted(CASE)], name)).toBe('CASE_NOT_YOURS');
      expect(await say([step(CASE)])).toBe('CASE_NOT_YOURS');
      expect(bus.map(({ source }) => source)).toEqual([THEIRS, SOURCE]);
    },
  );

  it('is ours where our acceptance came first, whoever comes after it', async () => {
    const { bus, say } = house();
    expect(await say([accepted(CASE)])).toBe('taken');
    bus.push(byThem(accepted(CASE)));
    expect(await say([step(CASE)])).toBe('taken');
  });
});
