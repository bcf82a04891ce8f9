import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issue, revocationList, type Use } from './issue.ts';
import { CA_NAME, type DistinguishedName, SEAL_NAME, TSA_NAME } from './names.ts';

/** What a deployment in the Chinese suite must trust: PEM of the SM2 root, and of authority and seal under it. */
export interface Sm2Trust {
  readonly ca: string;
  readonly tsa: string;
  readonly seal: string;
}

const inSm2 = (name: DistinguishedName): DistinguishedName => ({ ...name, CN: `${name.CN} SM2` });
const after = (from: Date, years: number): Date => new Date(from.getTime() + years * 365 * 86_400_000);

const put = (file: string, bytes: string | Uint8Array, mode: number): void => {
  writeFileSync(`${file}.new`, bytes, { mode });
  renameSync(`${file}.new`, file);
};

const once = (file: string, mode: number, make: () => string): string => {
  if (!existsSync(file)) put(file, make(), mode);
  return readFileSync(file, 'utf8');
};

const keyAt = (file: string): KeyObject =>
  createPrivateKey(
    once(file, 0o600, () =>
      generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ),
  );

/**
 * Furnishes a folder with the same authorities in SM2: sm2-ca.pem, sm2-ca.key, sm2-ca.crl (DER), sm2-tsa.pem, sm2-tsa.key, sm2-seal.pem,
 * sm2-seal.key. What is there stays as it is, so it may be run again at any time.
 */
export const furnishSm2Folder = (dir: string, now: Date): Sm2Trust => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const at = (name: string): string => join(dir, `sm2-${name}`);
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - 1));
  const issuer = { name: inSm2(CA_NAME), key: keyAt(at('ca.key')) };
  const certificate = (use: Use, name: DistinguishedName, file: string, years: number): string =>
    once(at(`${file}.pem`), 0o644, () => {
      const order = { use, subject: inSm2(name), key: keyAt(at(`${file}.key`)), from, until: after(from, years) };
      return issue(use === 'authority' ? order : { ...order, issuer }).toString();
    });
  const ca = certificate('authority', CA_NAME, 'ca', 20);
  if (!existsSync(at('ca.crl')))
    put(at('ca.crl'), revocationList(issuer.name, issuer.key, from, after(from, 10)), 0o644);
  return {
    ca,
    tsa: certificate('timestamp', TSA_NAME, 'tsa', 10),
    seal: certificate('seal', SEAL_NAME, 'seal', 5),
  };
};
