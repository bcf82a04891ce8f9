import { createHmac } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { childrenOf, DerFault, der, integerOf, readDer } from '../der/index.ts';
import { sm3 } from '../digest.ts';
import type { Sm2Point, Sm2PrivateKey } from './key.ts';

/**
 * SM2 signatures with SM3 (GB/T 32918.2-2016), as DER of SEQUENCE { r, s } (GB/T 35276). OpenSSL's own, as Node reaches it, hashes an empty
 * user identity and cannot be told another, so its signatures are no standard ones; the arithmetic is sm-crypto-v2's (MIT, over noble-curves).
 *
 * That library fills a pool of chance once, when it is loaded. Nothing here draws on it: verifying needs none, and signing takes its secret
 * number from key and message (RFC 6979 with HMAC-SM3), so that the same bytes under the same key always give the same signature.
 */

/** Who signs, as hashed into every signature where nothing else is agreed (GM/T 0009-2012 §10). */
export const SM2_USER_ID = '1234567812345678';

const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const PARAMETERS = Buffer.from(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (n: bigint): Buffer => Buffer.from(n.toString(16).padStart(64, '0'), 'hex');

/** e = SM3(Z ‖ M), Z = SM3(ENTL ‖ ID ‖ a ‖ b ‖ G ‖ P) (GB/T 32918.2 §5.5, §6.1). */
export const sm2Digest = (message: Uint8Array, point: Sm2Point, userId: string = SM2_USER_ID): Buffer => {
  const id = Buffer.from(userId);
  if (id.length > 8191) throw new RangeError('a user identity has at most 8191 bytes');
  const length = Buffer.of((id.length * 8) >> 8, (id.length * 8) & 0xff);
  return sm3(Buffer.concat([sm3(Buffer.concat([length, id, PARAMETERS, point.subarray(1)])), message]));
};

/** Points that were asked before, with their tables: an authority verifies thousands of times under one key. */
const MEMORY = 32;
const tables = new Map<string, ReturnType<typeof sm2.precomputePublicKey>>();

const tableOf = (point: Sm2Point): ReturnType<typeof sm2.precomputePublicKey> | null => {
  const name = point.toString('hex');
  const known = tables.get(name);
  if (known) return known;
  try {
    const table = sm2.precomputePublicKey(name, 8);
    if (tables.size >= MEMORY) tables.delete(tables.keys().next().value!);
    tables.set(name, table);
    return table;
  } catch {
    // The library throws for nothing but 65 bytes that are no point on the curve: a key that verifies nothing.
    return null;
  }
};

const pairOf = (signature: Uint8Array): readonly [bigint, bigint] | null => {
  try {
    const [r, s, ...more] = childrenOf(readDer(signature), 0x30).map(integerOf);
    return r !== undefined && s !== undefined && more.length === 0 ? [r, s] : null;
  } catch (error) {
    if (error instanceof DerFault) return null;
    throw error;
  }
};

/** Whether the signature (DER) is the point's over the message. */
export const sm2Verifies = (
  message: Uint8Array,
  signature: Uint8Array,
  point: Sm2Point,
  userId: string = SM2_USER_ID,
): boolean => {
  const pair = pairOf(signature);
  if (!pair) return false;
  const [r, s] = pair;
  // The library leaves the ranges of §7.1 to us; r + s = 0 it looks at itself.
  if (r < 1n || r >= N || s < 1n || s >= N || (r + s) % N === 0n) return false;
  const table = tableOf(point);
  if (!table) return false;
  const digest = sm2Digest(message, point, userId);
  return sm2.doVerifySignature(digest, Buffer.concat([bytesOf(r), bytesOf(s)]).toString('hex'), table);
};

/** Secret numbers in the order of RFC 6979 §3.2, with HMAC-SM3, over the key and e. */
function* secrets(scalar: Buffer, digest: Buffer): Generator<bigint> {
  const mac = (key: Buffer, ...parts: readonly Uint8Array[]): Buffer =>
    createHmac('sm3', key).update(Buffer.concat(parts)).digest();
  const seed = Buffer.concat([scalar, bytesOf(numberOf(digest) % N)]);
  let v: Buffer = Buffer.alloc(32, 1);
  let key: Buffer = Buffer.alloc(32, 0);
  key = mac(key, v, Buffer.of(0), seed);
  v = mac(key, v);
  key = mac(key, v, Buffer.of(1), seed);
  v = mac(key, v);
  for (;;) {
    v = mac(key, v);
    const k = numberOf(v);
    if (k >= 1n && k < N) yield k;
    key = mac(key, v, Buffer.of(0));
    v = mac(key, v);
  }
}

/** Signs a message. Draws no chance: the secret number follows from key and message. */
export const sm2Sign = (message: Uint8Array, key: Sm2PrivateKey, userId: string = SM2_USER_ID): Buffer => {
  const digest = sm2Digest(message, key.point, userId);
  const d = numberOf(key.scalar);
  for (const k of secrets(key.scalar, digest)) {
    const x1 = numberOf(Buffer.from(sm2.getPublicKeyFromPrivateKey(bytesOf(k).toString('hex')), 'hex').subarray(1, 33));
    const r = (numberOf(digest) + x1) % N;
    // §6.1 A5, A6: another number where these turn out zero. The library would draw one.
    if (r === 0n || r + k === N || (k - r * d) % N === 0n) continue;
    const signature = Buffer.from(
      sm2.doSignature(digest, key.scalar.toString('hex'), { pointPool: [{ k, x1 }] }),
      'hex',
    );
    return der.sequence(
      der.integer(numberOf(signature.subarray(0, 32))),
      der.integer(numberOf(signature.subarray(32))),
    );
  }
  throw new RangeError('no number signs this');
};
