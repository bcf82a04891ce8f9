import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Log } from '../log.ts';
import type { AuthorityVoice } from './authorities.ts';

export interface TimestampMetrics {
  /** For the authorities of one purpose, e.g. of a suite. */
  voice(purpose: string): AuthorityVoice;
  batched(groups: number): void;
  /** @param of somebody who knows how many wait */
  watch(of: { readonly waiting: number }): void;
}

/**
 * What is told of timestamps: `guidang_timestamp_*`, by purpose and the name of the authority. The alarm belongs on `guidang_timestamp_nobody_seconds`: it grows
 * while nobody stamps, whatever the reason, and is 0 otherwise.
 */
export function timestampMetrics(registry: Registry, log: Log, now: () => number = Date.now): TimestampMetrics {
  const registers = [registry];
  const answers = new Counter({
    name: 'guidang_timestamp_answers_total',
    help: 'Questions to timestamp authorities, by authority and what came of them: stamped, or the code of why not',
    labelNames: ['purpose', 'authority', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'guidang_timestamp_seconds',
    help: 'Seconds from a question to the verified token',
    labelNames: ['purpose', 'authority'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const resting = new Gauge({
    name: 'guidang_timestamp_resting_seconds',
    help: 'For how long an authority is left alone after it failed; 0 once it has stamped again',
    labelNames: ['purpose', 'authority'],
    registers,
  });
  const groups = new Histogram({
    name: 'guidang_timestamp_batch_cases',
    help: 'Cases that share one timestamp',
    buckets: [1, 4, 16, 64, 256, 1024],
    registers,
  });
  /** By purpose, since when nobody has stamped. */
  const without = new Map<string, number>();
  new Gauge({
    name: 'guidang_timestamp_nobody_seconds',
    help: 'For how long no authority has stamped though one was asked; 0 where one does',
    labelNames: ['purpose'],
    registers,
    collect() {
      for (const [purpose, since] of without) this.set({ purpose }, since === 0 ? 0 : (now() - since) / 1000);
    },
  });
  return {
    voice: (purpose) => ({
      stamped(authority, took) {
        answers.inc({ purpose, authority, outcome: 'stamped' });
        seconds.observe({ purpose, authority }, took);
        resting.set({ purpose, authority }, 0);
        without.set(purpose, 0);
      },
      failed(authority, code, restMs, error) {
        answers.inc({ purpose, authority, outcome: code });
        resting.set({ purpose, authority }, restMs / 1000);
        log.error(
          { purpose, authority, code, restSeconds: restMs / 1000, error },
          '时间戳服务不可用 / the authority did not stamp',
        );
      },
      nobody() {
        if (!without.get(purpose)) without.set(purpose, now());
      },
    }),
    batched: (count) => groups.observe(count),
    watch(of) {
      new Gauge({
        name: 'guidang_timestamp_waiting_cases',
        help: 'Cases that wait for a timestamp',
        registers,
        collect() {
          this.set(of.waiting);
        },
      });
    },
  };
}
