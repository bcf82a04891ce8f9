import type { X509Certificate } from 'node:crypto';

/**
 * What whoever verifies a seal decades from now needs beside an anchor, as PEM: certificates of the sealers without their roots, then revocation lists, each once and
 * in the order of their bytes, so that the same certificates and lists make the same object for all cases.
 */
export function validationPem(certificates: readonly X509Certificate[], lists: readonly Buffer[]): Buffer {
  const blocks = (label: string, all: readonly Buffer[]): string[] =>
    [...all]
      .sort(Buffer.compare)
      .filter((bytes, i, sorted) => i === 0 || !bytes.equals(sorted[i - 1]!))
      .map((bytes) => pem(label, bytes));
  return Buffer.from(
    [
      ...blocks(
        'CERTIFICATE',
        certificates.map(({ raw }) => raw),
      ),
      ...blocks('X509 CRL', lists),
    ].join(''),
  );
}

const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;
