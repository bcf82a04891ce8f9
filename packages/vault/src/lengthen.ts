import type { Lock, ObjectStore } from './store.ts';

/** Locks hold whole seconds: the S3 header carries no fraction, and a lock is rounded up, never down. */
export const wholeSeconds = (lock: Lock): Lock => ({
  ...lock,
  until: new Date(Math.ceil(lock.until.getTime() / 1000) * 1000),
});

/** Makes sure a version is locked at least that long. Nothing is asked of the store where it is already. */
export async function lengthen(
  store: ObjectStore,
  at: { readonly bucket: string; readonly key: string; readonly versionId?: string | undefined },
  lock: Lock,
): Promise<void> {
  const wanted = wholeSeconds(lock);
  const has = await store.retention(at.bucket, at.key, at.versionId);
  if (has?.mode === 'COMPLIANCE' && has.until >= wanted.until) return;
  await store.retain(at.bucket, at.key, at.versionId, wanted);
}
