import type { HoldingPlace, InspectedCopy, ObjectRef } from '@guidang/contracts';
import { type Vault, VaultNotFound } from '@guidang/vault';
import type { ArchivePlace } from '../copies.ts';
import { type Received, receive } from '../received.ts';

/** Every copy as it was found, and the bytes of the first that is whole; close them. */
export interface LookedAtCopies {
  readonly copies: readonly InspectedCopy[];
  readonly whole: Received | null;
}

/** An object in the store, in every place it was put. */
export interface Lying {
  readonly object: ObjectRef;
  readonly copies: readonly HoldingPlace[];
  readonly lockUntil: string;
}

/**
 * Reads every copy of a package, or of what lies beside it, to its end, at the very version that was read back when it was stored, and asks for its lock.
 * @throws what may pass: a place that does not answer is not a place whose copy is gone
 */
export async function lookAtCopies(
  { object, copies: stored, lockUntil }: Lying,
  places: readonly ArchivePlace[],
  spoolFolder: string,
): Promise<LookedAtCopies> {
  const copies: InspectedCopy[] = [];
  let whole: Received | null = null;
  try {
    for (const { place, bucket, key, versionId } of stored) {
      const found = places.find(({ name }) => name === place);
      if (!found) throw new Error(`未配置存储地 / place ${place} is not among VAULT_PLACES`);
      const at = { name: object.content, key, versionId };
      const received = await had(() => receive(found.vault, bucket, object, spoolFolder, at));
      if (received === null || 'differs' in received) {
        const digest = received && /[0-9a-f]{64}/.exec(received.differs)?.[0];
        copies.push({ place, state: received ? 'changed' : 'missing', found: digest ?? null });
        continue;
      }
      const state = (await locked(found.vault, bucket, at, lockUntil)) ? 'intact' : 'unlocked';
      copies.push({ place, state, found: object.content.slice('sha256:'.length) });
      if (whole) await received.close();
      else whole = received;
    }
    return { copies, whole };
  } catch (error) {
    await whole?.close();
    throw error;
  }
}

async function had<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof VaultNotFound) return null;
    throw error;
  }
}

async function locked(
  vault: Vault,
  bucket: string,
  at: { key: string; versionId: string },
  lockUntil: string,
): Promise<boolean> {
  const retention = await vault.retention(bucket, at);
  return retention?.mode === 'COMPLIANCE' && retention.until.getTime() >= Date.parse(lockUntil);
}
