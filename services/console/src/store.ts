import { type SqlDoor, sqlDoor } from '@guidang/stream';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

export interface Store {
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
    transactionOptions: { maxWait: 10_000, timeout: 60_000 },
  });
  return { door: sqlDoor(client), close: () => client.$disconnect() };
}
