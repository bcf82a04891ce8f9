import { readFileSync } from 'node:fs';
import type { Telemetry } from '@guidang/stream';
import type { Registry } from 'prom-client';
import type { z } from 'zod';
import { HostConfig, readConfig } from './config.ts';
import { type Health, serveHealth } from './health.ts';
import { type Log, openLog } from './log.ts';
import { openRegistry, stepTelemetry } from './metrics.ts';
import { startTracing } from './tracing.ts';

/** What a service is given to start with. */
export interface Context<C> {
  readonly config: C;
  readonly log: Log;
  readonly metrics: Registry;
  /** The runtime's voice: metrics and log lines. */
  readonly telemetry: Telemetry;
  /** Version of the software, as it stands in links. */
  readonly software: string;
}

export interface Running extends Health {
  /** Ends in order; what is under way is finished or given up so that nothing is lost. */
  stop(): Promise<void>;
}

export const SOFTWARE: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** How long a stop may take before the process ends anyway. */
const STOP_MS = 20_000;

/**
 * The shell a service runs in: configuration with all its faults at once (exit code 2), log, metrics, health, traces, and an orderly end on SIGTERM or
 * SIGINT. A promise nobody caught is a fault of ours: the process ends with code 1 and is started again by whoever watches it.
 */
export async function serve<T extends z.ZodObject>(
  name: string,
  config: T,
  start: (context: Context<z.infer<T>>) => Promise<Running>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const read = readConfig(config.extend(HostConfig.shape), env);
  if ('faults' in read) {
    process.stderr.write(
      `配置有误 / the configuration of ${name} has faults:\n${(read.faults as string[]).map((f) => `  ${f}\n`).join('')}`,
    );
    process.exit(2);
  }
  const settings = read as z.infer<T> & HostConfig;
  const log = openLog(name, settings.LOG_LEVEL);
  const metrics = openRegistry(name);
  const stopTracing = await startTracing(name, settings.OTEL_EXPORTER_OTLP_ENDPOINT);
  process.on('unhandledRejection', (error) => {
    log.fatal({ error }, 'a promise nobody caught');
    process.exit(1);
  });
  const running = await start({
    config: settings,
    log,
    metrics,
    telemetry: stepTelemetry(metrics, log),
    software: SOFTWARE,
  });
  const { server, port } = await serveHealth(running, metrics, settings.HEALTH_HOST, settings.HEALTH_PORT);
  log.info({ health: port, software: SOFTWARE }, '已启动 / started');

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, '正在停止 / stopping');
    setTimeout(() => {
      log.error('停止超时 / stopping took too long');
      process.exit(1);
    }, STOP_MS).unref();
    await running.stop();
    await stopTracing();
    server.close();
    server.closeAllConnections();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}
