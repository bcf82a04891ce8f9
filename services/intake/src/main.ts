import { serve } from '@guidang/host';
import { openPublisherClient } from '@guidang/sdk';
import { openReader } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import { buildDoor } from './app.ts';
import { Config } from './config.ts';
import { every } from './every.ts';
import { Follower } from './follower.ts';
import { closeInOrder } from './http/close.ts';
import { KeyRing } from './keys.ts';
import { openStore } from './store.ts';
import { telemetry as telemetryOf } from './telemetry.ts';

const KEYS_REFRESH_MS = 10_000;
const TIDY_MS = 10 * 60_000;
const FEEDBACK_DAYS = 30;
/** What is under way gets so long to end when the service stops; the host gives twenty seconds for everything. */
const STOP_MS = 12_000;
/** Longer than a follower may need for one look, so that one slow look is no alarm. */
const WELL_MS = 30_000;

await serve('intake', Config, async ({ config, log, metrics }) => {
  const telemetry = telemetryOf(metrics, log);
  const store = openStore(config.DATABASE_URL);
  await store.seedKeys(config.INTAKE_KEYS);
  const keys = new KeyRing(() => store.keys());
  await keys.refresh();

  const place = config.VAULT_PLACES[0]!;
  const vault = s3Vault(place);
  const kafka = {
    brokers: config.KAFKA_BROKERS,
    clientId: 'intake',
    log: (level: 'debug' | 'warn', message: string, fields: object) => log[level](fields, message),
  };
  const publisher = await openPublisherClient({ door: 'kafka', ...kafka, place, bucket: config.INTAKE_BUCKET });
  const reader = await openReader(kafka);
  const follower = new Follower({
    reader,
    store,
    pauseMs: config.FOLLOW_PAUSE_MS,
    failed: (error) => telemetry.failed('follower', error),
  });
  follower.start();

  const door = await buildDoor({ store, keys, vault, publisher, follower, telemetry, now: Date.now }, config);
  await door.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  const { port } = door.server.address() as { port: number };
  log.info({ port }, '接入已开放 / the door is open');

  const stopRefreshing = every(
    KEYS_REFRESH_MS,
    () => keys.refresh(),
    (error) => telemetry.failed('keys', error),
  );
  const stopTidying = every(
    TIDY_MS,
    () => store.tidy(new Date(), new Date(Date.now() - FEEDBACK_DAYS * 24 * 3_600_000)),
    (error) => telemetry.failed('tidy', error),
  );
  return {
    live: () => true,
    ready: () => follower.wellSince(WELL_MS),
    stop: async () => {
      await closeInOrder(door, STOP_MS);
      stopRefreshing();
      stopTidying();
      await follower.stop();
      await publisher.close();
      await reader.close();
      vault.close();
      await store.close();
    },
  };
});
