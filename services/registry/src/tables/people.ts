import { type Post as AccessPost, conflictIn, type Known, type Role, type RoleConflict } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import { subtreeOf } from './departments.ts';
import { type By, MovedOn, one, type Versioned, type VersionedRow, versionedOf } from './versioned.ts';

/** A person who works here: known by the provider's issuer and subject. The name is for screens alone. */
export interface Person {
  readonly account: string;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly department: string | null;
  readonly active: boolean;
}
export type PersonEntry = Person & Versioned;

/** 岗位: a role with its scope. */
export interface Post {
  readonly id: string;
  readonly role: Role;
  readonly title: string;
  readonly department: string | null;
  readonly active: boolean;
}
export type PostEntry = Post & Versioned;

/** Who holds a post, and for how long. */
export interface Holding {
  readonly post: string;
  readonly account: string;
  readonly from: string;
  readonly until: string | null;
  readonly givenBy: string | null;
}

interface PersonRow extends VersionedRow, Person {}
interface PostRow extends VersionedRow, Post {}
interface HoldingRow {
  post: string;
  account: string;
  from_at: Date;
  until_at: Date | null;
  given_by: string | null;
}
const personOf = (row: PersonRow): PersonEntry => {
  const { account, issuer, subject, name, department, active } = row;
  return { account, issuer, subject, name, department, active, ...versionedOf(row) };
};
const postOf = (row: PostRow): PostEntry => {
  const { id, role, title, department, active } = row;
  return { id, role, title, department, active, ...versionedOf(row) };
};
const holdingOf = ({ post, account, from_at, until_at, given_by }: HoldingRow): Holding => ({
  ...{ post, account, from: from_at.toISOString(), until: until_at?.toISOString() ?? null, givenBy: given_by },
});

export const allPeople = async (tx: SqlDoor): Promise<PersonEntry[]> =>
  (await tx.query<PersonRow>('SELECT * FROM person ORDER BY account')).map(personOf);
export const personByAccount = async (tx: SqlDoor, account: string): Promise<PersonEntry | undefined> => {
  const row = await one<PersonRow>(tx, 'SELECT * FROM person WHERE account = $1', account);
  return row && personOf(row);
};
export async function addPerson(tx: SqlDoor, person: Person, by: By): Promise<PersonEntry> {
  const { account, issuer, subject, name, department, active } = person;
  const row = await one<PersonRow>(
    tx,
    `INSERT INTO person (account, issuer, subject, name, department, active, version, changed_at, changed_by)
     VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) RETURNING *`,
    ...[account, issuer, subject, name, department, active, by.at, by.account],
  );
  return personOf(row!);
}
export async function changePerson(tx: SqlDoor, person: Person, version: number, by: By): Promise<PersonEntry> {
  const { account, issuer, subject, name, department, active } = person;
  const row = await one<PersonRow>(
    tx,
    `UPDATE person SET issuer = $2, subject = $3, name = $4, department = $5, active = $6, version = version + 1, changed_at = $7, changed_by = $8
     WHERE account = $1 AND version = $9 RETURNING *`,
    ...[account, issuer, subject, name, department, active, by.at, by.account, version],
  );
  if (row === undefined) throw new MovedOn((await personByAccount(tx, account))!);
  return personOf(row);
}

export const allPosts = async (tx: SqlDoor): Promise<PostEntry[]> =>
  (await tx.query<PostRow>('SELECT * FROM post ORDER BY id')).map(postOf);
