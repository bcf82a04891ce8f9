import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Signer, signCms, signDetachedBy, verifyCms, verifyDetached } from '@guidang/evidence';
import { afterAll, describe, expect, it } from 'vitest';
import { fileSigner, guarded, keySigner, rotation, SigningFault } from '../src/index.ts';
import { certified, DAY, type KeyKind, NOW, newKey, root } from './hands.ts';

const dir = mkdtempSync(join(tmpdir(), 'guidang-signing-'));
const at = (name: string): string => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));
const data = Buffer.from('清单');
const trust = { anchors: [root], at: NOW };

describe('a key in hand', () => {
  it.each<KeyKind>(['p256', 'p384', 'rsa', 'ed25519', 'sm2'])(
    'of %s signs through its port what verifies without it',
    async (kind) => {
      const key = newKey(kind);
      const signer = keySigner(key, [certified(key), root]);
      expect(signer.certificates).toHaveLength(1);
      const cms = await signCms(data, signer, { signingTime: NOW, attached: true });
      expect(verifyCms(cms, null, trust)).toMatchObject({ ok: true });
    },
  );

  it('of RSA signs with PSS where it is told to', async () => {
    const key = newKey('rsa');
    const signer = keySigner(key, [certified(key)], 'rsa-pss-sha256');
    const cms = await signCms(data, signer, { attached: true });
    expect(verifyCms(cms, null, trust)).toMatchObject({ value: { signers: [{ scheme: 'rsa-pss-sha256' }] } });
    expect(() => keySigner(newKey('p256'), [certified(key)], 'ed25519')).toThrow(SigningFault);
  });

  it('signs a detached JWS where JWS has a name for it', async () => {
    for (const kind of ['p256', 'ed25519'] as const) {
      const key = newKey(kind);
      const jws = await signDetachedBy(data, keySigner(key, [certified(key)]), NOW / 1000);
      expect(verifyDetached(jws, data, trust)).toMatchObject({ ok: true });
    }
    const key = newKey('sm2');
    await expect(signDetachedBy(data, keySigner(key, [certified(key)]), 1)).rejects.toThrow(RangeError);
  });

  it('comes out of files, and out of no other', async () => {
    const key = newKey('sm2');
    writeFileSync(at('k'), key.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(at('c'), certified(key).toString() + root.toString());
    expect((await fileSigner(at('k'), at('c'))).algorithm).toBe('sm2-sm3');
    writeFileSync(at('broken'), `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(20)}\n-----END PRIVATE KEY-----\n`);
    await expect(fileSigner(at('broken'), at('c'))).rejects.toThrow(SigningFault);
    await expect(fileSigner(at('broken'), at('c'))).rejects.not.toThrow(/QUJD/);
    await expect(fileSigner(at('k'), at('k'))).rejects.toThrow(SigningFault);
  });
});

describe('a signer as the house gets it', () => {
  const key = newKey('p256');

  it('refuses a certificate of another key, of an authority, or none', () => {
    expect(() => keySigner(key, [])).toThrow(SigningFault);
    expect(() => keySigner(key, [root])).toThrow(SigningFault);
    expect(() => keySigner(key, [certified(newKey('ed25519'))])).toThrow(SigningFault);
  });

  it('reads every signature back: a store that lies, or holds another key, signs nothing', async () => {
    const other = newKey('p256');
    await expect(keySigner(other, [certified(key)]).sign(data)).rejects.toThrow(/does not hold/);
    const broken: Signer = {
      certificates: [certified(key)],
      algorithm: 'ecdsa-sha256',
      sign: async () => Buffer.from('junk'),
    };
    await expect(guarded(broken).sign(data)).rejects.toThrow(SigningFault);
  });

  it.each<KeyKind>(['p256', 'rsa', 'ed25519', 'sm2'])(
    'shows nothing of a key of %s, whatever prints it',
    async (kind) => {
      const secret = newKey(kind);
      const signer = keySigner(secret, [certified(secret)]);
      const fault = await keySigner(newKey(kind), [certified(secret)])
        .sign(data)
        .catch((error: unknown) => error);
      const printed = [signer, { signer }, [signer], fault].flatMap((thing) => [
        inspect(thing, { depth: null, showHidden: true, getters: true }),
        JSON.stringify(thing) ?? '',
        String(thing instanceof Error ? `${thing.stack}` : thing),
      ]);
      for (const part of secretsOf(secret)) for (const text of printed) expect(text).not.toContain(part);
      expect(inspect(signer)).toContain('归档章');
    },
  );
});

/** A key as texts in which somebody might print it: PEM lines, and pieces of its DER in hexadecimal and base64. */
const secretsOf = (key: KeyObject): string[] => {
  const der = key.export({ type: 'pkcs8', format: 'der' });
  const middle = der.subarray(36, 60);
  const lines = key
    .export({ type: 'pkcs8', format: 'pem' })
    .toString()
    .split('\n')
    .filter((line) => line && !line.startsWith('-'));
  return [...lines, middle.toString('hex'), middle.toString('base64').slice(2, 20), 'PRIVATE KEY', 'PrivateKeyObject'];
};

describe('keys that follow one another', () => {
  const period = (name: string, from: number, until: number) => {
    const key = newKey('p256');
    return { signer: keySigner(key, [certified(key, name, from, until)]), from, until };
  };
  const first = period('第一', NOW, NOW + 100 * DAY);
  const second = period('第二', NOW + 90 * DAY, NOW + 200 * DAY);
  const keys = rotation([second, first], 5 * DAY);
  const subject = (signer: Signer): string => signer.certificates[0]!.subject;

  it('both hold in the overlap, and the newer one signs', () => {
    expect(subject(keys.signerAt(NOW + 89 * DAY))).toContain('第一');
    expect(keys.validAt(NOW + 89 * DAY)).toHaveLength(1);
    expect(subject(keys.signerAt(NOW + 95 * DAY))).toContain('第二');
    expect(keys.validAt(NOW + 95 * DAY)).toHaveLength(2);
    expect(keys.validAt(NOW + 101 * DAY)).toHaveLength(1);
    expect(keys.end).toBe(second.until);
  });

  it('sign nothing before the first and after the last', () => {
    expect(() => keys.signerAt(NOW - 1)).toThrow(SigningFault);
    expect(() => keys.signerAt(second.until + 1)).toThrow(SigningFault);
  });

  it('are refused with a gap, too short an overlap, out of order, or outside of their certificates', () => {
    expect(() => rotation([], 0)).toThrow(SigningFault);
    expect(() => rotation([first, second], 20 * DAY)).toThrow(/overlaps/);
    expect(() => rotation([first, { ...second, from: NOW + 101 * DAY }], 0)).toThrow(/overlaps/);
    expect(() => rotation([first, { ...first, from: NOW + DAY, until: NOW + 50 * DAY }], 0)).toThrow(/ends before/);
    expect(() => rotation([{ ...first, until: NOW + 101 * DAY }], 0)).toThrow(/outside/);
  });
});
