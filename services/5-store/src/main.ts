import { serve } from '@guidang/host';
import { runStep } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import pLimit from 'p-limit';
import { Config, trustOf } from './config.ts';
import { storeStep } from './step.ts';
import { openStore } from './store.ts';

await serve('store', Config, async ({ config, log, telemetry, software }) => {
  const store = openStore(config.DATABASE_URL);
  const places = config.VAULT_PLACES.map((place) => ({
    name: place.name,
    vault: s3Vault(place, { spoolFolder: config.SPOOL_FOLDER }),
    bucket: config.ARCHIVE_BUCKET,
  }));
  const step = storeStep({
    prearchive: { vault: places[0]!.vault, bucket: config.PREARCHIVE_BUCKET },
    places,
    trust: trustOf(config),
    foreverYears: config.FOREVER_YEARS,
    gate: pLimit(config.PACKAGES_AT_ONCE),
    spoolFolder: config.SPOOL_FOLDER,
  });
  const running = runStep(step, {
    kafka: {
      brokers: config.KAFKA_BROKERS,
      clientId: 'store',
      log: (level, message, fields) => log[level](fields, message),
    },
    software,
    cache: store.cache,
    telemetry,
    sessionTimeoutMs: config.SESSION_TIMEOUT_MS,
  });
  return {
    live: () => running.live(),
    ready: () => running.ready(),
    stop: async () => {
      await running.stop();
      for (const { vault } of places) vault.close();
      await store.close();
    },
  };
});
