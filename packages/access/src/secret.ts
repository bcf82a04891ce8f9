import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes, safe in a URL and a cookie. */
export const drawSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret: whoever reads the table cannot go in with it. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares without telling by the clock how much of it was right. */
export function sameSecret(a: string, b: string): boolean {
  const [x, y] = [a, b].map((one) => createHash('sha256').update(one).digest());
  return timingSafeEqual(x!, y!);
}
