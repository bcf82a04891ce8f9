import { createHash } from 'node:crypto';
import { contentName } from '@guidang/contracts';
import { VaultCorrupt, VaultTaken, VaultUnavailable } from './errors.ts';
import { lengthen } from './lengthen.ts';
import type { Measured } from './meter.ts';
import type { ObjectHead, ObjectStore, Written } from './store.ts';
import type { PutOptions, Stored } from './vault.ts';

interface Settling {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly key: string;
  readonly options: PutOptions;
}

/**
 * What a write comes to. Where the key was there before, what lies under it must be the same bytes, as far as the store can tell without
 * reading them (every reader checks them whole), and must be locked at least as long as this writer wants.
 */
export async function settled(settling: Settling, found: Measured, written: Written): Promise<Stored> {
  const { store, bucket, key, options } = settling;
  const base = { name: contentName(found.sha256), key, ...found };
  if (written.created) {
    return { ...base, created: true, ...(written.versionId !== undefined && { versionId: written.versionId }) };
  }
  const there = await store.head(bucket, key);
  if (there === null) throw new VaultUnavailable({ bucket, key }, 'it was there and is not; ask again');
  await same(settling, found, there);
  if (options.lock) await lengthen(store, { bucket, key, versionId: there.versionId }, options.lock);
  return { ...base, created: false, ...(there.versionId !== undefined && { versionId: there.versionId }) };
}

async function same({ store, bucket, key, options }: Settling, found: Measured, there: ObjectHead): Promise<void> {
  const where = { bucket, key };
  if (options.key === undefined) {
    if (there.size !== found.size) throw new VaultCorrupt(where, `${found.size} bytes`, `${there.size} bytes`);
    if (there.sha256 !== undefined && there.sha256 !== found.sha256)
      throw new VaultCorrupt(where, found.sha256, there.sha256);
    return;
  }
  // A key of the caller's own promises nothing about its bytes, so where the store noted no digest they are read.
  const sha256 = there.size === found.size ? (there.sha256 ?? (await digestOf(store, bucket, key))) : '';
  if (sha256 !== found.sha256) throw new VaultTaken(where);
}

async function digestOf(store: ObjectStore, bucket: string, key: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of (await store.get(bucket, key)).body) hash.update(chunk);
  return hash.digest('hex');
}