export const postById = async (tx: SqlDoor, id: string): Promise<PostEntry | undefined> => {
  const row = await one<PostRow>(tx, 'SELECT * FROM post WHERE id = $1', id);
  return row && postOf(row);
};
export async function addPost(tx: SqlDoor, post: Post, by: By): Promise<PostEntry> {
  const row = await one<PostRow>(
    tx,
    `INSERT INTO post (id, role, title, department, active, version, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, 1, $6, $7) RETURNING *`,
    ...[post.id, post.role, post.title, post.department, post.active, by.at, by.account],
  );
  return postOf(row!);
}
/** A post keeps its role: who holds it was chosen for it. */
export async function changePost(tx: SqlDoor, post: Post, version: number, by: By): Promise<PostEntry> {
  const row = await one<PostRow>(
    tx,
    `UPDATE post SET title = $2, department = $3, active = $4, version = version + 1, changed_at = $5, changed_by = $6 WHERE id = $1 AND version = $7 RETURNING *`,
    ...[post.id, post.title, post.department, post.active, by.at, by.account, version],
  );
  if (row === undefined) throw new MovedOn((await postById(tx, post.id))!);
  return postOf(row);
}

export const allHoldings = async (tx: SqlDoor): Promise<Holding[]> =>
  (await tx.query<HoldingRow>('SELECT * FROM holding ORDER BY post, account')).map(holdingOf);

/** What giving a post to somebody would break; undefined: nothing. Holdings to come count as well as those of today. */
export async function conflictOf(
  tx: SqlDoor,
  account: string,
  role: Role,
  at: Date,
): Promise<RoleConflict | undefined> {
  await tx.query('SELECT 1 FROM person WHERE account = $1 FOR UPDATE', account);
  const held = await tx.query<{ role: Role }>(
    'SELECT DISTINCT role FROM holding JOIN post ON post.id = post WHERE account = $1 AND (until_at IS NULL OR until_at > $2)',
    account,
    at,
  );
  return conflictIn([role, ...held.map((row) => row.role)]);
}

export async function give(tx: SqlDoor, { post, account, from, until, givenBy }: Holding): Promise<Holding> {
  const row = await one<HoldingRow>(
    tx,
    `INSERT INTO holding (post, account, from_at, until_at, given_by) VALUES ($1, $2, $3::timestamptz, $4::timestamptz, $5)
     ON CONFLICT (post, account) DO UPDATE SET from_at = EXCLUDED.from_at, until_at = EXCLUDED.until_at, given_by = EXCLUDED.given_by RETURNING *`,
    ...[post, account, from, until, givenBy],
  );
  return holdingOf(row!);
}
export const holdingBy = async (tx: SqlDoor, post: string, account: string): Promise<Holding | undefined> => {
  const row = await one<HoldingRow>(tx, 'SELECT * FROM holding WHERE post = $1 AND account = $2', post, account);
  return row && holdingOf(row);
};
export async function takeBack(tx: SqlDoor, post: string, account: string): Promise<Holding | undefined> {
  const row = await one<HoldingRow>(
    tx,
    'DELETE FROM holding WHERE post = $1 AND account = $2 RETURNING *',
    post,
    account,
  );
  return row && holdingOf(row);
}

/** Somebody as the policy sees them at a moment: their posts of that moment, each with all it covers. */
export async function knownBy(
  tx: SqlDoor,
  by: { readonly issuer: string; readonly subject: string } | { readonly account: string },
  at: Date,
): Promise<Known | undefined> {
  const row =
    'account' in by
      ? await one<PersonRow>(tx, 'SELECT * FROM person WHERE account = $1', by.account)
      : await one<PersonRow>(tx, 'SELECT * FROM person WHERE issuer = $1 AND subject = $2', by.issuer, by.subject);
  if (row === undefined) return undefined;
  const held = await tx.query<PostRow>(
    `SELECT post.* FROM holding JOIN post ON post.id = holding.post
     WHERE account = $1 AND post.active AND from_at <= $2 AND (until_at IS NULL OR until_at > $2) ORDER BY post.id`,
    row.account,
    at,
  );
  const posts: AccessPost[] = [];
  for (const { id, role, title, department } of held)
    posts.push({ id, role, title, department, covers: department === null ? null : await subtreeOf(tx, department) });
  return { account: row.account, name: row.name, active: row.active, posts };
}
