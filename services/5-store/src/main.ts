import { Stamps, serve, timestampMetrics } from '@guidang/host';
import { openPublisher, openReader, runStep } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import pLimit from 'p-limit';
import { Config, trustOf } from './config.ts';
import { openInspections } from './inspection/open.ts';
import { renewalMetrics } from './renewal/watch/metrics.ts';
import { Sweep } from './renewal/watch/sweep.ts';
import { watchRenewals } from './renewal/watch/watch.ts';
import { storeStep } from './step.ts';
import { openStore } from './store.ts';

await serve('store', Config, async ({ config, log, metrics, telemetry, software }) => {
  const store = openStore(config.DATABASE_URL);
  const { SPOOL_FOLDER: spoolFolder } = config;
  const places = config.VAULT_PLACES.map((place) => ({
    name: place.name,
    vault: s3Vault(place, { spoolFolder }),
    bucket: config.ARCHIVE_BUCKET,
  }));
  const kafka = {
    brokers: config.KAFKA_BROKERS,
    clientId: 'store',
    log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: object) => log[level](fields, message),
  };
  const trust = trustOf(config);
  const gate = pLimit(config.PACKAGES_AT_ONCE);
  const told = timestampMetrics(metrics, log);
  const stamps = new Stamps(config, told, Date.now);
  told.watch(stamps);
  const copyFailed = (place: string, error: unknown) =>
    log.error({ place, error }, '副本不可读 / a copy cannot be had or has changed');
  const step = storeStep(
    {
      prearchive: { vault: places[0]!.vault, bucket: config.PREARCHIVE_BUCKET },
      places,
      trust,
      foreverYears: config.FOREVER_YEARS,
      gate,
      spoolFolder,
      now: Date.now,
    },
    {
      places,
      spoolFolder,
      copyFailed,
      timestamps: trust.tsa,
      stamp: (suite, algorithm) => stamps.of(suite, algorithm).stamp,
      gate,
      now: Date.now,
    },
  );
  const running = runStep(step, {
    kafka,
    software,
    cache: store.cache,
    telemetry,
    sessionTimeoutMs: config.SESSION_TIMEOUT_MS,
  });
  const open = async () => {
    const [reader, publisher] = await Promise.all([openReader(kafka), openPublisher(kafka)]);
    const sweep = new Sweep({
      reader,
      publisher,
      authority: (suite) => (stamps.has(suite) ? stamps.alone(suite) : undefined),
      policy: config.EVIDENCE_POLICY_FILE,
      most: config.RENEWALS_A_SWEEP,
      now: Date.now,
    });
    return {
      run: (signal: AbortSignal) => sweep.run(signal),
      close: async () => {
        await publisher.close();
        await reader.close();
      },
    };
  };
  const watch = watchRenewals(open, {
    everyMs: config.RENEWAL_SWEEP_HOURS * 3_600_000,
    metrics: renewalMetrics(metrics),
    log,
    now: Date.now,
  });
  const looking = { places, trust, timestamps: trust.tsa, copyFailed, now: Date.now };
  const inspections = openInspections(config, kafka, looking, metrics, log);
  return {
    live: () => running.live(),
    ready: () => running.ready(),
    progress: () => ({ inspection: inspections.progress() }),
    stop: async () => {
      await watch.stop();
      await inspections.stop();
      await running.stop();
      for (const { vault } of places) vault.close();
      await store.close();
    },
  };
});
