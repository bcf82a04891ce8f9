/** A Prisma connection string taken apart. */
export interface Address {
  /** What node-postgres understands: without Prisma's own parameters. */
  readonly url: string;
  readonly schema: string | undefined;
  readonly database: string;
}

const PRISMAS_OWN = ['schema', 'connection_limit', 'pgbouncer', 'connect_timeout', 'pool_timeout'];

export function addressOf(text: string): Address {
  const url = new URL(text);
  const schema = url.searchParams.get('schema') ?? undefined;
  for (const name of PRISMAS_OWN) url.searchParams.delete(name);
  return { url: url.toString(), schema, database: decodeURIComponent(url.pathname.slice(1)) };
}

/** The same server's maintenance database, from which others are made and dropped. */
export function maintenance({ url }: Address): string {
  const there = new URL(url);
  there.pathname = '/postgres';
  return there.toString();
}
