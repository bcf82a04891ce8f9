import type { Log } from '@guidang/host';
import { keepGoing, type Opened } from '../../keep-going.ts';
import type { RenewalMetrics } from './metrics.ts';
import type { SweptBySuite } from './sweep.ts';

export interface WatchOptions {
  readonly everyMs: number;
  readonly metrics: RenewalMetrics;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Sweeps at once and then again and again until it is stopped. */
export const watchRenewals = (
  open: () => Promise<Opened<SweptBySuite>>,
  { everyMs, metrics, log, now }: WatchOptions,
) =>
  keepGoing(open, {
    everyMs,
    ended(found) {
      metrics.swept(found, now());
      const all = Object.entries(found).filter(([, { due, refused }]) => due + refused > 0);
      for (const [suite, one] of all) {
        const calls = one.overdue + one.refused + Object.values(one.stuck).reduce((sum, n) => sum + n, 0) > 0;
        log[calls ? 'error' : 'info']({ suite, ...one }, '证据续期 / evidence records to be renewed');
      }
    },
    failed(error) {
      metrics.failed();
      log.warn(
        { error },
        '续期检查未完成, 将重试 / the look at what has to be renewed was not finished; it is done again',
      );
    },
  });
