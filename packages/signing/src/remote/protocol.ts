import { z } from 'zod';

/** What goes between us and a signing service, as JSON over HTTP. Bytes are base64. */
export const Algorithm = z.enum(['ecdsa-sha256', 'ecdsa-sha384', 'rsa-sha256', 'rsa-pss-sha256', 'ed25519', 'sm2-sm3']);

/** `GET /v1/keys/NAME` */
export const KeyDescription = z.object({
  algorithm: Algorithm,
  certificates: z.array(z.base64().max(16_384)).min(1).max(6).describe('DER, leaf first'),
});

/** `POST /v1/keys/NAME/signatures` */
export const SignRequest = z.object({
  algorithm: Algorithm.describe('What the caller expects the key to be'),
  bytes: z.base64().max(1_400_000).describe('What is signed; the service hashes it itself'),
});

export const SignResponse = z.object({ signature: z.base64().max(4096) });

/** Larger requests are refused unread, larger answers too. */
export const MAX_BODY_BYTES = 1_500_000;
