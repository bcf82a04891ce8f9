import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseCertificate } from '@guidang/evidence';
import { timestampAuthority } from '@guidang/host';
import { type OwnDatabase, ownDatabase, readParts } from '@guidang/infra-local';
import type { SqlDoor } from '@guidang/stream';
import { MemoryStore, vaultOver } from '@guidang/vault';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorLog, type OperationLog, sqlLog, sqlPendings, sqlSessions, verifyLog } from '../src/index.ts';

let database: OwnDatabase;
let pool: pg.Pool;
let door: SqlDoor;
let log: OperationLog;
const deed = (action: string) => ({ account: 'a', action, outcome: 'done' as const });

/** The tables of packages/access as a service has them, through PostgreSQL's own client. */
function doorOver(client: pg.Pool | pg.PoolClient): SqlDoor {
  return {
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
  };
}
/** Somebody with all rights over the database, who puts the triggers out of the way first. */
const asIntruder = async (...statements: string[]): Promise<void> => {
  for (const sql of [
    'ALTER TABLE access_log DISABLE TRIGGER ALL',
    ...statements,
    'ALTER TABLE access_log ENABLE TRIGGER ALL',
  ])
    await pool.query(sql);
};
const trust = () => {
  const parsed = parseCertificate(
    readFileSync(readParts().trust.caFile, 'utf8').match(
      /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/,
    )![0],
  );
  if (!parsed.ok) throw new Error(parsed.code);
  return { anchors: [parsed.value], policies: [] };
};
const authority = () =>
  timestampAuthority({
    url: readParts().tsa.url,
    trust: trust(),
    timeoutMs: 10_000,
    clockToleranceMs: 300_000,
    now: Date.now,
  });

beforeAll(async () => {
  database = await ownDatabase('services/registry');
  pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
  door = doorOver(pool);
  log = sqlLog(door, 'test', Date.now);
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

describe('the operation log', () => {
  it('takes what many say at once, each once, in one chain without gaps', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, n) => log.append(deed(`x${n}`))));
    expect(await verifyLog(log, 'test', undefined)).toMatchObject({ entries: 200, fault: null });
  });
  it('also from several instances', async () => {
    const others = Array.from({ length: 4 }, () => sqlLog(door, 'test', Date.now));
    await Promise.all(others.flatMap((one) => Array.from({ length: 20 }, (_, n) => one.append(deed(`y${n}`)))));
    expect(await verifyLog(log, 'test', undefined)).toMatchObject({ entries: 280, fault: null });
  });
  it('keeps a change and its entry together, or neither', async () => {
    const before = await log.head();
    await expect(
      door.together(async (tx) => {
        await log.appendWith(tx, [deed('z')]);
        throw new Error('and then something broke');
      }),
    ).rejects.toThrow();
    expect(await log.head()).toEqual(before);
  });
  it('says so where an entry could not be kept', async () => {
    await expect(log.append({ ...deed('x'), account: '\u0000' })).rejects.toThrow();
    await log.append(deed('after that'));
    expect((await log.search({ limit: 1 }))[0]!.entry.action).toBe('after that');
  });
  it('is searched by who, what, when and words', async () => {
    await log.append({
      ...deed('special'),
      account: 'b',
      target: { type: 'draft', id: 'd1', department: 'x' },
      outcome: 'refused',
    });
    for (const query of [
      { account: 'b' },
      { action: 'special' },
      { targetType: 'draft', targetId: 'd1' },
      { department: 'x' },
      { outcome: 'refused' as const },
      { text: '"d1"' },
    ])
      expect((await log.search({ ...query, limit: 10 })).map(({ entry }) => entry.action)).toEqual(['special']);
    expect(await log.search({ until: '2000-01-01T00:00:00Z', limit: 10 })).toEqual([]);
  });
  it.each([
    "UPDATE access_log SET entry = 'x' WHERE seq = 1",
    'DELETE FROM access_log WHERE seq = 1',
    'TRUNCATE access_log',
    'TRUNCATE access_anchor',
  ])('refuses: %s', async (sql) => {
    await expect(pool.query(sql)).rejects.toThrow(/append-only/);
  });

  describe('with timestamps of an authority over it', () => {
    const store = new MemoryStore();
    it('is anchored where something is new, and the token lies where nobody can delete it', async () => {
      const place = { vault: vaultOver(store), bucket: 'log', until: () => new Date('2056-01-01T00:00:00Z') };
      const anchor = await anchorLog(log, 'test', authority(), Date.now, place);
      expect(anchor!.seq).toBe((await log.head()).seq);
      expect(await anchorLog(log, 'test', authority(), Date.now, place)).toBeUndefined();
      const keys: string[] = [];
      for await (const { key } of place.vault.list('log', 'operation-log/test/')) keys.push(key);
      expect(keys).toHaveLength(1);
      expect(await verifyLog(log, 'test', trust())).toMatchObject({ anchors: 1, unanchored: 0, fault: null });
      await expect(pool.query('DELETE FROM access_anchor')).rejects.toThrow(/append-only/);
    });
    it('a log that was written anew with all its hashes is found out', async () => {
      const [{ entry, hash }] = (await pool.query('SELECT entry, hash FROM access_log ORDER BY seq DESC LIMIT 1'))
        .rows as [{ entry: string; hash: string }];
      const forged = entry.replace('"b"', '"c"');
      const its = createHash('sha256').update(forged).digest('hex');
      await asIntruder(
        `UPDATE access_log SET entry = '${forged.replaceAll("'", "''")}', hash = '${its}' WHERE hash = '${hash}'`,
      );
      expect((await verifyLog(log, 'test', trust())).fault).toMatchObject({ code: 'ANCHOR' });
      await asIntruder(
        `UPDATE access_log SET entry = '${entry.replaceAll("'", "''")}', hash = '${hash}' WHERE hash = '${its}'`,
      );
      expect((await verifyLog(log, 'test', trust())).fault).toBeNull();
    });
    it('a log that was cut short is found out', async () => {
      await asIntruder('DELETE FROM access_log WHERE seq > 100');
      expect((await verifyLog(log, 'test', trust())).fault).toEqual({ seq: 101, code: 'TRUNCATED' });
    });
  });
});

