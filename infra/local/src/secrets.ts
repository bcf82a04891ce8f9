import { randomBytes } from 'node:crypto';
import { z } from 'zod';
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

const Secrets = z.object({
  superuser: z.string(),
  roles: z.partialRecord(z.enum(ROLES), z.string()).transform((kept) => kept as Record<Role, string>),
  places: z.object({
    a: z.object({ root: Pair, service: Pair }),
    b: z.object({ root: Pair, service: Pair }),
  }),
});
export type Secrets = z.infer<typeof Secrets>;

const word = (): string => randomBytes(18).toString('base64url');
const pair = (name: string): Pair => ({ accessKeyId: name, secretAccessKey: word() });

function fresh(): Secrets {
  return {
    superuser: word(),
    roles: Object.fromEntries(ROLES.map((role) => [role, word()])) as Record<Role, string>,
    places: {
      a: { root: pair('place-a-root'), service: pair('place-a-service') },
      b: { root: pair('place-b-root'), service: pair('place-b-service') },
    },
  };
}

/**
 * The passwords of this checkout: drawn once, kept in a file that only its owner reads, gone with `reset`. A role that came later is given
 * its own where the others have theirs already.
 */
export function secrets(): Secrets {
  const file = `${RUN}/secrets.json`;
  const kept = readJson(file);
  const before = kept === undefined ? fresh() : Secrets.parse(kept);
  const complete = { ...before, roles: { ...fresh().roles, ...before.roles } };
  if (kept === undefined || ROLES.some((role) => before.roles[role] === undefined))
    writeWhole(file, `${JSON.stringify(complete, undefined, 2)}\n`, 0o600);
  return complete;
}
