/** Whom signatures inside files are believed, as text: it goes to the process that opens them. None: whatever holds is not trusted. */
export interface SignatureAnchors {
  /** certificates (PEM) of those who issue to signers, to holders and makers of seals */
  readonly signers: readonly string[];
  /** certificates (PEM) of those who issue to timestamp authorities */
  readonly timestamps: readonly string[];
  /** revocation lists, DER */
  readonly revocationLists: readonly Uint8Array[];
}

export const NO_ANCHORS: SignatureAnchors = { signers: [], timestamps: [], revocationLists: [] };