describe('sessions', () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const sessions = () => sqlSessions(door, { longestMs: 10 * 3_600_000, idleMs: 30 * 60_000 }, () => now);
  const who = { account: 'a', issuer: 'i', subject: 's', mfa: false, idToken: null, ip: '::1', agent: 'x'.repeat(500) };
  it('are found by their word, which the table does not hold', async () => {
    const word = await sessions().begin(who);
    expect(await sessions().find(word)).toMatchObject({ account: 'a', mfa: false });
    expect(await sessions().find(`${word}x`)).toBeUndefined();
    expect(JSON.stringify((await pool.query('SELECT * FROM access_session')).rows)).not.toContain(word);
  });
  it('end after half an hour in which nothing happens, and after ten hours whatever happens', async () => {
    const word = await sessions().begin(who);
    for (let minutes = 20; minutes < 600; minutes += 20) {
      now += 20 * 60_000;
      expect(await sessions().find(word)).toBeDefined();
    }
    now += 20 * 60_000;
    expect(await sessions().find(word)).toBeUndefined();
    const idle = await sessions().begin(who);
    now += 31 * 60_000;
    expect(await sessions().find(idle)).toBeUndefined();
    await sessions().tidy();
    expect((await pool.query('SELECT 1 FROM access_session')).rowCount).toBe(0);
  });
  it('all of one person end at once', async () => {
    const words = [await sessions().begin(who), await sessions().begin(who)];
    await sessions().begin({ ...who, account: 'b' });
    expect(await sessions().endAll('a')).toBe(2);
    for (const word of words) expect(await sessions().find(word)).toBeUndefined();
    expect((await sessions().list()).map(({ account }) => account)).toEqual(['b']);
  });
});

describe('sign-ins under way', () => {
  let now = Date.now();
  const pendings = () => sqlPendings(door, () => now);
  const pending = { verifier: 'v', nonce: 'n', returnTo: '/', steppedUp: false };
  it('come back once', async () => {
    const binding = await pendings().keep('state-1', pending);
    expect(await pendings().take('state-1', binding)).toEqual(pending);
    expect(await pendings().take('state-1', binding)).toBeUndefined();
  });
  it('come back into the browser they left from, and into no other', async () => {
    await pendings().keep('state-2', pending);
    expect(await pendings().take('state-2', 'somebody else')).toBeUndefined();
  });
  it('come back in ten minutes', async () => {
    const binding = await pendings().keep('state-3', pending);
    now += 11 * 60_000;
    expect(await pendings().take('state-3', binding)).toBeUndefined();
  });
});

describe('the tables', () => {
  it('are in the migration of registry as sql/access.sql says them', () => {
    const sql = readFileSync(new URL('../sql/access.sql', import.meta.url), 'utf8');
    const migration = readFileSync(
      new URL('../../../services/registry/prisma/migrations/20261125120000_catalogue/migration.sql', import.meta.url),
      'utf8',
    );
    expect(migration).toContain(sql);
  });
});
