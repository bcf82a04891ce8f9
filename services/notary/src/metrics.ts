import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { LogHistory } from './log/history.ts';
import type { Witnessed } from './log/notary.ts';
import type { LinkRefused } from './log/refused.ts';

export interface NotaryMetrics {
  extended(links: number, seconds: number, size: number): void;
  witnessed(of: Pick<Witnessed, 'witnessed' | 'silent'>, history: LogHistory): void;
  refused(error: LinkRefused): void;
}

export function notaryMetrics(registry: Registry): NotaryMetrics {
  const registers = [registry];
  const links = new Counter({ name: 'guidang_log_links_total', help: 'Links taken into the log', registers });
  const seconds = new Histogram({
    name: 'guidang_log_batch_seconds',
    help: 'Seconds of a batch: deciding again, writing, storing tiles',
    buckets: [0.01, 0.05, 0.2, 1, 5, 30],
    registers,
  });
  const size = new Gauge({ name: 'guidang_log_size', help: 'Links in the log', registers });
  const unwitnessed = new Gauge({
    name: 'guidang_log_unwitnessed',
    help: '1 while the last head lacks its cosignatures',
    registers,
  });
  const silent = new Gauge({
    name: 'guidang_log_witnesses_silent',
    help: 'Witnesses that were asked for the last head and have not cosigned it',
    registers,
  });
  const cosignedAt = new Gauge({
    name: 'guidang_log_cosigned_at_seconds',
    help: 'When a head was last cosigned, seconds since 1970',
    registers,
  });
  const stampedAt = new Gauge({
    name: 'guidang_log_timestamped_at_seconds',
    help: 'When a head was last timestamped, seconds since 1970',
    registers,
  });
  const refusals = new Gauge({
    name: 'guidang_log_refused',
    help: '1 when a link did not follow from its facts and the notary stopped',
    registers,
  });
  refusals.set(0);
  return {
    extended(count, took, total) {
      links.inc(count);
      seconds.observe(took);
      size.set(total);
    },
    witnessed(of, { cosigned, timestampedAt }) {
      unwitnessed.set(of.witnessed ? 0 : 1);
      if (of.silent !== null) silent.set(of.silent);
      if (cosigned) cosignedAt.set(Date.parse(cosigned.time) / 1000);
      stampedAt.set(timestampedAt / 1000);
    },
    refused: () => refusals.set(1),
  };
}
