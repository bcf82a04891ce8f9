import type { Log } from '@guidang/host';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the door tells of its work: routes, statuses, codes, names of keys. Never a path, a case, or a field's value. */
export interface Telemetry {
  answered(what: { method: string; route: string; status: number; code: string; key: string; seconds: number }): void;
  uploaded(bytes: number): void;
  published(events: number): void;
  failed(where: string, error: unknown): void;
  /** Watched while metrics are collected. */
  watch(name: 'uploads' | 'events' | 'waiting_bytes', read: () => number): void;
}

export const silent: Telemetry = {
  answered: () => {},
  uploaded: () => {},
  published: () => {},
  failed: () => {},
  watch: () => {},
};

export function telemetry(registry: Registry, log: Log): Telemetry {
  const registers = [registry];
  const requests = new Histogram({
    name: 'guidang_intake_request_seconds',
    help: 'Seconds of a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const refusals = new Counter({
    name: 'guidang_intake_refusals_total',
    help: 'Requests that were not done, by code',
    labelNames: ['code'],
    registers,
  });
  const bytes = new Counter({ name: 'guidang_intake_upload_bytes_total', help: 'Bytes of uploaded files', registers });
  const events = new Counter({ name: 'guidang_intake_events_total', help: 'Events published', registers });
  const failures = new Counter({
    name: 'guidang_intake_failures_total',
    help: 'Times something the door rests on did not answer, or we failed',
    labelNames: ['where'],
    registers,
  });
  return {
    answered({ method, route, status, code, key, seconds }) {
      requests.observe({ method, route, status }, seconds);
      if (code !== '') refusals.inc({ code });
      log[status >= 500 ? 'warn' : 'info']({ method, route, status, code, key, seconds }, 'answered');
    },
    uploaded: (size) => bytes.inc(size),
    published: (count) => events.inc(count),
    failed(where, error) {
      failures.inc({ where });
      log.error({ where, error }, 'something did not answer, or we failed');
    },
    watch(name, read) {
      new Gauge({
        name: `guidang_intake_${name}`,
        help: {
          uploads: 'Uploads under way',
          events: 'Requests with events under way',
          waiting_bytes: 'Bytes of events that wait for the bus',
        }[name],
        registers,
        collect() {
          this.set(read());
        },
      });
    },
  };
}
