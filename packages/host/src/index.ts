export { DatabaseConfig, fileText, HostConfig, KafkaConfig, readConfig, VaultConfig } from './config.ts';
export type { Health } from './health.ts';
export type { Log } from './log.ts';
export { type Context, type Running, SOFTWARE, serve } from './serve.ts';
