import pg from 'pg';
import { type SqlDoor, type StateCache, sqlCache } from '../src/index.ts';

/** The cache over PostgreSQL's own client, in a database that has its tables. */
export function pgCache(url: string): { cache: StateCache; close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  return { cache: sqlCache(doorOver(pool)), close: () => pool.end() };
}

const doorOver = (client: pg.Pool | pg.PoolClient): SqlDoor => ({
  query: async <T>(sql: string, ...values: unknown[]) => (await client.query(sql, values)).rows as T[],
  async together(work) {
    const one = await (client as pg.Pool).connect();
    try {
      await one.query('BEGIN');
      const result = await work(doorOver(one));
      await one.query('COMMIT');
      return result;
    } catch (error) {
      await one.query('ROLLBACK');
      throw error;
    } finally {
      one.release();
    }
  },
});
