export {
  AuthorityConfig,
  certificates,
  DatabaseConfig,
  fileText,
  HostConfig,
  KafkaConfig,
  privateKey,
  readConfig,
  VaultConfig,
} from './config.ts';
export type { Health } from './health.ts';
export type { Log } from './log.ts';
export { type Context, type Running, SOFTWARE, serve } from './serve.ts';
export {
  type AskAuthority,
  type AuthorityOptions,
  TimestampRefused,
  timestampAuthority,
} from './timestamp-authority.ts';
