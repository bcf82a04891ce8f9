import type { Scope } from '@guidang/access';
import { type SqlDoor, sqlDoor } from '@guidang/stream';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

/** A scheme as it lies on the topic. */
export interface SchemeRow {
  readonly schemeId: string;
  readonly version: number;
  /** `sha256:…` of `value` in UTF-8 */
  readonly digest: string;
  readonly department: string;
  readonly matter: string;
  readonly value: string;
  readonly publishedAt: Date;
}

export interface Wanted {
  readonly department?: string | undefined;
  readonly matter?: string | undefined;
  /** Begin behind this one. */
  readonly after?: { readonly schemeId: string; readonly version: number } | undefined;
  readonly limit: number;
}

/** The service's tables. Published schemes and past cases are read again from their topics where they are lost; the rest is here alone. */
export interface Store {
  /** For tables that no department owns: sessions and the operation log. */
  readonly door: SqlDoor;
  /**
   * A transaction that sees and changes what belongs to the scope and nothing else: row level security holds it there, whatever the statements say.
   * The service's own work is done for the city.
   */
  within<T>(scope: Scope, work: (tx: SqlDoor) => Promise<T>): Promise<T>;
  /** A version keeps the bytes it was first seen with. */
  add(rows: readonly SchemeRow[]): Promise<void>;
  find(schemeId: string, version: number): Promise<SchemeRow | undefined>;
  /** In the order of id and version. */
  list(wanted: Wanted): Promise<SchemeRow[]>;
  /** Does something that only one instance may do at a time; another one waits for its turn. Holds a connection while it waits: once in an instance. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Any number will do as long as all instances take the same. */
const TURN = 4_219_001;
const ALONE_MS = 120_000;

/** @param databaseUrl of the service's own role, its schema as `?schema=` */
export function openStore(databaseUrl: string): Store {
  const schema = new URL(databaseUrl).searchParams.get('schema');
  const db = new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: databaseUrl, max: 12, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000 },
      schema === null ? {} : { schema },
    ),
    transactionOptions: { maxWait: 5_000, timeout: 60_000 },
  });
  const door = sqlDoor(db);
  return {
    door,
    within: (scope, work) =>
      door.together(async (tx) => {
        await tx.query("SELECT 1 FROM set_config('guidang.scope', $1, true)", scope === 'city' ? '*' : scope.join(','));
        return work(tx);
      }),
    async add(rows) {
      // Columns as arrays: one statement however many rows come, and so one plan that Prisma keeps (prisma/orm#29331).
      if (rows.length > 0)
        await db.$executeRaw`
          INSERT INTO scheme (scheme_id, version, digest, department, matter, value, published_at)
          SELECT * FROM unnest(${rows.map((row) => row.schemeId)}::text[], ${rows.map((row) => row.version)}::int[],
            ${rows.map((row) => row.digest)}::text[], ${rows.map((row) => row.department)}::text[],
            ${rows.map((row) => row.matter)}::text[], ${rows.map((row) => row.value)}::text[],
            ${rows.map((row) => row.publishedAt.toISOString())}::timestamptz[])
          ON CONFLICT DO NOTHING`;
    },
    async find(schemeId, version) {
      return (await db.scheme.findUnique({ where: { schemeId_version: { schemeId, version } } })) ?? undefined;
    },
    list: ({ department, matter, after, limit }) =>
      db.scheme.findMany({
        where: {
          ...(department !== undefined && { department }),
          ...(matter !== undefined && { matter }),
          ...(after && {
            OR: [{ schemeId: { gt: after.schemeId } }, { schemeId: after.schemeId, version: { gt: after.version } }],
          }),
        },
        orderBy: [{ schemeId: 'asc' }, { version: 'asc' }],
        take: limit,
      }),
    alone: (work) =>
      db.$transaction(
        async (tx) => {
          // Given back when the transaction ends, also where we end with it.
          await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${TURN})`;
          return work();
        },
        { timeout: ALONE_MS, maxWait: ALONE_MS },
      ),
    close: () => db.$disconnect(),
  };
}
