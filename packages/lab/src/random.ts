import { createHash } from 'node:crypto';

/**
 * Chance that is none: a generator named by a path of labels (`demo/case/3/material/2`). The same path draws the same numbers for ever,
 * whatever was drawn elsewhere before, so things may be made in any order, side by side, or alone.
 */
export class Random {
  readonly path: string;
  readonly #state: Uint32Array;

  constructor(path: string) {
    this.path = path;
    const digest = createHash('sha256').update(path).digest();
    this.#state = Uint32Array.from({ length: 4 }, (_, i) => digest.readUInt32LE(i * 4));
  }

  /** A generator of its own below this one. Depends on the labels alone, not on what this one has drawn. */
  fork(label: string | number): Random {
    return new Random(`${this.path}/${label}`);
  }

  /** Next 32 bits: xoshiro128** (Blackman and Vigna). */
  uint32(): number {
    const s = this.#state as unknown as [number, number, number, number];
    const result = Math.imul(rotl(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11);
    return result;
  }

  /** A whole number from 0 up to, not including, `n` (at most 2^32). */
  below(n: number): number {
    return Math.floor((this.uint32() / 2 ** 32) * n);
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  /** True in `share` (0 to 1) of all draws. */
  chance(share: number): boolean {
    return this.uint32() < share * 2 ** 32;
  }

  /** One of a list. Throws RangeError where it is empty. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[this.below(list.length)]!;
  }

  /** Decimal digits. */
  digits(length: number): string {
    return Array.from({ length }, () => this.below(10)).join('');
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.ceil(length / 4) * 4);
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(this.uint32(), at);
    return bytes.subarray(0, length);
  }
}

const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
