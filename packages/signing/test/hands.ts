import { generateKeyPairSync, type KeyObject, type X509Certificate } from 'node:crypto';
import { issue } from '@guidang/lab/ca';

export const NOW = Date.UTC(2026, 0, 15);
export const DAY = 86_400_000;

export type KeyKind = 'p256' | 'p384' | 'rsa' | 'ed25519' | 'sm2';

export const newKey = (kind: KeyKind): KeyObject => {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  if (kind === 'ed25519') return generateKeyPairSync('ed25519').privateKey;
  return generateKeyPairSync('ec', { namedCurve: { p256: 'P-256', p384: 'P-384', sm2: 'SM2' }[kind] }).privateKey;
};

const rootKey = newKey('p256');
const rootName = { C: 'CN', O: '测试', CN: 'Root' };
export const root = issue({
  use: 'authority',
  subject: rootName,
  key: rootKey,
  from: new Date(NOW - 3650 * DAY),
  until: new Date(NOW + 3650 * DAY),
});

/** A certificate for a key, or for the public half of one that lies elsewhere. */
export const certified = (
  key: KeyObject,
  name = '归档章',
  from = NOW - DAY,
  until = NOW + 365 * DAY,
): X509Certificate =>
  issue({
    use: 'seal',
    subject: { C: 'CN', O: '测试', CN: name },
    key,
    from: new Date(from),
    until: new Date(until),
    issuer: { name: rootName, key: rootKey },
  });
