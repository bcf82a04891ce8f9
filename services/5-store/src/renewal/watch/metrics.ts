import { Counter, Gauge, type Registry } from 'prom-client';
import type { SweptBySuite } from './sweep.ts';

export interface RenewalMetrics {
  swept(found: SweptBySuite, at: number): void;
  failed(): void;
}

/**
 * What is told of renewals: `guidang_renewal_*`. Alarms belong on `overdue`, `stuck` and `refused` (anything but 0), and on `swept_at_seconds` where it lies too far back: then
 * nobody looks.
 */
export function renewalMetrics(registry: Registry): RenewalMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string, labels: string[]) =>
    new Gauge({ name: `guidang_renewal_${name}`, help, labelNames: labels, registers });
  const due = gauge('due_records', 'Evidence records that have to be renewed by the policy', ['suite']);
  const overdue = gauge('overdue_records', 'Of those, records that can be believed no longer', ['suite']);
  const stuck = gauge('stuck_records', 'Of those, records that are not renewed, by what somebody has to see to', [
    'suite',
    'why',
  ]);
  const refused = gauge('refused_records', 'Records that did not hold any more when they were to be renewed', [
    'suite',
  ]);
  const sweptAt = gauge('swept_at_seconds', 'When it was last looked, in seconds since 1970', []);
  const asked = new Counter({
    name: 'guidang_renewal_asked_total',
    help: 'Renewals asked for',
    labelNames: ['suite', 'kind'],
    registers,
  });
  const failures = new Counter({
    name: 'guidang_renewal_sweep_failures_total',
    help: 'Sweeps that were given up and are done again',
    registers,
  });
  return {
    swept(found, at) {
      for (const [suite, one] of Object.entries(found)) {
        due.set({ suite }, one.due);
        overdue.set({ suite }, one.overdue);
        refused.set({ suite }, one.refused);
        for (const [why, count] of Object.entries(one.stuck)) stuck.set({ suite, why }, count);
        for (const [kind, count] of Object.entries(one.asked)) asked.inc({ suite, kind }, count);
      }
      sweptAt.set({}, at / 1000);
    },
    failed: () => failures.inc(),
  };
}
