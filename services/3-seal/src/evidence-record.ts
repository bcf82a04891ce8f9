import type { ObjectRef, SealTimestamp, Suite } from '@guidang/contracts';
import {
  base64,
  type DigestName,
  digestOfName,
  fromBase64,
  fromHex,
  leadsToRoot as leadsTo,
  recordOfPath,
} from '@guidang/evidence';

/** The digest a suite goes with: of manifests, of trees, of what tokens are over. */
export const DIGEST: Readonly<Record<Suite, DigestName>> = { international: 'sha256', national: 'sm3' };

/** The digest of a manifest in a suite. */
export const manifestDigest = (suite: Suite, { content, sm3 }: ObjectRef): Uint8Array =>
  suite === 'international' ? digestOfName(content) : (fromHex(sm3) ?? new Uint8Array());

/** Whether the path leads from the manifest to the root that was stamped. */
export const leadsToRoot = (suite: Suite, manifest: ObjectRef, { root, path }: SealTimestamp): boolean =>
  leadsTo(DIGEST[suite], manifestDigest(suite, manifest), path, fromHex(root) ?? new Uint8Array());

/** The evidence record that follows from a timestamp and its path, DER in base64; null where token or path are none. */
export function recordOf(suite: Suite, manifest: ObjectRef, { token, path }: SealTimestamp): string | null {
  const bytes = fromBase64(token);
  const record = bytes && recordOfPath(DIGEST[suite], manifestDigest(suite, manifest), path, bytes);
  return record && base64(record);
}
