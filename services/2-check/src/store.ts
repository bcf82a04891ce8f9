import { type SqlDoor, type StateCache, sqlCache, sqlDoor } from '@guidang/stream';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

export interface Store {
  /** What the step remembers, kept between starts. Trusted no further than the topic confirms; losing it costs a replay. */
  readonly cache: StateCache;
  /** The review queue, read again from the topic where it is lost, and the operation log of the door, which is here alone. */
  readonly door: SqlDoor;
  close(): Promise<void>;
}

/**
 * The service's own tables. Connections are made when they are first needed, and made again after they broke.
 * @param databaseUrl of the service's own role, its schema as `?schema=`
 */
export function openStore(databaseUrl: string): Store {
  const schema = new URL(databaseUrl).searchParams.get('schema');
  const client = new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: databaseUrl, max: 8, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000 },
      schema === null ? {} : { schema },
    ),
    // A save waits for a free connection, and then writes some hundred cases with their links.
    transactionOptions: { maxWait: 5_000, timeout: 30_000 },
  });
  const door = sqlDoor(client);
  return { cache: sqlCache(door), door, close: () => client.$disconnect() };
}
