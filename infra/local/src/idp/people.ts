import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { secrets } from '../secrets.ts';
import { systems } from '../seed.ts';

/** Somebody who can sign in here, with what they need for it. */
export const DemoPerson = z.object({
  account: z.string(),
  name: z.string(),
  /** Role in the house; a citizen has none and is a user. */
  role: z.string(),
  title: z.string(),
  /** 统一社会信用代码 of the department the post is for; null: the whole city. */
  department: z.string().nullable(),
  password: z.string(),
  /** Secret of one-time passwords, hexadecimal; null: one factor alone. */
  otp: z.string().nullable(),
});
export type DemoPerson = z.infer<typeof DemoPerson>;

type Row = readonly [
  account: string,
  name: string,
  role: string,
  title: string,
  /** id of a system of the lab, which is that of its department; null: the whole city */
  department: string | null,
  otp: boolean,
];

/** Names are made up. The three administrators sign in with a second factor. */
const ROWS: readonly Row[] = [
  ['admin', '系统管理员甲', 'system-administrator', '系统管理员', null, true],
  ['security', '安全保密员乙', 'security-officer', '安全保密员', null, true],
  ['audit-admin', '安全审计员丙', 'security-auditor', '安全审计员', null, true],
  ['archivist', '档案管理员丁', 'archivist', '市级档案管理员', null, false],
  ['filer', '归档员戊', 'filer', '卫生健康局归档员', 'health', false],
  ['reviewer', '复核员己', 'reviewer', '市级复核员', null, false],
  ['operator', '值守员庚', 'operator', '运行值守员', null, false],
  ['auditor', '审计员辛', 'auditor', '外部审计员', null, false],
  ['citizen', '市民壬', 'user', '市民', null, false],
];

/** Made of this checkout's own secret: the same as long as that lasts, and written nowhere but into parts.json. */
const drawn = (what: string): Buffer => createHmac('sha256', secrets().superuser).update(`identity ${what}`).digest();

const usccOf = (department: string | null): string | null =>
  department === null ? null : (systems().find(({ id }) => id === department)?.department ?? null);

export const demoPeople = (): DemoPerson[] =>
  ROWS.map(([account, name, role, title, department, otp]) => ({
    ...{ account, name, role, title, department: usccOf(department) },
    password: `gd-${drawn(`password of ${account}`).toString('hex').slice(0, 10)}`,
    otp: otp ? drawn(`second factor of ${account}`).subarray(0, 20).toString('hex') : null,
  }));

/** What we sign in as, towards the provider. */
export const CLIENT_ID = 'guidang';
export const clientSecret = (): string => drawn('client').toString('base64url');

/** Who may furnish a Keycloak of ours. */
export const keycloakAdmin = (): { user: string; password: string } => ({
  user: 'keycloak-admin',
  password: drawn('keycloak').toString('base64url'),
});

/** What a registry without people begins with: those that have a post, by the provider that knows them. */
export function firstPeople(
  issuer: string,
  subjectOf: (person: DemoPerson) => string,
  everybody: readonly DemoPerson[] = demoPeople(),
): object {
  const people = everybody.filter(({ role }) => role !== 'user');
  return {
    posts: people.map(({ account, role, title, department }) => ({ id: account, role, title, department })),
    people: people.map((person) => ({
      ...{
        account: person.account,
        issuer,
        subject: subjectOf(person),
        name: person.name,
        department: person.department,
      },
      posts: [person.account],
    })),
  };
}
