import { serve } from '@guidang/host';
import { openPublisher, openReader, runStep } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import pLimit from 'p-limit';
import { Config } from './config.ts';
import { openWorkshop } from './copy/workshop.ts';
import { buildDoor } from './http/app.ts';
import { keyRing } from './http/keys.ts';
import { publishTo } from './http/publish.ts';
import { catalogueOver } from './index/catalogue.ts';
import { peopleOver } from './index/people.ts';
import { shelfOver } from './index/shelf.ts';
import { Follower } from './ledger/follower.ts';
import { ledgerOver } from './ledger/ledger.ts';
import { useStep } from './step.ts';
import { openStore } from './store.ts';
import { telemetryOf } from './telemetry.ts';

/** Longer than a look at the topic may take, so that one slow look is no alarm. */
const WELL_MS = 30_000;

await serve('use', Config, async ({ config, log, metrics, telemetry, software }) => {
  const said = telemetryOf(metrics, log);
  const store = openStore(config.DATABASE_URL);
  const vaults = new Map(
    config.VAULT_PLACES.map((place) => [place.name, s3Vault(place, { spoolFolder: config.SPOOL_FOLDER })]),
  );
  const copies = { vault: vaults.get(config.VAULT_PLACES[0]!.name)!, bucket: config.USE_BUCKET };
  const holdings = { places: vaults, spoolFolder: config.SPOOL_FOLDER, copyFailed: said.copyFailed };
  const shelf = shelfOver(store.door, peopleOver(store.door, config.IDENTITY_KEY));
  const ledger = ledgerOver(store.door);
  const workshop = openWorkshop({ workers: config.COPY_WORKERS, limits: { timeMs: config.COPY_SECONDS * 1_000 } });
  const kafka = {
    brokers: config.KAFKA_BROKERS,
    clientId: 'use',
    log: (level: 'debug' | 'warn', message: string, fields: object) => log[level](fields, message),
  };

  const step = useStep({
    holdings,
    shelf,
    copies,
    workshop,
    verifyUrl: config.VERIFY_BASE_URL,
    indexing: pLimit(config.INDEX_AT_ONCE),
    copying: pLimit(config.COPY_WORKERS),
  });
  const running = runStep(step, {
    kafka,
    software,
    cache: store.cache,
    telemetry,
    sessionTimeoutMs: config.SESSION_TIMEOUT_MS,
  });

  const reader = await openReader(kafka);
  const { failed } = said;
  const follower = new Follower({ reader, ledger, shelf, holdings, pauseMs: config.FOLLOW_PAUSE_MS, failed });
  follower.start();

  const publisher = await openPublisher(kafka);
  const door = await buildDoor(
    {
      catalogue: (who) => catalogueOver(store.within(who)),
      ledger,
      answers: (who) => ledgerOver(store.within(who)),
      copies,
      publish: publishTo(publisher),
      whois: keyRing(config.USE_KEYS),
      telemetry: said,
      now: Date.now,
    },
    config,
  );
  await door.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  log.info({ port: (door.server.address() as { port: number }).port }, '利用已开放 / the door is open');

  return {
    live: () => running.live(),
    ready: () => running.ready() && follower.wellSince(WELL_MS),
    stop: async () => {
      await door.close();
      await follower.stop();
      await running.stop();
      await publisher.close();
      await reader.close();
      workshop.close();
      for (const vault of vaults.values()) vault.close();
      await store.close();
    },
  };
});
