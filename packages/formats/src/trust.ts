import { hash } from 'node:crypto';

/** Whom signatures inside files are believed, as text: it goes to the process that opens them. None: whatever holds is not trusted. */
export interface SignatureAnchors {
  /** certificates (PEM) of those who issue to signers, to holders and makers of seals */
  readonly signers: readonly string[];
  /** certificates (PEM) of those who issue to timestamp authorities */
  readonly timestamps: readonly string[];
  /** revocation lists, DER */
  readonly revocationLists: readonly Uint8Array[];
}

/** SHA-256 over the digests of the lists in their order, hexadecimal: which lists a signature was judged by. Null where there are none. */
export function digestOfLists(lists: readonly Uint8Array[]): string | null {
  if (lists.length === 0) return null;
  return hash(
    'sha256',
    lists
      .map((one) => `${hash('sha256', one)}\n`)
      .toSorted()
      .join(''),
  );
}

export const NO_ANCHORS: SignatureAnchors = { signers: [], timestamps: [], revocationLists: [] };
