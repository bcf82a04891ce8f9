import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sm2PrivateKeyOf, sm2Sign, timestampRequest, tokenOfResponse } from '@guidang/evidence';
import { furnishSm2Folder, TSA_POLICY } from '@guidang/lab/ca';
import { answer } from '@guidang/lab/tsa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSm2, type Sm2Judges } from '../sm2.ts';

const folder = mkdtempSync(join(tmpdir(), 'guidang-sm2-'));
const at = (name: string): string => join(folder, name);
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(at(name), bytes);
  return at(name);
};
const manifest = Buffer.from('{"type":"seal-manifest"}');
const spoilt = (bytes: Buffer, place: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[place < 0 ? copy.length + place : place]! ^= 1;
  return copy;
};
let judges: Sm2Judges;

beforeAll(async () => {
  furnishSm2Folder(folder, new Date());
  judges = await openSm2();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A token over the SM3 of the manifest, of an authority that signs in SM2. */
function stamped() {
  const digest = createHash('sm3').update(manifest).digest();
  const authority = {
    certificate: new X509Certificate(readFileSync(at('sm2-tsa.pem'))),
    key: createPrivateKey(readFileSync(at('sm2-tsa.key'))),
    policy: TSA_POLICY,
  };
  const token = tokenOfResponse(answer(timestampRequest({ digest, nonce: 1n }), authority, () => 1n, new Date())!);
  if (!token.ok) throw new Error(token.detail);
  return { token: Buffer.from(token.value), digest: digest.toString('hex') };
}

describe('what is sealed in the national suite', () => {
  it('has its signature judged: accepted as it is, refused over another byte', async ({ skip }) => {
    const signature = sm2Sign(manifest, sm2PrivateKeyOf(createPrivateKey(readFileSync(at('sm2-seal.key')))));
    const certificate = new X509Certificate(readFileSync(at('sm2-seal.pem'))).raw;
    const judged = (over: string) => judges.signature.judge({ signature, certificate, over });
    const { outcome, detail } = await judged(file('manifest', manifest));
    skip(outcome === 'skipped', detail);
    expect(outcome).toBe('accepted');
    expect(await judged(file('other', spoilt(manifest, 3)))).toMatchObject({ outcome: 'refused' });
  });

  it('has its timestamp judged: accepted as it is, refused with another signature, content or digest', async ({
    skip,
  }) => {
    const { token, digest } = stamped();
    const judged = (bytes: Buffer, over = digest) => judges.token.judge({ token: file('token', bytes), digest: over });
    const { outcome, detail } = await judged(token);
    skip(outcome === 'skipped', detail);
    expect({ outcome, detail }).toMatchObject({ outcome: 'accepted' });
    const attribute = token.lastIndexOf(createHash('sm3').update(contentOf(token)).digest());
    for (const place of [-1, token.indexOf(Buffer.from(digest, 'hex')) + 40, attribute])
      expect(await judged(spoilt(token, place)), String(place)).toMatchObject({ outcome: 'refused' });
    expect(await judged(token, '00'.repeat(32))).toMatchObject({ outcome: 'refused' });
  });
});

/** What was stamped: the OCTET STRING behind the type of the content. */
function contentOf(token: Buffer): Buffer {
  const from = token.indexOf(Buffer.from('060b2a864886f70d0109100104', 'hex')) + 13 + 2;
  expect(token[from]).toBe(0x04);
  return token.subarray(from + 2, from + 2 + token[from + 1]!);
}
