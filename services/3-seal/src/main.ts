import { serve, timestampAuthority } from '@guidang/host';
import { runStep } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import pLimit from 'p-limit';
import { Config } from './config.ts';
import { openTypefaces } from './record/typeface.ts';
import { sealSigner, signing } from './signer.ts';
import { sealStep } from './step.ts';
import { openStore } from './store.ts';
import { TimestampBatches } from './timestamp/batches.ts';

await serve('seal', Config, async ({ config, log, telemetry, software }) => {
  const store = openStore(config.DATABASE_URL);
  const vault = s3Vault(config.VAULT_PLACES[0]!);
  const authority = timestampAuthority({
    url: config.TSA_URL,
    trust: { anchors: config.TSA_CA_FILE, policies: config.TSA_POLICIES },
    timeoutMs: config.TSA_TIMEOUT_MS,
    clockToleranceMs: config.TSA_CLOCK_TOLERANCE_SECONDS * 1_000,
    now: Date.now,
  });
  const step = sealStep({
    vault,
    prearchive: config.PREARCHIVE_BUCKET,
    faces: openTypefaces(),
    sign: signing(
      sealSigner(config.SEAL_KEY_FILE, config.SEAL_CERT_FILE),
      config.SEAL_CA_FILE ?? config.TSA_CA_FILE,
      Date.now,
    ),
    stamp: new TimestampBatches(authority, { most: config.STAMP_CASES, waitMs: config.STAMP_WAIT_MS }).stamp,
    gate: pLimit(config.CASES_AT_ONCE),
  });
  const running = runStep(step, {
    kafka: {
      brokers: config.KAFKA_BROKERS,
      clientId: 'seal',
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
      vault.close();
      await store.close();
    },
  };
});
