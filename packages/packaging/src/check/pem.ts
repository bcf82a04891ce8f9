const block = (label: string): RegExp => new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`, 'g');

/** The certificates of a PEM text, each as PEM. */
export const certificateBlocks = (text: string): string[] => text.match(block('CERTIFICATE')) ?? [];

/** The revocation lists of a PEM text, DER. */
export const revocationBlocks = (text: string): Buffer[] =>
  (text.match(block('X509 CRL')) ?? []).map((pem) => Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'));
