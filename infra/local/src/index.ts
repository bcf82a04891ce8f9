export { down } from './down.ts';
export { Browser, type Credentials, type SignedIn, signIn } from './idp/browser.ts';
export { type DemoPerson, firstPeople } from './idp/people.ts';
export { totp } from './idp/totp.ts';
export { bringKeycloak } from './keycloak/dist.ts';
export { type OwnKeycloak, ownKeycloak } from './keycloak/own-keycloak.ts';
export type { PartState, PartStatus } from './manager.ts';
export { type OwnBroker, ownBroker } from './own-broker.ts';
export { type OwnDatabase, ownDatabase } from './own-database.ts';
export { type Parts, readParts } from './parts-file.ts';
export { anyFreePort } from './ports.ts';
export { say, table } from './say.ts';
export {
  killService,
  repairServices,
  SERVICES,
  type ServiceName,
  serviceEnv,
  serviceLog,
  serviceStatus,
  startService,
  startServices,
  stopService,
  type Usage,
  usage,
} from './services.ts';
export { type S3Answer, type S3Request, s3 } from './sigv4.ts';
export { applyTopics } from './topics.ts';
export { type TopicSpec, topicSpecs, wantedTopics } from './topics-file.ts';
export { up } from './up.ts';
