import { openInspector, openScanner } from '@guidang/formats';
import { serve } from '@guidang/host';
import { type KafkaOptions, runStep } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import { CheckConfig } from './config.ts';
import { openRevocationLists } from './gather/revocation-lists.ts';
import { openReviewDoor } from './review/open-door.ts';
import { checkStep } from './step.ts';
import { openStore } from './store.ts';

await serve('check', CheckConfig, async ({ config, log, software, telemetry }) => {
  const store = openStore(config.DATABASE_URL);
  const vault = s3Vault(config.VAULT_PLACES[0]!);
  const lists = config.SIGNER_CRL_FOLDER
    ? await openRevocationLists(config.SIGNER_CRL_FOLDER, config.SIGNER_CRL_SECONDS * 1000, (error) =>
        log.error({ error }, '撤销列表未能更新 / revocation lists could not be read again; those of before go on'),
      )
    : undefined;
  const [signers, timestamps] = [config.SIGNER_CA_FILE, config.SIGNATURE_TSA_CA_FILE].map((file) =>
    (file ?? []).map(String),
  ) as [string[], string[]];
  const inspector = openInspector({
    workers: config.INSPECTORS,
    // Somebody waits for what is said of the first file as well.
    ready: true,
    folder: config.SPOOL_FOLDER,
    anchors: () => ({ signers, timestamps, revocationLists: lists?.current() ?? [] }),
  });
  const scanner = openScanner({
    ...config.CLAMD,
    connections: config.FILES_AT_ONCE,
    maxBytes: config.CLAMD_MAX_BYTES,
  });
  const step = checkStep({
    vault,
    inspector,
    scanner,
    scannerMaxBytes: config.CLAMD_MAX_BYTES,
    filesAtOnce: config.FILES_AT_ONCE,
    spoolFolder: config.SPOOL_FOLDER,
  });
  const kafka: KafkaOptions = {
    brokers: config.KAFKA_BROKERS,
    clientId: 'check',
    log: (level, message, fields) => log[level](fields, message),
  };
  const running = runStep(step, {
    kafka,
    software,
    cache: store.cache,
    telemetry,
    sessionTimeoutMs: config.SESSION_TIMEOUT_MS,
  });
  const reviews = await openReviewDoor(config, store, kafka, log);
  if (reviews) log.info({ port: reviews.port }, '复核已开放 / the review door is open');
  return {
    live: () => running.live(),
    ready: () => running.ready() && (reviews?.ready() ?? true),
    async stop() {
      await reviews?.stop();
      await running.stop();
      lists?.stop();
      inspector.close();
      scanner.close();
      vault.close();
      await store.close();
    },
  };
});
