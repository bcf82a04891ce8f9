export { brokenHttp } from './broken-http.ts';
export {
  AuthorityConfig,
  certificates,
  DatabaseConfig,
  fileText,
  HostConfig,
  KafkaConfig,
  OperationLogConfig,
  privateKey,
  readConfig,
  VaultConfig,
} from './config.ts';
export type { Health } from './health.ts';
export type { Log } from './log.ts';
export { type Context, type Running, SOFTWARE, serve } from './serve.ts';
export {
  type AuthorityVoice,
  authorities,
  type NamedAuthority,
  NoAuthority,
} from './timestamp/authorities.ts';
export {
  type AskAuthority,
  type AskToken,
  type AuthorityOptions,
  type Stamped,
  TimestampRefused,
  TimestampUnavailable,
  timestampAuthority,
  tokenFrom,
} from './timestamp/authority.ts';
export { type GroupStamp, type StampGroup, TimestampBatches } from './timestamp/batches.ts';
export { type TimestampMetrics, timestampMetrics } from './timestamp/metrics.ts';
export { AuthoritiesConfig, DIGEST_OF, type StampSuite, Stamps, SUITES, timestampTrust } from './timestamp/settings.ts';
