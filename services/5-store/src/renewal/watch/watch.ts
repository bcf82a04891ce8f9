import type { Log } from '@guidang/host';
import type { RenewalMetrics } from './metrics.ts';
import type { Sweep } from './sweep.ts';

export interface WatchOptions {
  readonly everyMs: number;
  readonly metrics: RenewalMetrics;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** After a sweep that failed it is tried again this soon, and then ever later. */
const AGAIN_MS = 5_000;

/** A sweep with what it reads and writes through. */
export interface OpenSweep extends Pick<Sweep, 'run'> {
  close(): Promise<void>;
}

/**
 * Sweeps at once and then again and again until it is stopped.
 * @param open asked until it answers: the broker may not be there yet
 */
export function watchRenewals(
  open: () => Promise<OpenSweep>,
  { everyMs, metrics, log, now }: WatchOptions,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let sweep: OpenSweep | undefined;
  let under: Promise<void> = Promise.resolve();
  const later = (ms: number): void => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      under = look();
    }, ms);
  };
  const look = async (): Promise<void> => {
    try {
      sweep ??= await open();
      const found = await sweep.run(stopping.signal);
      metrics.swept(found, now());
      failures = 0;
      const all = Object.entries(found).filter(([, { due, refused }]) => due + refused > 0);
      for (const [suite, one] of all) {
        const calls = one.overdue + one.refused + Object.values(one.stuck).reduce((sum, n) => sum + n, 0) > 0;
        log[calls ? 'error' : 'info']({ suite, ...one }, '证据续期 / evidence records to be renewed');
      }
      later(everyMs);
    } catch (error) {
      if (stopping.signal.aborted) return;
      metrics.failed();
      log.warn(
        { error },
        '续期检查未完成, 将重试 / the look at what has to be renewed was not finished; it is done again',
      );
      later(Math.min(everyMs, AGAIN_MS * 2 ** failures++));
    }
  };
  under = look();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await under;
      await sweep?.close();
    },
  };
}
