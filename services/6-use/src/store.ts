import { type SqlDoor, type StateCache, sqlCache, sqlDoor } from '@guidang/stream';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

/** Who looks into the tables: an archivist, who sees everything; a department, which sees what is shared and what it asked for itself; or whoever holds a copy in hand. */
export type Seeing =
  | { readonly role: 'archivist' }
  | { readonly role: 'department'; readonly account: string }
  | { readonly copy: string };

export interface Store {
  /** What the step remembers, kept between starts. Trusted no further than the topic confirms; losing it costs a replay. */
  readonly cache: StateCache;
  /** The service's own work: the index and what came of requests, made again from packages and links where it is lost. */
  readonly door: SqlDoor;
  /** For a visitor: what they may see and nothing else, whatever the statements say (row level security). */
  within(who: Seeing): SqlDoor;
  close(): Promise<void>;
}

/**
 * The service's own tables. Connections are made when they are first needed, and made again after they broke.
 * @param databaseUrl of the service's own role, its schema as `?schema=`
 */
export function openStore(databaseUrl: string): Store {
  const schema = new URL(databaseUrl).searchParams.get('schema');
  const clientOf = (sees: '*' | 'nothing'): PrismaClient =>
    new PrismaClient({
      adapter: new PrismaPg(
        {
          ...{ connectionString: databaseUrl, max: 8, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000 },
          ...(sees === '*' && { options: '-c guidang.sees=*' }),
        },
        schema === null ? {} : { schema },
      ),
      // A save waits for a free connection, and then writes some hundred cases with their links.
      transactionOptions: { maxWait: 5_000, timeout: 30_000 },
    });
  const [visitors, own] = [clientOf('nothing'), clientOf('*')];
  const door = sqlDoor(own);
  return {
    ...{ cache: sqlCache(door), door },
    within: (who) => seeing(sqlDoor(visitors), wordOf(who)),
    close: async () => {
      await visitors.$disconnect();
      await own.$disconnect();
    },
  };
}

const wordOf = (who: Seeing): string =>
  'copy' in who ? `copy:${who.copy}` : who.role === 'archivist' ? 'archivist' : `department:${who.account}`;

/** Every statement in a transaction that has said who is looking. */
function seeing(door: SqlDoor, word: string): SqlDoor {
  const together = <T>(work: (tx: SqlDoor) => Promise<T>): Promise<T> =>
    door.together(async (tx) => {
      await tx.query("SELECT 1 FROM set_config('guidang.sees', $1, true)", word);
      return work(tx);
    });
  return { together, query: (sql, ...values) => together((tx) => tx.query(sql, ...values)) };
}
