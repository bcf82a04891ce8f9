import { Counter, Gauge, type Registry } from 'prom-client';
import type { Progress } from './round.ts';

export interface InspectionMetrics {
  told(progress: Progress): void;
  ended(at: number): void;
  failed(): void;
}

/** What is told of the rounds: `guidang_inspection_*`. Alarms belong on `overdue` and `damaged` (anything but 0), and on `round_ended_at_seconds` where it lies too far back. */
export function inspectionMetrics(registry: Registry): InspectionMetrics {
  const registers = [registry];
  const gauges = {
    stored: new Gauge({ name: 'guidang_inspection_stored_packages', help: 'Packages in the store', registers }),
    due: new Gauge({
      name: 'guidang_inspection_due_packages',
      help: 'Packages whose turn it is to be looked at',
      registers,
    }),
    overdue: new Gauge({
      name: 'guidang_inspection_overdue_packages',
      help: 'Of those, packages that should have been looked at by the policy',
      registers,
    }),
    done: new Gauge({
      name: 'guidang_inspection_done_packages',
      help: 'Packages looked at since this round began',
      registers,
    }),
    failed: new Gauge({
      name: 'guidang_inspection_failed_packages',
      help: 'Packages that could not be looked at in this round; they stay due',
      registers,
    }),
    damaged: new Gauge({
      name: 'guidang_inspection_damaged_packages',
      help: 'Packages with a damaged copy, of those looked at in this round',
      registers,
    }),
  };
  const endedAt = new Gauge({
    name: 'guidang_inspection_round_ended_at_seconds',
    help: 'When a round came to its end last, in seconds since 1970',
    registers,
  });
  const failures = new Counter({
    name: 'guidang_inspection_round_failures_total',
    help: 'Rounds that were broken off and are gone on with',
    registers,
  });
  return {
    told(progress) {
      for (const [name, one] of Object.entries(gauges)) one.set(progress[name as keyof typeof gauges]);
    },
    ended: (at) => endedAt.set(at / 1000),
    failed: () => failures.inc(),
  };
}
