import type { NationalSeal } from '@guidang/contracts';
import {
  coversDigest,
  fromBase64,
  fromHex,
  leadsToRoot,
  parseCertificate,
  sm3,
  verifySm2Detached,
  verifyToken,
} from '@guidang/evidence';
import type { Anchors } from '../anchors.ts';
import type { CheckedProof } from './check/check-proof.ts';

type Check = CheckedProof['checks'][number];
const bad = (detail: string): Check => ({ check: 'NATIONAL', state: 'bad', detail });

/** What a browser cannot: SM2 and SM3, by packages/evidence. */
export function checkNational(
  { signature, certificates, timestamp }: NationalSeal,
  manifest: Uint8Array,
  { tsa, signers }: Anchors,
): Check {
  const top = fromHex(timestamp.root);
  const token = fromBase64(timestamp.token);
  const bytes = fromBase64(signature);
  const [leaf, ...pool] = certificates.map((text) => parseCertificate(fromBase64(text) ?? Buffer.alloc(0)));
  if (!top || !token || !bytes || !leaf?.ok) return bad('no signature, certificate or token');
  if (!leadsToRoot('sm3', sm3(manifest), timestamp.path, top))
    return bad('the manifest does not lead to what was stamped');
  const stamp = verifyToken(token, tsa);
  if (!stamp.ok) return bad(`${stamp.code}: ${stamp.detail}`);
  const covers = coversDigest(stamp.value, top, undefined, 'sm3');
  if (!covers.ok) return bad(`${covers.code}: ${covers.detail}`);
  const at = stamp.value.time;
  const trust = { anchors: signers, certificates: pool.flatMap((one) => (one.ok ? [one.value] : [])), at };
  const held = verifySm2Detached(bytes, manifest, leaf.value, trust);
  return held.ok
    ? { check: 'NATIONAL', state: 'ok', detail: new Date(at).toISOString() }
    : bad(`${held.code}: ${held.detail}`);
}
