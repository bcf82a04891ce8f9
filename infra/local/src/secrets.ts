import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ACCOUNTS, type AccountPairs } from './accounts.ts';
import { readJson, writeWhole } from './files.ts';
import { RUN } from './paths.ts';

/** One database role and schema for each; the order is the chain's. */
export const ROLES = [
  'capture',
  'check',
  'seal',
  'package',
  'store',
  'use',
  'registry',
  'intake',
  'notary',
  'console',
  'witness',
] as const;
export type Role = (typeof ROLES)[number];

const Pair = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
export type Pair = z.infer<typeof Pair>;

/** An account that came later has no word here yet, and is given one; the oldest one once stood beside root. */
const Place = z
  .object({ root: Pair, service: Pair.optional(), accounts: z.partialRecord(z.enum(ACCOUNTS), Pair).default({}) })
  .transform(({ root, service, accounts }) => ({ root, accounts: { ...(service && { service }), ...accounts } }));

const Secrets = z.object({
  superuser: z.string(),
  roles: z.partialRecord(z.enum(ROLES), z.string()).transform((kept) => kept as Record<Role, string>),
  places: z.object({
    a: Place,
    b: Place,
  }),
});
export interface Secrets extends Omit<z.infer<typeof Secrets>, 'places'> {
  readonly places: Readonly<Record<'a' | 'b', { readonly root: Pair; readonly accounts: AccountPairs }>>;
}

const word = (): string => randomBytes(18).toString('base64url');
const pair = (name: string): Pair => ({ accessKeyId: name, secretAccessKey: word() });

const freshPlace = (name: string) => ({
  root: pair(`place-${name}-root`),
  accounts: Object.fromEntries(
    ACCOUNTS.map((account) => [account, pair(`place-${name}-${account}`)]),
  ) as unknown as AccountPairs,
});

function fresh(): Secrets {
  return {
    superuser: word(),
    roles: Object.fromEntries(ROLES.map((role) => [role, word()])) as Record<Role, string>,
    places: {
      a: freshPlace('a'),
      b: freshPlace('b'),
    },
  };
}

/**
 * The passwords of this checkout: drawn once, kept in a file that only its owner reads, gone with `reset`. A role or an account that came later is given
 * its own where the others have theirs already.
 */
export function secrets(): Secrets {
  const file = `${RUN}/secrets.json`;
  const kept = readJson(file);
  if (kept === undefined) return written(file, fresh());
  const before = Secrets.parse(kept);
  const lacks =
    ROLES.some((role) => before.roles[role] === undefined) ||
    ACCOUNTS.some((account) => !before.places.a.accounts[account] || !before.places.b.accounts[account]);
  const { roles, places } = fresh();
  const complete = (place: 'a' | 'b') => ({
    root: before.places[place].root,
    accounts: { ...places[place].accounts, ...before.places[place].accounts },
  });
  const now = { ...before, roles: { ...roles, ...before.roles }, places: { a: complete('a'), b: complete('b') } };
  return lacks ? written(file, now) : now;
}

function written(file: string, secrets: Secrets): Secrets {
  writeWhole(file, `${JSON.stringify(secrets, undefined, 2)}\n`, 0o600);
  return secrets;
}
