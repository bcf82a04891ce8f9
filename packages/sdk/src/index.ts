export { Malformed } from '@guidang/contracts';
export { DigestMismatch, SizeMismatch } from '@guidang/vault';
export {
  type ClientOptions,
  openPublisherClient,
  type PublisherClient,
  type PublishOptions,
  type UploadedFile,
  type UploadOptions,
} from './client.ts';
export { EarlierFailed, PublishRefused, Unreachable } from './errors.ts';
export { type DataOf, type EventBuilder, eventsFrom, type Said } from './events.ts';
export { type FilledForm, type MadeForm, madeForm } from './form.ts';
export type { HttpDoor } from './http-door.ts';
export type { KafkaDoor, OpenKafkaDoor } from './kafka-door.ts';
export type { Patience } from './patience.ts';
export type { Digests, Source } from './source.ts';
