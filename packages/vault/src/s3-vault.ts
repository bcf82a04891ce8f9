import type { Place } from './place.ts';
import { type S3Options, S3Store } from './s3-store.ts';
import type { Vault } from './vault.ts';
import { type VaultOptions, vaultOver } from './vault-over.ts';

const DEFAULTS: S3Options = { client: 'direct', sockets: 32, idleMs: 30_000, attempts: 5, backoffMs: 100 };

/** The vault at one place. One per place and process; close it when the process stops. */
export function s3Vault(place: Place, options: Partial<S3Options> & VaultOptions = {}): Vault {
  return vaultOver(new S3Store(place, { ...DEFAULTS, ...options }), options);
}
