import type { GuardPorts, LogPorts } from '@guidang/access';
import type { FindingResolution } from '@guidang/contracts';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ReviewQueue } from '../review/queue.ts';

/** A door with routes whose schemas are zod. */
export type Door = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What stands behind the door. */
export interface DoorPorts {
  readonly guard: GuardPorts;
  /** Our own operation log, as supervisors read it. */
  readonly operations: LogPorts;
  readonly queue: ReviewQueue;
  /** Puts a resolution on the bus. @throws where the bus does not answer */
  readonly publish: (decision: FindingResolution) => Promise<void>;
  /** for how long a finding that somebody has claimed is theirs, in milliseconds */
  readonly claimMs: number;
  /** Addresses of proxies that are believed when they say who asks. */
  readonly trustedProxies: readonly string[];
  readonly failed: (error: unknown) => void;
  /** milliseconds since 1970 */
  readonly now: () => number;
}
