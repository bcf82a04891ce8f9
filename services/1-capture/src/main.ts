import { serve } from '@guidang/host';
import { runStep } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import pLimit from 'p-limit';
import { Config, fetchLimits } from './config.ts';
import { openFetcher } from './fetch/fetcher.ts';
import { captureStep } from './step.ts';
import { openStore } from './store.ts';

await serve('capture', Config, async ({ config, log, telemetry, software }) => {
  const store = openStore(config.DATABASE_URL);
  const vault = s3Vault(config.VAULT_PLACES[0]!);
  const limits = fetchLimits(config);
  const fetcher = openFetcher(config.FETCH_HOSTS, limits);
  let movedAt = Number.NEGATIVE_INFINITY;
  const step = captureStep({
    vault,
    fetcher,
    intake: config.INTAKE_BUCKET,
    prearchive: config.PREARCHIVE_BUCKET,
    maxBytes: config.FILE_MAX_BYTES,
    gate: pLimit(config.FILES_AT_ONCE),
    moved: () => {
      movedAt = performance.now();
    },
    patienceMs: limits.patienceMs,
    now: () => performance.now(),
  });
  const running = runStep(step, {
    kafka: {
      brokers: config.KAFKA_BROKERS,
      clientId: 'capture',
      log: (level, message, fields) => log[level](fields, message),
    },
    software,
    cache: store.cache,
    telemetry,
    sessionTimeoutMs: config.SESSION_TIMEOUT_MS,
    // One file may come for hours.
    movedAt: () => movedAt,
  });
  return {
    live: () => running.live(),
    ready: () => running.ready(),
    stop: async () => {
      await running.stop();
      await fetcher.close();
      vault.close();
      await store.close();
    },
  };
});
