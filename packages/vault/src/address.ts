import { keyOf } from './name.ts';
import type { Address } from './vault.ts';

interface Resolved {
  readonly key: string;
  readonly versionId?: string | undefined;
  /** What the bytes must digest to; unknown only for a key of the caller's own. */
  readonly sha256?: string | undefined;
}

/** @throws TypeError for an address with neither a name nor a key: a mistake in the program */
export function resolved(at: Address): Resolved {
  if (typeof at === 'string') return { key: keyOf(at), sha256: at.slice('sha256:'.length) };
  const { name, key = name && keyOf(name), versionId, sha256 = name?.slice('sha256:'.length) } = at;
  if (key === undefined) throw new TypeError('an address needs a content name or a key');
  return { key, versionId, sha256 };
}
