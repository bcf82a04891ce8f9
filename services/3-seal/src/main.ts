import { digestOf } from '@guidang/evidence';
import { DIGEST_OF, Stamps, serve, timestampMetrics } from '@guidang/host';
import { openTypefaces } from '@guidang/paper';
import { runStep } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import pLimit from 'p-limit';
import { mustBeAble } from './able.ts';
import { Config, keysOf } from './config.ts';
import { handsOf } from './signing/hand.ts';
import { openSealers } from './signing/keys.ts';
import { listsIn } from './signing/lists.ts';
import { sealStep } from './step.ts';
import { openStore } from './store.ts';

await serve('seal', Config, async ({ config, log, metrics, telemetry, software }) => {
  const store = openStore(config.DATABASE_URL);
  const vault = s3Vault(config.VAULT_PLACES[0]!);
  const sealers = await openSealers(keysOf(config), config.SEAL_OVERLAP_HOURS * 3_600_000);
  const told = timestampMetrics(metrics, log);
  const stamps = new Stamps(config, told, Date.now);
  told.watch(stamps);
  mustBeAble(config.SEAL_SUITE, sealers, stamps);
  const step = sealStep({
    vault,
    prearchive: config.PREARCHIVE_BUCKET,
    faces: openTypefaces(),
    hand: handsOf({
      sealers,
      anchors: config.SEAL_CA_FILE ?? config.TSA_CA_FILE,
      lists: listsIn(config.SEAL_CRL_FILES),
      revocationRequired: config.SEAL_REVOCATION_REQUIRED,
      stampDocument: config.SEAL_DOCUMENT_TIMESTAMP
        ? async (suite, signature) => {
            const algorithm = DIGEST_OF[suite];
            return (await stamps.alone(suite)(digestOf(algorithm, signature), algorithm)).token;
          }
        : undefined,
      now: Date.now,
    }),
    stamp: (suite) => stamps.of(suite).stamp,
    otherwise: config.SEAL_SUITE,
    gate: pLimit(config.CASES_AT_ONCE),
    now: Date.now,
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
      sealers.close();
      vault.close();
      await store.close();
    },
  };
});
