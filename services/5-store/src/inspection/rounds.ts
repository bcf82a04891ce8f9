import type { Log } from '@guidang/host';
import type { InspectionMetrics } from './metrics.ts';
import type { Round } from './round.ts';

export interface RoundsOptions {
  readonly everyMs: number;
  readonly metrics: InspectionMetrics;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** After a round that was broken off it is gone on this soon, and then ever later. */
const AGAIN_MS = 5_000;

/** A round with what it reads and writes through. */
export interface OpenRound extends Pick<Round, 'run'> {
  close(): Promise<void>;
}

/** Goes the rounds until it is stopped. @param open asked until it answers: the broker may not be there yet */
export function goRounds(
  open: () => Promise<OpenRound>,
  { everyMs, metrics, log, now }: RoundsOptions,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let round: OpenRound | undefined;
  let under: Promise<void> = Promise.resolve();
  const later = (ms: number): void => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      under = go();
    }, ms);
  };
  const go = async (): Promise<void> => {
    try {
      round ??= await open();
      const found = await round.run(stopping.signal);
      metrics.ended(now());
      failures = 0;
      if (found.done + found.failed > 0)
        log[found.damaged + found.overdue > 0 ? 'error' : 'info'](found, '定期检测 / stored packages looked at again');
      later(everyMs);
    } catch (error) {
      if (stopping.signal.aborted) return;
      metrics.failed();
      log.warn({ error }, '定期检测中断，将继续 / a round over the store was broken off; it is gone on with');
      later(Math.min(everyMs, AGAIN_MS * 2 ** failures++));
    }
  };
  under = go();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await under;
      await round?.close();
    },
  };
}
