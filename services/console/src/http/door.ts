import type { GuardPorts, LogPorts, Scope } from '@guidang/access';
import type { ControlFollower, LogReader, Publisher, SqlDoor } from '@guidang/stream';
import type { Vault } from '@guidang/vault';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Wall } from '../api/wall.ts';
import type { SchemeArrangements } from '../arrange/book.ts';
import type { Audits } from '../audit/audits.ts';
import type { Dumps } from '../audit/dumps.ts';
import type { Proofs } from '../audit/proofs.ts';
import type { Replays } from '../audit/replays.ts';
import type { ListSender } from '../desk/sender.ts';
import type { Hub } from '../live/hub.ts';
import type { Previews } from '../preview/previews.ts';
import type { CasePorts } from '../read/case-page.ts';
import type { IndexSearch } from '../read/index-search.ts';
import type { Releases } from '../release/releases.ts';

/** A door with routes whose schemas are zod. */
export type Door = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** All that stands behind the door. */
export interface DoorPorts {
  readonly guard: GuardPorts;
  /** Our own operation log, as supervisors read it. */
  readonly operations: LogPorts;
  /** Tables that belong to no case; of cases it sees nothing. */
  readonly sql: SqlDoor;
  /** What of the cases a scope sees, held to it by the tables themselves: the second wall. */
  readonly within: (scope: Scope) => SqlDoor;
  /** What somebody keeps for themselves, held to them by the tables as well. */
  readonly own: (account: string, scope: Scope) => SqlDoor;
  readonly reader: LogReader;
  readonly publisher: () => Promise<Publisher>;
  readonly hub: Hub<Wall>;
  /** Which steps are paused, and who said what before. */
  readonly controls: ControlFollower;
  /** Where materials lie until a case is stored. */
  readonly materials: { readonly vault: Vault; readonly bucket: string };
  readonly previews: Previews;
  readonly audits: Audits;
  readonly dumps: Dumps;
  readonly proofs: Proofs;
  readonly replays: Replays;
  readonly releases: Releases;
  /** What published schemes say of arrangement. */
  readonly arrangements: SchemeArrangements;
  /** Sends what lists decided. */
  readonly sender: ListSender;
  /** Whether all that was decided before we began is read: until then nothing is proposed or approved. */
  readonly decisionsRead: () => boolean;
  /** The index of use; undefined where it is not configured. */
  readonly searchIndex: IndexSearch | undefined;
  readonly scheme: CasePorts['scheme'];
  readonly registryUrl: string;
  /** The review door of check; undefined where there is none. */
  readonly checkUrl: string | undefined;
  /** Name of the session cookie. */
  readonly cookie: string;
  /** Address under which browsers reach us. */
  readonly publicUrl: string;
  readonly webFolder: string;
  readonly trustedProxies: readonly string[];
  /** Days after which a stored package is looked at again. */
  readonly inspectionDays: number;
  /** milliseconds since 1970 */
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}
