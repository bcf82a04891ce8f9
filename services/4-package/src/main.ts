import { serve } from '@guidang/host';
import { openReader, runStep } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import pLimit from 'p-limit';
import { Config } from './config.ts';
import { openNumbers } from './numbers.ts';
import { numbersIn } from './numbers-in-chain.ts';
import { packageStep } from './step.ts';
import { openStore } from './store.ts';

await serve('package', Config, async ({ config, log, telemetry, software }) => {
  const store = openStore(config.DATABASE_URL);
  const vault = s3Vault(config.VAULT_PLACES[0]!);
  const kafka = {
    brokers: config.KAFKA_BROKERS,
    clientId: 'package',
    log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: object) => log[level](fields, message),
  };
  const reader = await openReader(kafka);
  const step = packageStep({
    vault,
    prearchive: config.PREARCHIVE_BUCKET,
    numbers: openNumbers(store.door, numbersIn(reader)),
    gate: pLimit(config.PACKAGES_AT_ONCE),
  });
  const running = runStep(step, {
    kafka,
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
      await reader.close();
      vault.close();
      await store.close();
    },
  };
});
