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
  const due = new Gauge({
    name: 'guidang_renewal_due_records',
    help: 'Evidence records that have to be renewed by the policy',
    labelNames: ['suite'],
    registers,
  });
  const overdue = new Gauge({
    name: 'guidang_renewal_overdue_records',
    help: 'Of those, records that can be believed no longer',
    labelNames: ['suite'],
    registers,
  });
  const stuck = new Gauge({
    name: 'guidang_renewal_stuck_records',
    help: 'Of those, records that are not renewed, by what somebody has to see to',
    labelNames: ['suite', 'why'],
    registers,
  });
  const refused = new Gauge({
    name: 'guidang_renewal_refused_records',
    help: 'Records that did not hold any more when they were to be renewed',
    labelNames: ['suite'],
    registers,
  });
  const sweptAt = new Gauge({
    name: 'guidang_renewal_swept_at_seconds',
    help: 'When it was last looked, in seconds since 1970',
    registers,
  });
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
      sweptAt.set(at / 1000);
    },
    failed: () => failures.inc(),
  };
}
