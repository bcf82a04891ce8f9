import type { SqlDoor } from '@guidang/stream';
import { drawSecret, hashOfSecret, sameSecret } from '../secret.ts';

/** A sign-in on its way to the provider and back. */
export interface Pending {
  readonly verifier: string;
  readonly nonce: string;
  readonly returnTo: string;
  /** Whether more than one factor was asked for already. */
  readonly steppedUp: boolean;
}

const WAY_MS = 10 * 60_000;

/** Sign-ins under way. Each comes back once, in ten minutes, and into the browser it left from. */
export interface Pendings {
  /** @returns what the browser keeps, so that nobody can be made to come back from somebody else's sign-in */
  keep(state: string, pending: Pending): Promise<string>;
  take(state: string, binding: string): Promise<Pending | undefined>;
}

export const sqlPendings = (door: SqlDoor, now: () => number): Pendings => ({
  async keep(state, { verifier, nonce, returnTo, steppedUp }) {
    const binding = drawSecret();
    await door.query(
      `INSERT INTO access_login (state_hash, binding_hash, verifier, nonce, return_to, stepped_up, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      ...[hashOfSecret(state), hashOfSecret(binding), verifier, nonce, returnTo, steppedUp, new Date(now() + WAY_MS)],
    );
    return binding;
  },
  async take(state, binding) {
    const [row] = await door.query<{
      binding_hash: string;
      verifier: string;
      nonce: string;
      return_to: string;
      stepped_up: boolean;
    }>(
      'DELETE FROM access_login WHERE state_hash = $1 AND expires_at > $2 RETURNING *',
      hashOfSecret(state),
      new Date(now()),
    );
    if (row === undefined || !sameSecret(row.binding_hash, hashOfSecret(binding))) return undefined;
    return { verifier: row.verifier, nonce: row.nonce, returnTo: row.return_to, steppedUp: row.stepped_up };
  },
});
