import type { Log } from '@guidang/host';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { DoorTelemetry } from './http/door.ts';

export interface UseTelemetry extends DoorTelemetry {
  /** A stored copy could not be read or is not what it was. */
  copyFailed(place: string, error: unknown): void;
}

export function telemetryOf(registry: Registry, log: Log): UseTelemetry {
  const registers = [registry];
  const requests = new Histogram({
    name: 'guidang_use_request_seconds',
    help: 'Seconds of a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2, 10],
    registers,
  });
  const failures = new Counter({
    name: 'guidang_use_failures_total',
    help: 'Times something the door or the follower rests on did not answer, or we failed',
    labelNames: ['where'],
    registers,
  });
  const holdings = new Counter({
    name: 'guidang_use_holding_failures_total',
    help: 'Stored packages that could not be read from a place, or were not what they had been',
    labelNames: ['place'],
    registers,
  });
  return {
    answered({ method, route, status, code, key, seconds }) {
      requests.observe({ method, route, status }, seconds);
      log[status >= 500 ? 'warn' : 'info']({ method, route, status, code, key, seconds }, 'answered');
    },
    failed(where, error) {
      failures.inc({ where });
      log.error({ where, error }, 'something did not answer, or we failed');
    },
    copyFailed(place, error) {
      holdings.inc({ place });
      log.error({ place, error }, 'a stored package could not be read from this place');
    },
  };
}
