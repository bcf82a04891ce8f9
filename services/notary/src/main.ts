import { serve, timestampAuthority } from '@guidang/host';
import { untilItAnswers } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import { Config } from './config.ts';
import { tileStoreOver } from './log/tiles.ts';
import { notaryMetrics } from './metrics.ts';
import { Pulse } from './pulse.ts';
import { logServer } from './serve-log.ts';
import { session } from './session.ts';
import { openStore } from './store.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;
/** After a failure: a broker that was restarted is back within seconds. */
const AGAIN = { firstMs: 500, mostMs: 10_000 };

await serve('notary', Config, async ({ config, log, metrics }) => {
  const store = openStore(config.DATABASE_URL);
  const vaults = config.VAULT_PLACES.map((place) => s3Vault(place));
  const tiles = tileStoreOver(vaults, 'log', {
    full: () => new Date(Date.now() + config.LOG_LOCK_YEARS * YEAR_MS),
    edge: () => new Date(Date.now() + config.LOG_LOCK_DAYS * DAY_MS),
  });
  const stamp = timestampAuthority({
    url: config.TSA_URL,
    trust: { anchors: config.TSA_CA_FILE, policies: config.TSA_POLICIES },
    timeoutMs: config.TSA_TIMEOUT_MS,
    clockToleranceMs: config.TSA_CLOCK_TOLERANCE_SECONDS * 1_000,
    now: Date.now,
  });
  const stopping = new AbortController();
  let open = false;
  const pulse = new Pulse(() => performance.now());
  const ports = {
    config,
    kafka: {
      brokers: config.KAFKA_BROKERS,
      clientId: 'notary',
      log: (level: 'debug' | 'warn', message: string, fields: Record<string, unknown>) => log[level](fields, message),
    },
    cache: store.cache,
    tiles,
    stamp,
    metrics: notaryMetrics(metrics),
    log,
    ready: (is: boolean) => {
      open = is;
    },
    pulse,
  };
  const ended = untilItAnswers(
    () => session(ports, stopping.signal),
    AGAIN,
    stopping.signal,
    (attempt, error) => {
      pulse.beat();
      log.error({ attempt, error }, '重新开始 / beginning again');
    },
  ).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  const http = logServer(tiles);
  await http.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  return {
    live: () => pulse.beats,
    ready: () => open,
    stop: async () => {
      stopping.abort();
      await ended;
      await http.close();
      for (const vault of vaults) vault.close();
      await store.close();
    },
  };
});
