import { createHmac } from 'node:crypto';

const STEP_SECONDS = 30;
const DIGITS = 6;

/** A time-based one-time password (RFC 6238, HMAC-SHA-1 as authenticator apps take it). @param at milliseconds since 1970 */
export function totp(secret: Uint8Array, at: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1000 / STEP_SECONDS)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const from = mac[mac.length - 1]! & 0xf;
  const number = (mac.readUInt32BE(from) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/** Whether a code is the one of now, of the step before or of the one after: clocks differ. */
export const totpHolds = (secret: Uint8Array, code: string, at: number): boolean =>
  [0, -STEP_SECONDS, STEP_SECONDS].some((shift) => totp(secret, at + shift * 1000) === code);
