import { fileURLToPath } from 'node:url';
import { byToken, keepAccess, policyWith, sqlLog, tokenReader } from '@guidang/access';
import { type Log, timestampAuthority } from '@guidang/host';
import { type KafkaOptions, openPublisher, openReader } from '@guidang/stream';
import type { CheckConfig } from '../config.ts';
import { buildDoor } from '../http/app.ts';
import type { Store } from '../store.ts';
import { ReviewFollower } from './follower.ts';
import { publishTo } from './publish.ts';
import { queueOver } from './queue.ts';

export const POLICIES = fileURLToPath(new URL('../../policies', import.meta.url));
const SERVICE = 'check';
/** Longer than a look at the topic may take, so that one slow look is no alarm. */
const WELL_MS = 30_000;

export interface ReviewDoor {
  readonly port: number;
  ready(): boolean;
  stop(): Promise<void>;
}

/** Opens the review queue to people: follows our own topic, and takes their decisions. Undefined where no port is given. */
export async function openReviewDoor(
  config: CheckConfig,
  store: Store,
  kafka: KafkaOptions,
  log: Log,
): Promise<ReviewDoor | undefined> {
  const { HTTP_HOST: host, HTTP_PORT: port, REGISTRY_URL: registry, REGISTRY_ISSUER: issuer } = config;
  if (port === undefined) return undefined;
  const { TSA_URL: tsaUrl, TSA_CA_FILE: anchors, TSA_POLICIES: policies } = config;
  if (registry === undefined || issuer === undefined || tsaUrl === undefined || anchors === undefined)
    throw new Error('REGISTRY_URL, REGISTRY_ISSUER, TSA_URL, TSA_CA_FILE 须同时填写 / a review door needs all of them');
  const failed = (error: unknown): void => log.error({ error }, 'the review queue met an error; it is tried again');
  const now = Date.now;
  const operations = sqlLog(store.door, SERVICE, now);
  const queue = queueOver(store.door);
  const reader = await openReader(kafka);
  const publisher = await openPublisher(kafka);
  const follower = new ReviewFollower({ reader, queue, pauseMs: config.FOLLOW_PAUSE_MS, failed });
  follower.start();
  const door = await buildDoor({
    guard: {
      ...{ policy: policyWith(POLICIES), log: operations, origins: [], now },
      whois: byToken(tokenReader(new URL(`${registry}/v1/jwks.json`), issuer, SERVICE)),
    },
    operations: { log: operations, service: SERVICE, trust: { anchors, policies }, security: [{ token: [] }] },
    ...{ queue, publish: publishTo(publisher), claimMs: config.CLAIM_MINUTES * 60_000, failed, now },
    trustedProxies: config.TRUSTED_PROXIES,
  });
  await door.listen({ host, port });
  // Whoever owns the table could rewrite it with all its hashes: from each timestamp on they are found out.
  const keeping = keepAccess({
    ports: { service: SERVICE, log: operations, now },
    ask: timestampAuthority({
      ...{ url: tsaUrl, trust: { anchors, policies }, timeoutMs: config.TSA_TIMEOUT_MS, now },
      clockToleranceMs: config.TSA_CLOCK_TOLERANCE_SECONDS * 1_000,
    }),
    everyMs: config.LOG_ANCHOR_MINUTES * 60_000,
    failed: (what, error) => log.error({ error }, what),
  });
  return {
    port: (door.server.address() as { port: number }).port,
    ready: () => follower.wellSince(WELL_MS),
    async stop() {
      await keeping.stop();
      await door.close();
      await follower.stop();
      await publisher.close();
      await reader.close();
    },
  };
}
