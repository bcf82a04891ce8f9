import { fileURLToPath } from 'node:url';
import { cookiesFor, keepAccess, policyWith, sqlLog, sqlSessions, tokenReader } from '@guidang/access';
import { openScanner } from '@guidang/formats';
import { serve, timestampAuthority } from '@guidang/host';
import { ControlFollower, openPublisher, openReader } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import { askRegistry } from './access/whois.ts';
import { SchemeArrangements } from './arrange/book.ts';
import { Audits } from './audit/audits.ts';
import { Dumps } from './audit/dumps.ts';
import { Proofs } from './audit/proofs.ts';
import { Replays } from './audit/replays.ts';
import { Config } from './config.ts';
import { ListSender } from './desk/sender.ts';
import { Follower } from './follow/follower.ts';
import { buildDoor } from './http/app.ts';
import { Board } from './live/board.ts';
import { Hub } from './live/hub.ts';
import { Pulse } from './live/pulse.ts';
import { Previews } from './preview/previews.ts';
import { indexSearch } from './read/index-search.ts';
import { schemeReader } from './read/schemes.ts';
import { keepTotals } from './read/totals.ts';
import { Releases } from './release/releases.ts';
import { openStore } from './store.ts';
import { whenNeeded } from './when-needed.ts';

const POLICIES = fileURLToPath(new URL('../policies', import.meta.url));
const SERVICE = 'console';
/** Longer than a look at the topics may take, so that one slow look is no alarm. */
const WELL_MS = 15_000;

await serve(SERVICE, Config, async ({ config, log }) => {
  const kafka = {
    brokers: config.KAFKA_BROKERS,
    clientId: SERVICE,
    log: (level: 'debug' | 'warn', message: string, fields: object) => log[level](fields, message),
  };
  const now = Date.now;
  const failed = (error: unknown): void => log.error({ error }, 'something failed; it is tried again');
  const store = openStore(config.DATABASE_URL);
  const vaults = new Map(config.VAULT_PLACES.map((place) => [place.name, s3Vault(place)]));
  const working = vaults.get(config.VAULT_PLACES[0]!.name)!;
  const [clamdHost, clamdPort] = config.CLAMD?.split(':') ?? [];
  const scanner = clamdHost === undefined ? undefined : openScanner({ host: clamdHost, port: Number(clamdPort) });
  const reader = await openReader(kafka);
  const pulse = new Pulse(now);
  const follower = new Follower({
    ...{ reader, door: store.city, pauseMs: config.FOLLOW_PAUSE_MS, failed },
    seen: ({ links }) => {
      for (const { link, timestamp } of links) pulse.count(link.step, link.type, timestamp);
    },
  });
  follower.start();
  const stopTotals = keepTotals(store.city, failed);
  const controls = new ControlFollower(reader, failed);

  const board = new Board({
    ...{ door: store.city, pulse, certificates: config.CERTIFICATES, now, failed },
    ...{
      watched: config.WATCHED,
      places: vaults,
      bucket: config.ARCHIVE_BUCKET,
      scanner,
      witnessUrl: config.WITNESS_URL,
    },
    controls,
    following: () => follower.wellSince(WELL_MS),
  });
  const hub = new Hub('wall', config.WALL_MS, () => board.wall(), failed);
  const sending = whenNeeded(() => openPublisher(kafka));
  const publisher = sending.get;

  const previews = new Previews();
  const audits = new Audits({
    ...{
      sql: store.door,
      command: config.AUDIT_COMMAND,
      folder: config.AUDIT_FOLDER,
      brokers: config.KAFKA_BROKERS,
      now,
      failed,
    },
    ...{ anchorsFile: config.AUDIT_ANCHORS_FILE, placesFile: config.AUDIT_PLACES_FILE },
  });
  await audits.recover();
  const dumps = new Dumps({
    ...{ command: config.AUDIT_COMMAND, folder: config.AUDIT_FOLDER, failed },
    ...{ brokers: config.KAFKA_BROKERS, placesFile: config.AUDIT_PLACES_FILE },
  });
  dumps.recover();
  const proofs = new Proofs({
    ...{ command: config.AUDIT_COMMAND, folder: config.AUDIT_FOLDER },
    ...{ brokers: config.KAFKA_BROKERS, placesFile: config.AUDIT_PLACES_FILE },
  });
  const replays = new Replays({ command: config.AUDIT_COMMAND, brokers: config.KAFKA_BROKERS, now });
  const releases = new Releases({ ...{ sql: store.door, within: store.within, reader, publisher, now, failed } });
  await releases.finishAll();
  const sender = new ListSender({ city: store.city, publisher, now, failed });
  await sender.finishAll();
  const { USE_URL, USE_KEY } = config;
  const searching = USE_URL === undefined || USE_KEY === undefined ? undefined : indexSearch(USE_URL, USE_KEY);
  const cookies = cookiesFor(config.PUBLIC_URL.startsWith('https:'));
  const operations = sqlLog(store.door, SERVICE, now);
  const readToken = tokenReader(new URL(`${config.REGISTRY_URL}/v1/jwks.json`), config.REGISTRY_ISSUER, SERVICE);
  const whois = askRegistry({ registryUrl: config.REGISTRY_URL, cookie: cookies.session, readToken, now });
  const trust = { anchors: config.TSA_CA_FILE, policies: config.TSA_POLICIES };
  const door = await buildDoor({
    operations: { log: operations, service: SERVICE, trust },
    guard: { policy: policyWith(POLICIES), log: operations, whois, now, origins: [new URL(config.PUBLIC_URL).origin] },
    ...{ sql: store.door, within: store.within, own: store.own, reader, publisher, hub, controls, now, failed },
    ...{
      previews,
      audits,
      dumps,
      proofs,
      replays,
      releases,
      sender,
      decisionsRead: () => follower.decisionsRead(),
      arrangements: new SchemeArrangements(reader, failed),
      searchIndex: searching,
      scheme: schemeReader(config.REGISTRY_URL),
    },
    materials: { vault: working, bucket: config.PREARCHIVE_BUCKET },
    ...{
      registryUrl: config.REGISTRY_URL,
      checkUrl: config.CHECK_URL,
      cookie: cookies.session,
      publicUrl: config.PUBLIC_URL,
      webFolder: config.WEB_FOLDER,
    },
    trustedProxies: config.TRUSTED_PROXIES,
    inspectionDays: config.INSPECTION_DAYS,
  });
  await door.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  log.info({ port: (door.server.address() as { port: number }).port }, '控制台已开放 / the console is open');

  const keeping = keepAccess({
    ports: {
      ...{ service: SERVICE, log: operations, now },
      sessions: sqlSessions(store.door, { longestMs: 0, idleMs: 0 }, now),
    },
    ask: timestampAuthority({
      ...{ url: config.TSA_URL, timeoutMs: config.TSA_TIMEOUT_MS, now },
      trust,
      clockToleranceMs: config.TSA_CLOCK_TOLERANCE_SECONDS * 1_000,
    }),
    everyMs: config.LOG_ANCHOR_MINUTES * 60_000,
    failed: (what, error) => log.error({ error }, what),
  });
  return {
    live: () => true,
    ready: () => follower.wellSince(WELL_MS * 4),
    stop: async () => {
      hub.close();
      await door.close();
      await keeping.stop();
      await follower.stop();
      await stopTotals();
      releases.close();
      sender.close();
      proofs.close();
      replays.close();
      await sending.close();
      await audits.close();
      await dumps.close();
      previews.close();
      scanner?.close();
      for (const vault of vaults.values()) vault.close();
      await reader.close();
      await store.close();
    },
  };
});
