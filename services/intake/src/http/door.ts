import type { CaseEvent } from '@guidang/contracts';
import type { Vault } from '@guidang/vault';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Config } from '../config.ts';
import type { KeyRing, PublishingSystem } from '../keys.ts';
import type { Store } from '../store.ts';
import type { Telemetry } from '../telemetry.ts';

/** What the door needs of the world. */
export interface Ports {
  readonly store: Store;
  readonly keys: KeyRing;
  readonly vault: Vault;
  readonly publisher: {
    publish(events: readonly CaseEvent[], options: { traceparent?: string | undefined }): Promise<string[]>;
    readonly waitingBytes: number;
  };
  readonly follower: { catchUp(caseNumber: string): Promise<void> };
  readonly telemetry: Telemetry;
  /** milliseconds since 1970 */
  now(): number;
}

export type Limits = Pick<
  Config,
  | 'INTAKE_BUCKET'
  | 'UPLOAD_MAX_BYTES'
  | 'UPLOADS_AT_ONCE'
  | 'UPLOADS_PER_KEY'
  | 'EVENTS_MAX_BYTES'
  | 'EVENTS_AT_ONCE'
  | 'EVENTS_WAITING_BYTES'
  | 'PUBLISH_SECONDS'
  | 'REQUESTS_PER_SECOND'
  | 'REFUSED_PER_MINUTE'
  | 'REQUEST_NAMES_HOURS'
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; set before any handler of a door that needs a key. */
    system: PublishingSystem | null;
  }
}

/** The door with routes whose schemas are zod. */
export type Door = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
