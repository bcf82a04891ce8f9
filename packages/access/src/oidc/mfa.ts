/** How the provider says that somebody was authenticated. */
export interface HowAuthenticated {
  /** Authentication methods (RFC 8176). */
  readonly amr?: readonly string[] | undefined;
  /** Authentication context class. */
  readonly acr?: string | undefined;
}

/** Methods that are something one has or is, beside a password (RFC 8176 §2). */
const SECOND = new Set(['otp', 'hwk', 'swk', 'sc', 'pop', 'sms', 'tel', 'fpt', 'face', 'iris', 'retina', 'vbm', 'mca']);

/**
 * Whether more than one factor was used: the provider says `mfa`, or names a second method beside another, or a context class that we were told means as much.
 * What it does not say did not happen.
 */
export function wasMultiFactor({ amr = [], acr }: HowAuthenticated, classes: readonly string[]): boolean {
  if (acr !== undefined && classes.includes(acr)) return true;
  if (amr.includes('mfa')) return true;
  return new Set(amr).size > 1 && amr.some((method) => SECOND.has(method));
}
