import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Copy, ObjectRef } from '@guidang/contracts';
import { type Lock, type Stored, type Vault, VaultCorrupt } from '@guidang/vault';
import type { Received } from './received.ts';

/** One place of storage: its vault and the bucket with Object Lock there. */
export interface ArchivePlace {
  readonly name: string;
  readonly vault: Vault;
  readonly bucket: string;
}

/**
 * Puts an object, a package or an evidence record, into one place, write-once until the lock ends, and reads back what lies there: bytes and lock. Twice is harmless: the second time the same version is
 * found, and its lock is lengthened where it should last longer.
 * @throws DigestMismatch where it is not what was announced, before anything is written; and what may pass
 */
export async function copyTo(
  place: ArchivePlace,
  received: Pick<Received, 'stream'>,
  { content, sm3, size }: ObjectRef,
  until: Date,
): Promise<Copy> {
  const { vault, bucket } = place;
  const lock: Lock = { mode: 'COMPLIANCE', until };
  const expect = { sha256: content.slice('sha256:'.length), sm3, size };
  const put = (replace: boolean): Promise<Stored> => vault.put(bucket, received.stream(), { expect, lock, replace });
  try {
    return await readBack(place, await put(false));
  } catch (error) {
    if (!(error instanceof VaultCorrupt) || !mayReplace(vault, content)) throw error;
    // Other bytes lie under its name: a version nobody can take away. The right one is put in front of it and read back by its own version.
    return await readBack(place, await put(true));
  }
}

const AGAIN_MS = 3_600_000;
const replaced = new WeakMap<Vault, Map<string, number>>();

/** Every replacement is a version that nobody can take away for decades: a place that gives back other bytes again and again gets one an hour, and an alarm meanwhile. */
function mayReplace(vault: Vault, content: string): boolean {
  const of = replaced.get(vault) ?? new Map<string, number>();
  replaced.set(vault, of);
  const now = performance.now();
  if (now - (of.get(content) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return false;
  of.set(content, now);
  return true;
}

async function readBack({ name: place, vault, bucket }: ArchivePlace, { name, key, versionId }: Stored): Promise<Copy> {
  if (versionId === undefined) throw new Error(`存储地未启用版本 / place ${place} keeps no versions`);
  const at = { name, versionId };
  const stream = await vault.get(bucket, at);
  await pipeline(stream, new Writable({ write: (_chunk, _encoding, done) => done() }));
  const retention = await vault.retention(bucket, at);
  if (retention?.mode !== 'COMPLIANCE')
    throw new Error(`存储地未锁定对象 / place ${place} does not hold the version under COMPLIANCE`);
  return {
    place,
    bucket,
    key,
    versionId,
    size: stream.size,
    sha256: stream.digests!.sha256,
    lock: { mode: 'COMPLIANCE', until: retention.until.toISOString() },
  };
}
