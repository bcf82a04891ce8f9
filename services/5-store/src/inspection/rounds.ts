import type { Log } from '@guidang/host';
import { keepGoing, type Opened } from '../keep-going.ts';
import type { InspectionMetrics } from './metrics.ts';
import type { Progress } from './round.ts';

export interface RoundsOptions {
  readonly everyMs: number;
  readonly metrics: InspectionMetrics;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Goes the rounds until it is stopped. */
export const goRounds = (open: () => Promise<Opened<Progress>>, { everyMs, metrics, log, now }: RoundsOptions) =>
  keepGoing(open, {
    everyMs,
    ended(found) {
      metrics.ended(now());
      if (found.done + found.failed > 0)
        log[found.damaged + found.overdue > 0 ? 'error' : 'info'](found, '定期检测 / stored packages looked at again');
    },
    failed(error) {
      metrics.failed();
      log.warn({ error }, '定期检测中断，将继续 / a round over the store was broken off; it is gone on with');
    },
  });
