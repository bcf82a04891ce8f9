import type { Scope } from '@guidang/access';
import { type SqlDoor, sqlDoor } from '@guidang/stream';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

export interface Store {
  /** For tables that belong to no case: the operation log, audits, parked records. Of cases it sees nothing: row level security holds them back. */
  readonly door: SqlDoor;
  /** The service's own work: following the topics, and the wall of the operators. */
  readonly city: SqlDoor;
  /** For a visitor: what belongs to the scope and nothing else, whatever the statements say. */
  within(scope: Scope): SqlDoor;
  /** For what a visitor keeps for themselves, among what belongs to the scope. */
  own(account: string, scope: Scope): SqlDoor;
  close(): Promise<void>;
}

/**
 * The service's own tables. Connections are made when they are first needed, and made again after they broke.
 * @param databaseUrl of the service's own role, its schema as `?schema=`
 */
export function openStore(databaseUrl: string): Store {
  const schema = new URL(databaseUrl).searchParams.get('schema');
  const clientOf = (scope: '*' | 'nothing'): PrismaClient =>
    new PrismaClient({
      adapter: new PrismaPg(
        {
          ...{ connectionString: databaseUrl, max: 8, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000 },
          ...(scope === '*' && { options: '-c guidang.scope=*' }),
        },
        schema === null ? {} : { schema },
      ),
      transactionOptions: { maxWait: 10_000, timeout: 60_000 },
    });
  const own = clientOf('nothing');
  const whole = clientOf('*');
  const [door, city] = [sqlDoor(own), sqlDoor(whole)];
  return {
    ...{ door, city },
    within: (scope) => (scope === 'city' ? city : saying(door, { scope: scope.join(',') })),
    own: (account, scope) => saying(door, { scope: scope === 'city' ? '*' : scope.join(','), account }),
    close: async () => {
      await own.$disconnect();
      await whole.$disconnect();
    },
  };
}

/** Every statement in a transaction that has said for which departments it is, and for whom. */
function saying(
  door: SqlDoor,
  { scope, account = '' }: { readonly scope: string; readonly account?: string },
): SqlDoor {
  const together = <T>(work: (tx: SqlDoor) => Promise<T>): Promise<T> =>
    door.together(async (tx) => {
      await tx.query(
        "SELECT 1 FROM set_config('guidang.scope', $1, true) one, set_config('guidang.account', $2, true) two",
        ...[scope, account],
      );
      return work(tx);
    });
  return { together, query: (sql, ...values) => together((tx) => tx.query(sql, ...values)) };
}
