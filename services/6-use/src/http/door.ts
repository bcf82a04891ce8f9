import type { UseRequested } from '@guidang/contracts';
import type { Vault } from '@guidang/vault';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Catalogue } from '../index/catalogue.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Seeing } from '../store.ts';
import type { Visitor } from './keys.ts';

/** What the door needs of the world. */
export interface DoorPorts {
  /** The index, as far as somebody may see it. */
  readonly catalogue: (who: Seeing) => Catalogue;
  /** Where requests are noted: an id is taken, whoever took it. */
  readonly ledger: Pick<Ledger, 'note' | 'published'>;
  /** What became of requests, as far as somebody may see it. */
  readonly answers: (who: Seeing) => Pick<Ledger, 'request' | 'copy'>;
  readonly copies: { readonly vault: Vault; readonly bucket: string };
  /** Puts a request on the bus. @throws where the bus does not answer */
  readonly publish: (request: UseRequested) => Promise<void>;
  readonly whois: (authorization: string | undefined) => Visitor | undefined;
  readonly telemetry: DoorTelemetry;
  /** milliseconds since 1970 */
  readonly now: () => number;
}

/** What the door tells of its work: routes, statuses, codes, names of keys. Never a path, a case, a query or a field's value. */
export interface DoorTelemetry {
  answered(what: { method: string; route: string; status: number; code: string; key: string; seconds: number }): void;
  failed(where: string, error: unknown): void;
}

export interface DoorLimits {
  /** Requests that one address may make in a minute where anybody may ask. */
  readonly VERIFY_PER_MINUTE: number;
  /** Requests of one key in a minute. */
  readonly REQUESTS_PER_MINUTE: number;
  /** Requests without a valid key that one address may make in a minute. */
  readonly REFUSED_PER_MINUTE: number;
  /** Addresses of proxies that are believed when they say who asks. */
  readonly TRUSTED_PROXIES: readonly string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; set before any handler of a door that needs a key. */
    visitor: Visitor | null;
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
