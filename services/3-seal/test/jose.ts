import { X509Certificate } from 'node:crypto';
import { flattenedVerify } from 'jose';

/** A detached JWS judged by somebody else's library, by the certificate it carries. @returns its header @throws where it does not hold */
export async function judgedByJose(jws: string, payload: Uint8Array): Promise<Record<string, unknown>> {
  const [head, between, signature, ...more] = jws.split('.');
  if (between !== '' || more.length > 0) throw new Error('not a detached JWS');
  const { x5c } = JSON.parse(Buffer.from(head!, 'base64url').toString());
  const { publicKey } = new X509Certificate(Buffer.from(x5c[0], 'base64'));
  const { protectedHeader } = await flattenedVerify(
    { protected: head!, payload: Buffer.from(payload).toString('base64url'), signature: signature! },
    publicKey,
  );
  return { ...protectedHeader };
}
