import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { type Address, maintenance } from './address.ts';
import { query } from './control.ts';

/**
 * PrismaPg with three repairs that the schema engine needs.
 *
 * Its shadow database is ours: PrismaPg keeps the connection string it was given, and that wins over the database it means to
 * switch to, so it would replay all migrations on the main database. We connect with separate fields and make and drop the
 * shadow ourselves.
 *
 * A migration goes to PostgreSQL as it stands, all of it or nothing: PrismaPg cuts it at every semicolon, also inside the body of a function.
 */
export class MigrationAdapter implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = '@prisma/adapter-pg';
  readonly #address: Address;
  readonly #shadows = new Set<string>();

  constructor(address: Address) {
    this.#address = address;
  }

  async connect(): Promise<SqlDriverAdapter> {
    return whole(withCatalogChars(await this.#to(this.#address.database)));
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    await query(maintenance(this.#address), `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    this.#shadows.add(name);
    return whole(withCatalogChars(await this.#to(name)));
  }

  /** Drops the shadow databases made so far, even if the engine left a connection open in one. */
  async dropShadows(): Promise<void> {
    for (const name of this.#shadows) {
      await query(maintenance(this.#address), `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
      this.#shadows.delete(name);
    }
  }

  #to(database: string): Promise<SqlDriverAdapter> {
    const { url, schema } = this.#address;
    return new PrismaPg({ ...parseIntoClientConfig(url), database }, schema === undefined ? {} : { schema }).connect();
  }
}

/** Scripts as they are: several statements in one question are one transaction to PostgreSQL. */
function whole(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const { client } = adapter as unknown as { client: pg.Pool };
  adapter.executeScript = async (script) => {
    await client.query(script);
  };
  return adapter;
}

/** The catalog's one-byte type "char", which PrismaPg does not know and the engine wants as a character. */
const CHAR = 18;
const TEXT = 25;

interface Raw {
  readonly fields: { dataTypeID: number }[];
}

/** PrismaPg's private reading of rows, where the column types can still be seen. */
interface Inside extends SqlQueryable {
  performIO(query: SqlQuery): Promise<Raw>;
}

function withCatalogChars<T extends SqlQueryable>(adapter: T): T {
  const inside = adapter as unknown as Inside;
  const original = adapter.queryRaw;
  adapter.queryRaw = async (asked: SqlQuery): Promise<SqlResultSet> => {
    const chars: number[] = [];
    const view = Object.create(adapter) as Inside;
    view.performIO = async (io) => {
      const raw = await inside.performIO(io);
      raw.fields.forEach((field, at) => {
        if (field.dataTypeID !== CHAR) return;
        field.dataTypeID = TEXT;
        chars.push(at);
      });
      return raw;
    };
    const result = await original.call(view, asked);
    for (const at of chars) result.columnTypes[at] = ColumnTypeEnum.Character;
    return result;
  };
  if ('startTransaction' in adapter) {
    const whole = adapter as unknown as SqlDriverAdapter;
    const start = whole.startTransaction.bind(whole);
    whole.startTransaction = async (level) => withCatalogChars(await start(level));
  }
  return adapter;
}
