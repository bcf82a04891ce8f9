import { hash, type X509Certificate } from 'node:crypto';
import { type DigestName, digestByOid, digestKind, nameOfAlgorithm } from '../algorithm/index.ts';
import { type ChainFailure, chainToAnchor, isForTimestampsOnly, parseCertificate } from '../certificate.ts';
import { type CertificateNaming, isSigner, misnamed } from '../cms/signer.ts';
import { type Der, DerFault, octetsOf, oidOf } from '../der/index.ts';
import { judgeRevocation, type RevocationFailure } from '../revocation/index.ts';
import { publicKeyOf, verifySignature } from '../signature/index.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { CONTENT_TYPE, MESSAGE_DIGEST, TST_INFO } from './names.ts';
import { parseToken, type TimestampInfo, type TokenParts } from './token.ts';

/** Whom we believe about time. An empty list of policies takes any. `certificates` helps where tokens carry none. */
export interface TimestampTrust {
  readonly anchors: readonly X509Certificate[];
  readonly policies: readonly string[];
  readonly certificates?: readonly X509Certificate[];
  /** Revocation lists in DER. Those a token carries are looked at as well. */
  readonly revocationLists?: readonly Uint8Array[];
  /** Whether every certificate must be covered by a list; left out, one without a list is taken as it is. */
  readonly revocationRequired?: boolean;
  /** How tokens must name the certificate; left out, by ESSCertIDv2 alone. */
  readonly naming?: CertificateNaming;
}

/** A token whose signature, certificate and policy hold, whatever it is over. Many links share one: verify once, keep this, ask `coversDigest` for each. */
export interface VerifiedToken extends TimestampInfo {
  readonly suite: 'pkcs' | 'gm';
  readonly authority: X509Certificate;
  readonly chain: readonly X509Certificate[];
  /** Signature scheme and key of the authority, by the names the evidence policy speaks of. */
  readonly scheme: string;
  readonly key: string;
}

export type TokenFailure =
  | 'TOKEN_FORMAT'
  | 'TOKEN_ALGORITHM'
  | 'TOKEN_CERTIFICATE'
  | 'TOKEN_SIGNATURE'
  | 'TOKEN_KEY_USAGE'
  | 'TOKEN_POLICY'
  | RevocationFailure
  | ChainFailure;
export type CoverFailure = 'TIMESTAMP_IMPRINT' | 'TIMESTAMP_NONCE';

const unread = (what: () => boolean): boolean => {
  try {
    return what();
  } catch (error) {
    if (error instanceof DerFault) return false;
    throw error;
  }
};

/** Signed attributes say what was signed: its type, its digest, and by which certificate (RFC 5652 §5.4, RFC 5816). */
const attributesHold = (
  parts: TokenParts,
  certificate: X509Certificate,
  naming: CertificateNaming,
): Verdict<null, TokenFailure> => {
  const { attributes, digest } = parts.signer;
  const kind = digestByOid(digest);
  if (!kind) return refuse('TOKEN_ALGORITHM', `digest algorithm ${nameOfAlgorithm(digest)} is not one we verify`);
  const one = (type: string): Der | undefined => {
    const values = attributes.get(type);
    return values?.length === 1 ? values[0] : undefined;
  };
  if (!unread(() => oidOf(one(CONTENT_TYPE)) === TST_INFO))
    return refuse('TOKEN_SIGNATURE', 'the signed content type is not a timestamp');
  if (!unread(() => octetsOf(one(MESSAGE_DIGEST)).equals(hash(kind.name, parts.content, 'buffer'))))
    return refuse('TOKEN_SIGNATURE', 'the signed digest is not that of the timestamp');
  const wrong = misnamed(attributes, certificate, naming);
  return wrong === null ? pass(null) : refuse('TOKEN_CERTIFICATE', wrong);
};

/**
 * Verifies an RFC 3161 token as such: DER, one signer, signed attributes, signature, ESSCertIDv2 (RFC 5816), a certificate for
 * timestamps alone (critical, §2.3), which leads to an anchor, was valid and, as far as lists tell, not revoked when it stamped, and a policy
 * we take. Tokens of the Chinese profile (SM3, SM2, object identifiers of GB/T 35275) are read the same way.
 * What it is over is asked of `coversDigest`. Never throws, whatever the bytes.
 */
export const verifyToken = (token: Uint8Array, trust: TimestampTrust): Verdict<VerifiedToken, TokenFailure> => {
  const parsed = parseToken(token);
  if (!parsed.ok) return parsed;
  const parts = parsed.value;
  const carried = parts.certificates.map(parseCertificate).flatMap((c) => (c.ok ? [c.value] : []));
  const pool = [...carried, ...(trust.certificates ?? [])];
  const authority = pool.find((c) => isSigner(c, parts.signer.id));
  if (!authority) return refuse('TOKEN_CERTIFICATE', "the signer's certificate is neither in the token nor known");
  const { signature, digest, signedBytes, value } = parts.signer;
  const held = verifySignature(signature, digest, publicKeyOf(authority), signedBytes, value);
  if (!held.ok) return refuse(held.code === 'SIGNATURE_ALGORITHM' ? 'TOKEN_ALGORITHM' : 'TOKEN_SIGNATURE', held.detail);
  const attributes = attributesHold(parts, authority, trust.naming ?? 'v2');
  if (!attributes.ok) return attributes;
  if (!isForTimestampsOnly(authority))
    return refuse('TOKEN_KEY_USAGE', `${authority.subject} is not for timestamps alone`);
  const chain = chainToAnchor(authority, pool, trust.anchors, parts.info.time);
  if (!chain.ok) return chain;
  const revocation = judgeRevocation({
    chain: chain.value,
    lists: [...parts.revocationLists, ...(trust.revocationLists ?? [])],
    at: parts.info.time,
    required: trust.revocationRequired ?? false,
    timestamps: true,
  });
  if (!revocation.ok) return revocation;
  if (trust.policies.length > 0 && !trust.policies.includes(parts.info.policy))
    return refuse('TOKEN_POLICY', `policy ${parts.info.policy} is not one of ${trust.policies.join(', ')}`);
  const { scheme, key } = held.value;
  return pass({ ...parts.info, suite: parts.suite, authority, chain: chain.value, scheme, key });
};

/** Whether a verified token is over this digest (SHA-256 where no other is named) and, where we asked for it, answers our nonce. */
export const coversDigest = (
  token: VerifiedToken,
  digest: Uint8Array,
  nonce?: bigint,
  algorithm: DigestName = 'sha256',
): Verdict<null, CoverFailure> => {
  if (token.imprint.algorithm !== digestKind(algorithm).oid || !token.imprint.digest.equals(digest))
    return refuse(
      'TIMESTAMP_IMPRINT',
      `the token is over ${token.imprint.digest.toString('hex')}, not ${Buffer.from(digest).toString('hex')}`,
    );
  if (nonce !== undefined && token.nonce !== nonce)
    return refuse('TIMESTAMP_NONCE', 'the token does not answer our question');
  return pass(null);
};
