import { createECDH, createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import type { Signer } from '@guidang/evidence';
import { algorithmOfKey, issue, type Revoked, revocationList, signWith } from '../ca/index.ts';
import { Random } from '../random.ts';

const DAY = 86_400_000;
/** PKCS #8 of an Ed25519 key, but for its 32 bytes (RFC 8410): such a key signs the same bytes the same, so specimens are made again the same. */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** The same of SM2 on its curve (RFC 5915), before the number and between it and the public half. */
const SM2 = [
  Buffer.from('308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420', 'hex'),
  Buffer.from('a144034200', 'hex'),
] as const;

export type HandKind = 'ed25519' | 'sm2';

function keyOf(random: Random, kind: HandKind): KeyObject {
  // Below the order of the curve: the highest bit is not set.
  const number = Buffer.concat([Buffer.of(random.below(128)), random.bytes(31)]);
  const key =
    kind === 'sm2' ? Buffer.concat([SM2[0], number, SM2[1], publicHalf(number)]) : Buffer.concat([ED25519, number]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function publicHalf(number: Buffer): Buffer {
  const pair = createECDH('SM2');
  pair.setPrivateKey(number);
  return pair.getPublicKey();
}

/** Somebody who signs, with a certificate of the house. */
export interface Hand extends Signer {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

const named = (cn: string) => ({ C: 'CN', O: '测试', CN: cn });

/** A root and whoever it issues to, the same for the same seed. */
export class House {
  readonly root: X509Certificate;
  readonly #random: Random;
  readonly #kind: HandKind;
  readonly #now: number;

  constructor(seed: string, kind: HandKind, now: number) {
    this.#random = new Random(`${seed}/signed/${kind}`);
    this.#kind = kind;
    this.#now = now;
    this.root = issue({
      ...{ use: 'authority', subject: named('测试签名根'), key: this.#key('root'), serial: 1n },
      ...{ from: new Date(now - 3650 * DAY), until: new Date(now + 3650 * DAY) },
    });
  }

  /** @param days before and after now within which the certificate is valid */
  hand(name: string, [before, after]: readonly [number, number] = [365, 365]): Hand {
    const key = this.#key(name);
    const certificate = issue({
      ...{ use: 'seal', subject: named(name), key },
      serial: BigInt(2 + this.#random.fork(name).below(2 ** 31)),
      ...{ from: new Date(this.#now - before * DAY), until: new Date(this.#now + after * DAY) },
      issuer: { name: named('测试签名根'), key: this.#key('root') },
    });
    return {
      ...{ certificate, key, certificates: [certificate], algorithm: algorithmOfKey(key) },
      sign: async (bytes) => signWith(key, bytes),
    };
  }

  /** The list of those who were taken back, as of now, good for a month; one of before where `at` says so. */
  revocationList(revoked: readonly Revoked[] = [], at = this.#now): Buffer {
    return revocationList(named('测试签名根'), this.#key('root'), new Date(at), new Date(at + 30 * DAY), revoked);
  }

  #key(name: string): KeyObject {
    return keyOf(this.#random.fork('key').fork(name), this.#kind);
  }
}
