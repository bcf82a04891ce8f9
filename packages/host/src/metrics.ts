import { Malformed } from '@guidang/contracts';
import { IllegalOrder, type Telemetry } from '@guidang/stream';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Log } from './log.ts';

/** Attempts after which something that "may pass" is said aloud; every further power of two again. */
const ALOUD_FROM = 4;

/**
 * What the runtime tells, as metrics and log lines. Names: `guidang_step_*`, labels `step`, `outcome`, `type`, `topic`, `partition`; none of them
 * grows with the number of cases.
 */
export function stepTelemetry(registry: Registry, log: Log): Telemetry {
  const registers = [registry];
  const decided = new Counter({
    name: 'guidang_step_records_total',
    help: 'Records decided, by outcome (emit, skip, park) and type of link or reason',
    labelNames: ['step', 'outcome', 'type'],
    registers,
  });
  const seconds = new Histogram({
    name: 'guidang_step_decision_seconds',
    help: 'Seconds from a record being taken up to its decision, gathering included',
    labelNames: ['step', 'outcome'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600],
    registers,
  });
  const commits = new Histogram({
    name: 'guidang_step_commit_seconds',
    help: 'Seconds of a transaction that appends outputs and offsets',
    labelNames: ['step'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2, 10],
    registers,
  });
  const lag = new Gauge({
    name: 'guidang_step_lag_records',
    help: 'Records that wait in an input partition',
    labelNames: ['step', 'topic', 'partition'],
    registers,
  });
  const paused = new Gauge({
    name: 'guidang_step_paused',
    help: '1 while somebody has paused the step: it finishes what it has in hand and takes no new record',
    labelNames: ['step'],
    registers,
  });
  const retries = new Counter({
    name: 'guidang_step_retries_total',
    help: 'Attempts that met something which may pass',
    labelNames: ['step', 'error'],
    registers,
  });
  const troubles = new Counter({
    name: 'guidang_step_troubles_total',
    help: 'Times the runtime lost its footing and began again, or could not reach its cache',
    labelNames: ['step', 'where'],
    registers,
  });
  return {
    decided({ step, outcome, type, seconds: took }) {
      decided.inc({ step, outcome, type });
      seconds.observe({ step, outcome }, took);
      if (outcome === 'park') log.warn({ step, reason: type }, 'a record was parked');
    },
    retried({ step, attempt, error }) {
      const name = error instanceof Error ? error.name : 'unknown';
      retries.inc({ step, error: name });
      // A link that breaks its own contract or the legal order is a mistake of ours: time does not mend it.
      const ours = error instanceof IllegalOrder || error instanceof Malformed;
      const loud = ours || (attempt >= ALOUD_FROM && Number.isInteger(Math.log2(attempt)));
      log[loud ? 'error' : 'debug']({ step, attempt, error }, 'not now; asked again');
    },
    committed: ({ step, seconds: took }) => commits.observe({ step }, took),
    lag: ({ step, topic, partition, records }) => lag.set({ step, topic, partition }, records),
    paused({ step, paused: is }) {
      paused.set({ step }, is ? 1 : 0);
      if (is) log.warn({ step }, '环节已暂停 / the step is paused');
    },
    trouble({ step, where, error }) {
      troubles.inc({ step, where });
      log.error({ step, where, error }, 'beginning again');
    },
  };
}

export function openRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
