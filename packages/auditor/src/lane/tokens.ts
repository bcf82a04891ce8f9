import {
  base64,
  coversDigest,
  type DigestName,
  fromBase64,
  refuse,
  sha256Hex,
  type TimestampTrust,
  type TokenFailure,
  type Verdict,
  type VerifiedToken,
  verifyToken,
} from '@guidang/evidence';
import type { FindingCode } from '../findings/codes.ts';

export interface TokenFault {
  readonly code: FindingCode;
  readonly expected: string;
  readonly found: string;
}

/** Verified tokens that are remembered: the cases of one batch share one. */
const REMEMBERED = 256;

/** Verifies timestamps, each once however many records share it. */
export class Tokens {
  readonly #trust: TimestampTrust;
  #known = new Map<string, Verdict<VerifiedToken, TokenFailure>>();

  constructor(trust: TimestampTrust) {
    this.#trust = trust;
  }

  /**
   * Whether the token (DER, base64) is good, over this digest, and of a time between two others.
   * @param between milliseconds since 1970
   * @param algorithm of the digest
   */
  judge(
    token: string,
    digest: Uint8Array,
    between: { from: number; until: number },
    algorithm: DigestName = 'sha256',
  ): TokenFault[] {
    const verdict = this.#verdict(token);
    if (!verdict.ok) {
      const found = `${verdict.code}: ${verdict.detail}`;
      return [{ code: 'TIMESTAMP_TOKEN', expected: 'a token that holds under the anchors', found }];
    }
    const verified = verdict.value;
    const faults: TokenFault[] = [];
    const covers = coversDigest(verified, digest, undefined, algorithm);
    if (!covers.ok)
      faults.push({
        code: 'TIMESTAMP_IMPRINT',
        expected: Buffer.from(digest).toString('hex'),
        found: verified.imprint.digest.toString('hex'),
      });
    if (verified.time < between.from || verified.time > between.until)
      faults.push({
        code: 'TIMESTAMP_TIME',
        expected: `${new Date(between.from).toISOString()} – ${new Date(between.until).toISOString()}`,
        found: new Date(verified.time).toISOString(),
      });
    return faults;
  }

  /** What a token says (DER), or why it is not believed. */
  verdict(token: Uint8Array): Verdict<VerifiedToken, TokenFailure> {
    return this.#verdict(base64(token));
  }

  #verdict(token: string): Verdict<VerifiedToken, TokenFailure> {
    const name = token.length > 200 ? sha256Hex(token) : token;
    const known = this.#known.get(name);
    if (known) return known;
    const bytes = fromBase64(token);
    const verdict = bytes ? verifyToken(bytes, this.#trust) : refuse('TOKEN_FORMAT', 'not base64');
    if (this.#known.size >= REMEMBERED) this.#known = new Map();
    this.#known.set(name, verdict);
    return verdict;
  }
}
