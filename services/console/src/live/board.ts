import { STEPS, type StepName } from '@guidang/contracts';
import type { ControlFollower, SqlDoor } from '@guidang/stream';
import type { LogState, StepPause, Wall } from '../api/wall.ts';
import { alarmsOf } from './alarms.ts';
import type { Pulse } from './pulse.ts';
import { lookAround, type Surroundings, type WatchPorts } from './watch.ts';

/** Which stage waits for which step. */
const WAITS_FOR: Readonly<Record<string, StepName>> = {
  captured: 'check',
  checked: 'seal',
  sealed: 'package',
  packaged: 'store',
  stored: 'use',
};
const AROUND_MS = 2_000;
const SLOW_MS = 5_000;
const NOTHING: Surroundings = { services: [], places: [], scanner: null, witness: null };

export interface BoardPorts extends WatchPorts {
  readonly door: SqlDoor;
  readonly pulse: Pulse;
  readonly certificates: Wall['certificates'];
  readonly controls: ControlFollower;
  readonly following: () => boolean;
  /** milliseconds since 1970 */
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

interface Slow {
  readonly refusals: Wall['refusals'];
  readonly unreadable: number;
  readonly archived: number;
}

const pauseOf = (controls: ControlFollower, step: StepName, heeded: boolean | null): StepPause | null => {
  const pause = controls.paused(step);
  return pause === undefined ? null : { at: pause.time, by: pause.by, reason: pause.reason, heeded };
};

/** The live wall, made once for all who look. What changes by the second is asked every time; the rest less often, and nothing at all while nobody looks. */
export class Board {
  readonly #ports: BoardPorts;
  #around: Surroundings = NOTHING;
  #aroundAt = 0;
  #looking: Promise<void> | undefined;
  #slow: Slow | undefined;
  #slowAt = 0;

  constructor(ports: BoardPorts) {
    this.#ports = ports;
  }

  async wall(): Promise<Wall> {
    const { door, pulse, certificates, following, now } = this.#ports;
    await this.#lookAround();
    const [stages, missing, parked, log, slow] = await Promise.all([
      door.query<{ stage: string; n: bigint; at: Date; case_number: string }>(
        `SELECT stage, count(*) AS n, min(stage_at) AS at,
                (SELECT o.case_number FROM case_view o WHERE o.stage = c.stage ORDER BY o.stage_at LIMIT 1) AS case_number
         FROM case_view c WHERE stage NOT IN ('indexed', 'withdrawn') GROUP BY stage`,
      ),
      door.query<{ n: bigint }>("SELECT count(*) AS n FROM case_view WHERE stage = 'open' AND missing <> '{}'"),
      door.query<{ step: string; n: bigint }>(
        'SELECT step, count(*) AS n FROM parked_view p WHERE NOT EXISTS (SELECT 1 FROM parked_closing c WHERE c.id = p.id) GROUP BY step',
      ),
      this.#log(),
      this.#seldom(),
      this.#ports.controls.refresh(),
    ]);
    const of = (stage: string) => stages.find((row) => row.stage === stage);
    const countOf = (stage: string): number => Number(of(stage)?.n ?? 0);
    const steps = STEPS.map((step) => {
      const service = this.#around.services.find(({ name }) => name === step);
      const waiting = of(Object.keys(WAITS_FOR).find((stage) => WAITS_FOR[stage] === step) ?? '');
      return {
        step,
        // Nothing waits for capture but what nobody has read yet: its own lag.
        inFlight: step === 'capture' ? (service?.lag ?? 0) : Number(waiting?.n ?? 0),
        oldest: waiting ? { at: waiting.at.toISOString(), case: waiting.case_number } : null,
        ...{ perSecond: pulse.perSecond(step), series: pulse.series(step) },
        ...{ lag: service?.lag ?? null, retries: service?.retries ?? null, ready: service?.ready ?? null },
        parked: Number(parked.find((row) => row.step === step)?.n ?? 0),
        paused: pauseOf(this.#ports.controls, step, service?.paused ?? null),
      };
    });
    const wall = {
      at: new Date(now()).toISOString(),
      steps,
      standing: {
        ...{ open: countOf('open'), missing: Number(missing[0]?.n ?? 0), review: countOf('review') },
        ...{ refused: countOf('refused'), archived: slow.archived },
      },
      ...{ refusals: slow.refusals, log, ...this.#around, certificates, following: following() },
    };
    const counted = { unreadable: slow.unreadable, packagesRefused: countOf('package-refused') };
    return { ...wall, alarms: alarmsOf(wall, counted) };
  }

  /** The world is looked at beside the wall: it never makes the wall wait, but for the first time. */
  async #lookAround(): Promise<void> {
    const { now, failed } = this.#ports;
    if (now() - this.#aroundAt < AROUND_MS) return;
    this.#looking ??= lookAround(this.#ports)
      .then((found) => {
        this.#around = found;
        this.#aroundAt = now();
      })
      .catch(failed)
      .finally(() => {
        this.#looking = undefined;
      });
    if (this.#aroundAt === 0) await this.#looking;
  }

  async #log(): Promise<LogState | null> {
    const [row] = await this.#ports.door.query<{ row: LogState }>(
      `SELECT jsonb_build_object('origin', origin, 'batch', batch, 'size', size, 'at', at, 'cosigned', cosigned,
                                 'cosignedAt', cosigned_at, 'stampedAt', stamped_at) AS row
       FROM log_tip ORDER BY at DESC LIMIT 1`,
    );
    return row?.row ?? null;
  }

  async #seldom(): Promise<Slow> {
    const { door, now } = this.#ports;
    if (this.#slow !== undefined && now() - this.#slowAt < SLOW_MS) return this.#slow;
    const [refusals, unreadable, archived] = await Promise.all([
      door.query<{ step: string; code: string; n: bigint }>(
        'SELECT step, code, count(*) AS n FROM refusal WHERE at > $1 GROUP BY step, code ORDER BY n DESC, code LIMIT 12',
        new Date(now() - 24 * 3_600_000),
      ),
      door.query<{ n: bigint }>('SELECT count(*) AS n FROM unreadable'),
      door.query<{ n: bigint }>("SELECT count(*) AS n FROM case_view WHERE stage IN ('stored', 'indexed')"),
    ]);
    this.#slow = {
      refusals: refusals.map(({ step, code, n }) => ({ step, code, count: Number(n) })),
      ...{ unreadable: Number(unreadable[0]?.n ?? 0), archived: Number(archived[0]?.n ?? 0) },
    };
    this.#slowAt = now();
    return this.#slow;
  }
}
