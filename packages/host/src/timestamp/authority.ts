import { randomBytes } from 'node:crypto';
import {
  coversDigest,
  type DigestName,
  type TimestampTrust,
  timestampRequest,
  tokenOfResponse,
  type VerifiedToken,
  verifyToken,
} from '@guidang/evidence';

export interface AuthorityOptions {
  /** Where RFC 3161 questions are posted (http or https, §3.4). */
  readonly url: string;
  readonly trust: TimestampTrust;
  /** From the question to the last byte of the answer. */
  readonly timeoutMs: number;
  /** How far the authority's time may be from ours: more, and one of the two clocks is wrong. */
  readonly clockToleranceMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Asks for a token over a SHA-256 digest. What comes back is DER, verified, and over this digest. @throws TimestampUnavailable, TimestampRefused */
export type AskAuthority = (digest: Uint8Array) => Promise<Buffer>;

/** A token in DER, and what was found in it. */
export interface Stamped {
  readonly token: Buffer;
  readonly verified: VerifiedToken;
}

/** The same over a digest of any algorithm we take. @throws TimestampUnavailable, TimestampRefused */
export type AskToken = (digest: Uint8Array, algorithm: DigestName) => Promise<Stamped>;

/** The authority answered, and its answer is none we can use. `code` is stable. */
export class TimestampRefused extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(`${code}: ${detail} / 时间戳不可用`);
    this.name = 'TimestampRefused';
    this.code = code;
  }
}

/** The authority could not be asked, or did not answer to the end in time. */
export class TimestampUnavailable extends Error {
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super(`${code}: the timestamp authority cannot be reached / 时间戳服务不可达`, { cause });
    this.name = 'TimestampUnavailable';
    this.code = code;
  }
}

const QUERY = 'application/timestamp-query';
const REPLY = 'application/timestamp-reply';
/** A token with its certificates has two to six thousand bytes. A link has room for 30,000 (40,000 characters of base64). */
const MAX_REPLY_BYTES = 65_536;
const MAX_TOKEN_BYTES = 30_000;
const NONCE_BYTES = 16;

/** Speaks RFC 3161 over HTTP with one authority. Nothing it says is believed before it is verified against the anchors we were given. */
export const tokenFrom =
  ({ url, trust, timeoutMs, clockToleranceMs, now }: AuthorityOptions): AskToken =>
  async (digest, algorithm) => {
    const nonce = BigInt(`0x${randomBytes(NONCE_BYTES).toString('hex')}`);
    const [policy] = trust.policies;
    const asked = trust.policies.length === 1 && policy ? { policy } : {};
    const question = timestampRequest({ digest, algorithm, nonce, ...asked });
    const token = tokenOfResponse(await exchange(url, question, timeoutMs));
    if (!token.ok) throw new TimestampRefused(token.code, token.detail);
    if (token.value.length > MAX_TOKEN_BYTES)
      throw new TimestampRefused('TOKEN_TOO_LARGE', `${token.value.length} bytes, at most ${MAX_TOKEN_BYTES}`);
    const verified = verifyToken(token.value, trust);
    if (!verified.ok) throw new TimestampRefused(verified.code, verified.detail);
    const covers = coversDigest(verified.value, digest, nonce, algorithm);
    if (!covers.ok) throw new TimestampRefused(covers.code, covers.detail);
    mustBeNow(verified.value, now(), clockToleranceMs);
    return { token: token.value, verified: verified.value };
  };

/** The same for whoever has SHA-256 alone and keeps nothing but the token. */
export const timestampAuthority = (options: AuthorityOptions): AskAuthority => {
  const ask = tokenFrom(options);
  return async (digest) => (await ask(digest, 'sha256')).token;
};

function mustBeNow({ time }: VerifiedToken, now: number, tolerance: number): void {
  if (Math.abs(time - now) > tolerance)
    throw new TimestampRefused(
      'TIMESTAMP_TIME',
      `stamped at ${new Date(time).toISOString()}, and our clock says ${new Date(now).toISOString()}`,
    );
}

/** Posts the question, takes no more of an answer than an answer may have, and no longer than it may take. */
async function exchange(url: string, question: Buffer, timeoutMs: number): Promise<Buffer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': QUERY, accept: REPLY },
      body: new Uint8Array(question),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return await replyOf(response);
  } catch (error) {
    if (error instanceof TimestampRefused) throw error;
    throw new TimestampUnavailable(reasonOf(error), error);
  }
}

async function replyOf(response: Response): Promise<Buffer> {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (response.status !== 200 || type !== REPLY) {
    await response.body?.cancel();
    throw new TimestampRefused('RESPONSE_HTTP', `HTTP ${response.status}, ${type ?? 'no content type'}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by a throw cancels the body.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_REPLY_BYTES) throw new TimestampRefused('RESPONSE_TOO_LARGE', `more than ${MAX_REPLY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The code of what went wrong below, e.g. ECONNREFUSED; fetch hides it one level down. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  if (error.name === 'TimeoutError') return 'TIMEOUT';
  const below: unknown = error.cause;
  return below instanceof Error && 'code' in below ? String(below.code) : error.name;
}
