import type { GuardPorts, OperationLog, Policy, SignInPorts } from '@guidang/access';
import type { Publisher } from '@guidang/stream';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Store } from '../store.ts';
import type { SchemeTopic } from '../topic.ts';

/** A door with routes whose schemas are zod. */
export type Door = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What the routes of registry need. */
export interface RegistryPorts {
  readonly store: Store;
  readonly log: OperationLog;
  readonly policy: Policy;
  readonly topic: Pick<SchemeTopic, 'catchUp' | 'find' | 'versions'>;
  readonly publisher: () => Promise<Publisher>;
  readonly now: () => number;
}

/** All that stands behind the door. */
export interface DoorPorts {
  readonly registry: RegistryPorts;
  readonly guard: GuardPorts;
  readonly signIn: SignInPorts;
  /** Addresses of proxies that are believed when they say who asks. */
  readonly trustedProxies: readonly string[];
  readonly failed: (error: unknown) => void;
}
