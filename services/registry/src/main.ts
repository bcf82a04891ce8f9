import { serve } from '@guidang/host';
import { openPublisher, openReader } from '@guidang/stream';
import { Gauge } from 'prom-client';
import { buildDoor } from './app.ts';
import { Config } from './config.ts';
import { SeedFault, schemesIn } from './folder.ts';
import { seed } from './seed.ts';
import { openStore } from './store.ts';
import { SchemeTopic } from './topic.ts';

/** Longer than one look at the topic may need, so that one slow look is no alarm. */
const WELL_MS = 30_000;

await serve('registry', Config, async ({ config, log, metrics }) => {
  const kafka = {
    brokers: config.KAFKA_BROKERS,
    clientId: 'registry',
    log: (level: 'debug' | 'warn', message: string, fields: object) => log[level](fields, message),
  };
  const seeds = config.SCHEMES_DIR === undefined ? [] : schemesIn(config.SCHEMES_DIR);
  const store = openStore(config.DATABASE_URL);
  const reader = await openReader(kafka);
  const topic = new SchemeTopic(reader, store, {
    malformed: (offset, error) =>
      log.error({ offset, error }, '主题中有非方案记录 / a record of registry.schemes is no scheme'),
    conflict: (key, first, other) => log.fatal({ key, first, other }, '同一版本有两份内容 / one version, two contents'),
  });

  // Until this is done nobody is told that we are ready; what contradicts the topic ends the service, loudly.
  const published = await seed(seeds, topic, store, () => openPublisher(kafka)).catch((error: unknown) => {
    log.fatal({ error }, error instanceof SeedFault ? error.message : 'the seed schemes could not be published');
    throw error;
  });
  log.info({ seeds: seeds.length, published }, '方案已登记 / schemes are registered');

  const door = await buildDoor(store, (error) => log.error({ error }, 'a request failed'));
  await door.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  const { port } = door.server.address() as { port: number };
  log.info({ port }, '登记已开放 / the door is open');

  const stopping = new AbortController();
  const following = topic.follow(config.FOLLOW_PAUSE_MS, stopping.signal, (error) =>
    log.error({ error }, 'the topic could not be followed; asked again'),
  );
  new Gauge({
    name: 'guidang_registry_schemes',
    help: 'Schemes known, every version counted',
    registers: [metrics],
    collect() {
      this.set(topic.size);
    },
  });
  return {
    live: () => true,
    ready: () => topic.wellSince(WELL_MS),
    stop: async () => {
      stopping.abort();
      await door.close();
      await following;
      await reader.close();
      await store.close();
    },
  };
});
