import type { SqlDoor } from '@guidang/stream';
import { drawSecret, hashOfSecret } from '../secret.ts';

/** Who signed in, by the provider's word. */
export interface SignedIn {
  readonly account: string;
  readonly issuer: string;
  readonly subject: string;
  readonly mfa: boolean;
  /** Handed back to the provider at sign-out. */
  readonly idToken: string | null;
  readonly ip: string;
  readonly agent: string;
}

export interface Session extends SignedIn {
  /** Names the session to others; nobody can go in with it. */
  readonly id: string;
  /** What a request that changes something has to bring beside the cookie. */
  readonly csrf: string;
  readonly beganAt: Date;
  readonly seenAt: Date;
  readonly endsAt: Date;
}

export interface SessionTimes {
  /** Nobody stays signed in longer. */
  readonly longestMs: number;
  /** A session in which nothing happens ends. */
  readonly idleMs: number;
}

/** Sessions, on the server alone: a browser holds a random word, the table its digest. */
export interface Sessions {
  /** @returns the word for the cookie */
  begin(who: SignedIn): Promise<string>;
  /** The session of a word, which is thereby used; undefined where there is none, or none any more. */
  find(word: string): Promise<Session | undefined>;
  end(id: string): Promise<Session | undefined>;
  /** All of somebody's, as after they were disabled. */
  endAll(account: string): Promise<number>;
  list(): Promise<Session[]>;
  /** Forgets what has ended. */
  tidy(): Promise<void>;
}

interface Row {
  id_hash: string;
  account: string;
  issuer: string;
  subject: string;
  mfa: boolean;
  csrf: string;
  id_token: string | null;
  ip: string;
  agent: string;
  began_at: Date;
  seen_at: Date;
  ends_at: Date;
}

/** The use of a session is noted no more often than this: not every look is a write. */
const NOTED_MS = 60_000;
const AGENT_CHARACTERS = 200;

/** @param now milliseconds since 1970 */
export function sqlSessions(door: SqlDoor, { longestMs, idleMs }: SessionTimes, now: () => number): Sessions {
  const idleSince = (): Date => new Date(now() - idleMs);
  return {
    async begin(who) {
      const word = drawSecret();
      const at = new Date(now());
      await door.query(
        `INSERT INTO access_session (id_hash, account, issuer, subject, mfa, csrf, id_token, ip, agent, began_at, seen_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)`,
        ...[hashOfSecret(word), who.account, who.issuer, who.subject, who.mfa, drawSecret(), who.idToken, who.ip],
        ...[who.agent.slice(0, AGENT_CHARACTERS), at, new Date(at.getTime() + longestMs)],
      );
      return word;
    },
    async find(word) {
      const [row] = await door.query<Row>(
        'SELECT * FROM access_session WHERE id_hash = $1 AND ends_at > $2 AND seen_at > $3',
        ...[hashOfSecret(word), new Date(now()), idleSince()],
      );
      if (row === undefined) return undefined;
      if (now() - row.seen_at.getTime() > NOTED_MS)
        await door.query('UPDATE access_session SET seen_at = $2 WHERE id_hash = $1', row.id_hash, new Date(now()));
      return sessionOf(row);
    },
    async end(id) {
      const [row] = await door.query<Row>('DELETE FROM access_session WHERE id_hash = $1 RETURNING *', id);
      return row && sessionOf(row);
    },
    async endAll(account) {
      return (await door.query('DELETE FROM access_session WHERE account = $1 RETURNING 1', account)).length;
    },
    async list() {
      const rows = await door.query<Row>(
        'SELECT * FROM access_session WHERE ends_at > $1 AND seen_at > $2 ORDER BY seen_at DESC, id_hash LIMIT 2000',
        ...[new Date(now()), idleSince()],
      );
      return rows.map(sessionOf);
    },
    async tidy() {
      await door.query(
        'DELETE FROM access_session WHERE ends_at <= $1 OR seen_at <= $2',
        ...[new Date(now()), idleSince()],
      );
      await door.query('DELETE FROM access_login WHERE expires_at <= $1', new Date(now()));
    },
  };
}

const sessionOf = (row: Row): Session => ({
  ...{ id: row.id_hash, account: row.account, issuer: row.issuer, subject: row.subject, mfa: row.mfa, csrf: row.csrf },
  ...{ idToken: row.id_token, ip: row.ip, agent: row.agent },
  ...{ beganAt: row.began_at, seenAt: row.seen_at, endsAt: row.ends_at },
});
