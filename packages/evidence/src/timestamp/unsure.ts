/** A timestamp that is in order but for its authority: that was taken back, or no list at hand says that it was not. */
export type UnsureTimestamp = 'TIMESTAMP_REVOKED' | 'TIMESTAMP_REVOCATION_UNKNOWN';

/** Which of them the failure of a token is; null where it is another. */
export function unsure(code: string): UnsureTimestamp | null {
  if (code === 'CERTIFICATE_REVOKED') return 'TIMESTAMP_REVOKED';
  return code === 'REVOCATION_UNKNOWN' ? 'TIMESTAMP_REVOCATION_UNKNOWN' : null;
}
