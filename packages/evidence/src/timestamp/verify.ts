import { hash, type KeyObject, verify, type X509Certificate } from 'node:crypto';
import { type ChainFailure, chainToAnchor, isForTimestampsOnly, parseCertificate } from '../certificate.ts';
import {
  childrenOf,
  contentOf,
  type Der,
  DerFault,
  encodingOf,
  expectTag,
  integerOf,
  octetsOf,
  oidOf,
  readDer,
} from '../der/index.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import {
  CONTENT_TYPE,
  DIGESTS,
  MESSAGE_DIGEST,
  SHA256,
  SIGNATURES,
  SIGNING_CERTIFICATE_V2,
  TST_INFO,
} from './names.ts';
import { parseToken, type TimestampInfo, type TokenParts } from './token.ts';

/** Whom we believe about time. An empty list of policies takes any. `certificates` helps where tokens carry none. */
export interface TimestampTrust {
  readonly anchors: readonly X509Certificate[];
  readonly policies: readonly string[];
  readonly certificates?: readonly X509Certificate[];
}

/** A token whose signature, certificate and policy hold, whatever it is over. Many links share one: verify once, keep this, ask `coversDigest` for each. */
export interface VerifiedToken extends TimestampInfo {
  readonly authority: X509Certificate;
  readonly chain: readonly X509Certificate[];
}

export type TokenFailure =
  | 'TOKEN_FORMAT'
  | 'TOKEN_ALGORITHM'
  | 'TOKEN_CERTIFICATE'
  | 'TOKEN_SIGNATURE'
  | 'TOKEN_KEY_USAGE'
  | 'TOKEN_POLICY'
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

/** Whether the certificate is the one the signer identifier points at, by issuer and serial number or by key identifier. */
const isSigner = (certificate: X509Certificate, id: Buffer): boolean =>
  unread(() => {
    const signer = readDer(id);
    const fields = childrenOf(childrenOf(readDer(certificate.raw), 0x30)[0]!, 0x30);
    const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
    if (signer.tag === 0x80)
      return certificate.raw.includes(Buffer.concat([Buffer.of(0x04, contentOf(signer).length), contentOf(signer)]));
    const [name, number] = childrenOf(signer, 0x30);
    return (
      encodingOf(expectTag(name, 0x30)).equals(encodingOf(expectTag(issuer, 0x30))) &&
      integerOf(number) === integerOf(serial)
    );
  });

/** The first ESSCertIDv2 names the signer's certificate by its digest (RFC 5816 §2.2.1); SHA-256 where no algorithm is named. */
const namesCertificate = (value: Der | undefined, certificate: X509Certificate): boolean =>
  unread(() => {
    const first = childrenOf(childrenOf(childrenOf(value!, 0x30)[0]!, 0x30)[0]!, 0x30);
    const named = first[0]?.tag === 0x30;
    const algorithm = DIGESTS[named ? oidOf(childrenOf(first[0]!)[0]) : SHA256];
    return algorithm !== undefined && hash(algorithm, certificate.raw, 'buffer').equals(octetsOf(first[named ? 1 : 0]));
  });

const signatureHolds = (
  { signer }: TokenParts,
  key: KeyObject,
): Verdict<null, 'TOKEN_ALGORITHM' | 'TOKEN_SIGNATURE'> => {
  const algorithm = SIGNATURES[signer.signature];
  const digest = algorithm?.digest ?? DIGESTS[signer.digest];
  if (!algorithm || !digest || digest === 'sm3')
    return refuse('TOKEN_ALGORITHM', `signature algorithm ${signer.signature} is not one we verify`);
  if (key.asymmetricKeyType !== algorithm.key)
    return refuse('TOKEN_ALGORITHM', `a ${algorithm.key} signature under a ${key.asymmetricKeyType} key`);
  const holds = verify(algorithm.key === 'ed25519' ? null : digest, signer.signedBytes, key, signer.value);
  return holds ? pass(null) : refuse('TOKEN_SIGNATURE', 'the signature does not hold');
};

/** Signed attributes say what was signed: its type, its digest, and by which certificate (RFC 5652 §5.4, RFC 5816). */
const attributesHold = (parts: TokenParts, certificate: X509Certificate): Verdict<null, TokenFailure> => {
  const { attributes, digest } = parts.signer;
  const algorithm = DIGESTS[digest];
  if (!algorithm) return refuse('TOKEN_ALGORITHM', `digest algorithm ${digest} is not one we verify`);
  const one = (type: string): Der | undefined => {
    const values = attributes.get(type);
    return values?.length === 1 ? values[0] : undefined;
  };
  if (!unread(() => oidOf(one(CONTENT_TYPE)) === TST_INFO))
    return refuse('TOKEN_SIGNATURE', 'the signed content type is not a timestamp');
  if (!unread(() => octetsOf(one(MESSAGE_DIGEST)).equals(hash(algorithm, parts.content, 'buffer'))))
    return refuse('TOKEN_SIGNATURE', 'the signed digest is not that of the timestamp');
  return namesCertificate(one(SIGNING_CERTIFICATE_V2), certificate)
    ? pass(null)
    : refuse('TOKEN_CERTIFICATE', 'no signed ESSCertIDv2 names the certificate');
};

/**
 * Verifies an RFC 3161 token as such: DER, one signer, signed attributes, signature, ESSCertIDv2 (RFC 5816), a certificate for
 * timestamps alone (critical, §2.3), which leads to an anchor and was valid when it stamped, and a policy we take.
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
  const signature = signatureHolds(parts, authority.publicKey);
  if (!signature.ok) return signature;
  const attributes = attributesHold(parts, authority);
  if (!attributes.ok) return attributes;
  if (!isForTimestampsOnly(authority))
    return refuse('TOKEN_KEY_USAGE', `${authority.subject} is not for timestamps alone`);
  const chain = chainToAnchor(authority, pool, trust.anchors, parts.info.time);
  if (!chain.ok) return chain;
  if (trust.policies.length > 0 && !trust.policies.includes(parts.info.policy))
    return refuse('TOKEN_POLICY', `policy ${parts.info.policy} is not one of ${trust.policies.join(', ')}`);
  return pass({ ...parts.info, authority, chain: chain.value });
};

/** Whether a verified token is over this SHA-256 digest and, where we asked for it, answers our nonce. */
export const coversDigest = (token: VerifiedToken, digest: Uint8Array, nonce?: bigint): Verdict<null, CoverFailure> => {
  if (token.imprint.algorithm !== SHA256 || !token.imprint.digest.equals(digest))
    return refuse(
      'TIMESTAMP_IMPRINT',
      `the token is over ${token.imprint.digest.toString('hex')}, not ${Buffer.from(digest).toString('hex')}`,
    );
  if (nonce !== undefined && token.nonce !== nonce)
    return refuse('TIMESTAMP_NONCE', 'the token does not answer our question');
  return pass(null);
};
