import { fileURLToPath } from 'node:url';
import { byToken, policyWith, sqlLog, tokenReader } from '@guidang/access';
import type { Log } from '@guidang/host';
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
  if (registry === undefined || issuer === undefined)
    throw new Error(
      'REGISTRY_URL 与 REGISTRY_ISSUER 须同时填写 / a review door needs REGISTRY_URL and REGISTRY_ISSUER',
    );
  const failed = (error: unknown): void => log.error({ error }, 'the review queue met an error; it is tried again');
  const now = Date.now;
  const queue = queueOver(store.door);
  const reader = await openReader(kafka);
  const publisher = await openPublisher(kafka);
  const follower = new ReviewFollower({ reader, queue, pauseMs: config.FOLLOW_PAUSE_MS, failed });
  follower.start();
  const door = await buildDoor({
    guard: {
      ...{ policy: policyWith(POLICIES), log: sqlLog(store.door, SERVICE, now), origins: [], now },
      whois: byToken(tokenReader(new URL(`${registry}/v1/jwks.json`), issuer, SERVICE)),
    },
    ...{ queue, publish: publishTo(publisher), claimMs: config.CLAIM_MINUTES * 60_000, failed, now },
    trustedProxies: config.TRUSTED_PROXIES,
  });
  await door.listen({ host, port });
  return {
    port: (door.server.address() as { port: number }).port,
    ready: () => follower.wellSince(WELL_MS),
    async stop() {
      await door.close();
      await follower.stop();
      await publisher.close();
      await reader.close();
    },
  };
}
