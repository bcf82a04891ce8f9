import { keepAccess } from '@guidang/access';
import { serve, timestampAuthority } from '@guidang/host';
import { openPublisher, openReader } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import { Gauge } from 'prom-client';
import { Config } from './config.ts';
import { CaptureFollower } from './dry-run/follow.ts';
import { begin } from './first.ts';
import { SeedFault, schemesIn } from './folder.ts';
import { buildDoor } from './http/app.ts';
import { portsOf } from './ports.ts';
import { finishPublishing } from './publish.ts';
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

  const now = Date.now;
  const trust = { anchors: config.TSA_CA_FILE, policies: config.TSA_POLICIES };
  const failed = (error: unknown): void => log.error({ error }, 'a request failed');
  const ports = await portsOf(config, { store, topic, publisher: () => openPublisher(kafka), trust, now, failed });
  await store.alone(async () => {
    const did = await begin(ports.registry, ports.registry.log, {
      bundleFile: config.FIRST_BUNDLE_FILE,
      peopleFile: config.FIRST_PEOPLE_FILE,
    });
    if (did.length > 0) log.info({ did }, '登记已初始化 / an empty registry was begun');
    // What was being published when we were cut off is published now, once.
    await finishPublishing(
      { store, topic, publisher: () => openPublisher(kafka) },
      { account: null, at: new Date(now()) },
    );
  });

  const door = await buildDoor(ports);
  await door.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  const { port } = door.server.address() as { port: number };
  log.info({ port }, '登记已开放 / the door is open');

  const [vaultPlace] = config.VAULT_PLACES;
  const vault = s3Vault(vaultPlace!);
  const keeping = keepAccess({
    ports: ports.signIn,
    ask: timestampAuthority({
      ...{ url: config.TSA_URL, trust, timeoutMs: config.TSA_TIMEOUT_MS, now },
      clockToleranceMs: config.TSA_CLOCK_TOLERANCE_SECONDS * 1_000,
    }),
    place: { vault, bucket: config.LOG_BUCKET, until: () => yearsFrom(now(), config.LOG_KEPT_YEARS) },
    everyMs: config.LOG_ANCHOR_MINUTES * 60_000,
    failed: (what, error) => log.error({ error }, what),
  });
  const stopping = new AbortController();
  const again = (error: unknown): void => log.error({ error }, 'the topic could not be followed; asked again');
  const captures = new CaptureFollower(reader, store, (partition, offset) =>
    log.error({ partition, offset }, 'a closing of capture could not be read; passed over'),
  );
  const following = Promise.all([
    topic.follow(config.FOLLOW_PAUSE_MS, stopping.signal, again),
    captures.follow(config.FOLLOW_PAUSE_MS * 5, stopping.signal, again),
  ]);
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
      await keeping.stop();
      await following;
      vault.close();
      await reader.close();
      await store.close();
    },
  };
});

const yearsFrom = (at: number, years: number): Date => {
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  return until;
};
