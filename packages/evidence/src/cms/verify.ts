import { hash, type X509Certificate } from 'node:crypto';
import { digestByOid, nameOfAlgorithm } from '../algorithm/index.ts';
import { type ChainFailure, chainToAnchor, mayUseKeyFor, parseCertificate } from '../certificate.ts';
import { type Der, DerFault, encodingOf, octetsOf, oidOf, timeOf } from '../der/index.ts';
import { judgeRevocation, type RevocationFailure } from '../revocation/index.ts';
import { publicKeyOf, type VerifiedSignatureScheme, verifySignature } from '../signature/index.ts';
import { type TimestampTrust, tokenInDer, type VerifiedToken, verifyToken } from '../timestamp/index.ts';
import { imprintOf } from '../timestamp/token.ts';
import { type UnsureTimestamp, unsure } from '../timestamp/unsure.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { ATTR_CONTENT_TYPE, ATTR_MESSAGE_DIGEST, ATTR_SIGNING_TIME, ATTR_TIMESTAMP_TOKEN } from './names.ts';
import { type Cms, type CmsSigner, parseCms } from './read.ts';
import { type CertificateNaming, isSigner, misnamed } from './signer.ts';

/** Whom we believe about a signature. */
export interface CmsTrust {
  readonly anchors: readonly X509Certificate[];
  readonly certificates?: readonly X509Certificate[];
  /** Moment the signature is judged at, where no timestamp of `timestamps` says an earlier one: milliseconds since the epoch. */
  readonly at: number;
  readonly revocationLists?: readonly Uint8Array[];
  readonly revocationRequired?: boolean;
  /** Up to when revocations count of what no timestamp dates; left out, up to `at`. */
  readonly revokedUntil?: number;
  /** Whom we believe about time; left out, timestamps inside are not looked at. */
  readonly timestamps?: TimestampTrust;
  /** How the certificate must be named; left out as CAdES has it. */
  readonly naming?: CertificateNaming;
}

/** One signature that holds. Times in milliseconds since the epoch. */
export interface VerifiedSigner extends VerifiedSignatureScheme {
  readonly signer: X509Certificate;
  readonly chain: readonly X509Certificate[];
  /** When, by the signer's own word. */
  readonly signingTime: number | null;
  /** The token over the signature value that proves it was there; null where there is none or nobody is believed about time. */
  readonly timestamp: VerifiedToken | null;
}

export interface VerifiedCms {
  readonly suite: Cms['suite'];
  readonly contentType: string;
  /** What was signed. */
  readonly content: Uint8Array;
  readonly signers: readonly VerifiedSigner[];
}

export type CmsFailure =
  | 'CMS_FORMAT'
  | 'CMS_CONTENT'
  | 'CMS_ALGORITHM'
  | 'CMS_CERTIFICATE'
  | 'CMS_SIGNATURE'
  | 'CMS_TIMESTAMP'
  | UnsureTimestamp
  | RevocationFailure
  | ChainFailure;

const one = (attributes: CmsSigner['attributes'], type: string): Der | undefined => {
  const values = attributes?.get(type);
  return values?.length === 1 ? values[0] : undefined;
};

const read = <T>(what: () => T): T | null => {
  try {
    return what();
  } catch (error) {
    if (error instanceof DerFault) return null;
    throw error;
  }
};

/** What the signature is over: the signed attributes, once they say the right things of the content; the content where there are none. */
const signedBytesOf = (cms: Cms, signer: CmsSigner, content: Uint8Array): Verdict<Uint8Array, CmsFailure> => {
  const { attributes, signedBytes } = signer;
  const kind = digestByOid(signer.digest);
  if (!kind) return refuse('CMS_ALGORITHM', `digest algorithm ${nameOfAlgorithm(signer.digest)} is not one we verify`);
  if (!attributes || !signedBytes)
    // RFC 5652 §5.3: only plain data may be signed without attributes.
    return /^1\.2\.(840\.113549\.1\.7|156\.10197\.6\.1\.4\.2)\.1$/.test(cms.contentType)
      ? pass(content)
      : refuse('CMS_FORMAT', `content of type ${cms.contentType} is signed without attributes`);
  if (read(() => oidOf(one(attributes, ATTR_CONTENT_TYPE))) !== cms.contentType)
    return refuse('CMS_SIGNATURE', 'the signed content type is another');
  if (read(() => octetsOf(one(attributes, ATTR_MESSAGE_DIGEST)))?.equals(hash(kind.name, content, 'buffer')) !== true)
    return refuse('CMS_CONTENT', 'the signed digest is not that of the content');
  return pass(signedBytes);
};

/** The signature timestamp (RFC 5126 §6.1.1), if there is one and somebody is believed about time: over the signature value, holding. */
const timestampOf = (
  signer: CmsSigner,
  trust: TimestampTrust | undefined,
): Verdict<VerifiedToken | null, 'CMS_TIMESTAMP' | UnsureTimestamp> => {
  const values = signer.unsigned.get(ATTR_TIMESTAMP_TOKEN);
  if (!trust || !values?.[0]) return pass(null);
  const inDer = tokenInDer(encodingOf(values[0]));
  const token = inDer.ok ? verifyToken(inDer.value, trust) : inDer;
  if (!token.ok) return refuse(unsure(token.code) ?? 'CMS_TIMESTAMP', `${token.code}: ${token.detail}`);
  const imprint = imprintOf(token.value);
  if (!imprint?.digest.equals(hash(imprint.name, signer.value, 'buffer')))
    return refuse('CMS_TIMESTAMP', 'the timestamp is not over this signature');
  return pass(token.value);
};

/** Bits of key usage (RFC 5280 §4.2.1.3). */
const DIGITAL_SIGNATURE = 0;
const NON_REPUDIATION = 1;

/** Versions of signed data (RFC 5652 §5.1): 1 plain data, 3 other content, 4 and 5 with attribute certificates or other formats. */
const VERSIONS: ReadonlySet<bigint> = new Set([1n, 3n, 4n, 5n]);

const judgeSigner = (
  cms: Cms,
  signer: CmsSigner,
  content: Uint8Array,
  trust: CmsTrust,
): Verdict<VerifiedSigner, CmsFailure> => {
  if (signer.version !== (signer.id[0] === 0x30 ? 1n : 3n))
    return refuse('CMS_FORMAT', `SignerInfo of version ${signer.version}`);
  if (!cms.digests.includes(signer.digest))
    return refuse('CMS_FORMAT', "the signer's digest algorithm is not announced");
  const bytes = signedBytesOf(cms, signer, content);
  if (!bytes.ok) return bytes;
  const carried = cms.certificates.map(parseCertificate).flatMap((c) => (c.ok ? [c.value] : []));
  const pool = [...carried, ...(trust.certificates ?? [])];
  const certificate = pool.find((c) => isSigner(c, signer.id));
  if (!certificate) return refuse('CMS_CERTIFICATE', "the signer's certificate is neither in the signature nor known");
  const held = verifySignature(signer.signature, signer.digest, publicKeyOf(certificate), bytes.value, signer.value);
  if (!held.ok) return refuse(held.code === 'SIGNATURE_ALGORITHM' ? 'CMS_ALGORITHM' : 'CMS_SIGNATURE', held.detail);
  const wrong = misnamed(signer.attributes, certificate, trust.naming ?? 'v2');
  if (wrong !== null) return refuse('CMS_CERTIFICATE', wrong);
  if (!mayUseKeyFor(certificate, DIGITAL_SIGNATURE) && !mayUseKeyFor(certificate, NON_REPUDIATION))
    return refuse('CMS_CERTIFICATE', `${certificate.subject} is not for signatures`);
  const timestamp = timestampOf(signer, trust.timestamps);
  if (!timestamp.ok) return timestamp;
  const at = timestamp.value?.time ?? trust.at;
  const chain = chainToAnchor(certificate, pool, trust.anchors, at);
  if (!chain.ok) return chain;
  const lists = [...cms.revocationLists, ...(trust.revocationLists ?? [])];
  const revocation = judgeRevocation({
    chain: chain.value,
    lists,
    at,
    until: timestamp.value ? at : (trust.revokedUntil ?? at),
    required: trust.revocationRequired ?? false,
  });
  if (!revocation.ok) return revocation;
  return pass({
    ...held.value,
    signer: certificate,
    chain: chain.value,
    signingTime: read(() => timeOf(one(signer.attributes, ATTR_SIGNING_TIME))),
    timestamp: timestamp.value,
  });
};

/**
 * Verifies CMS signed data: every signer's attributes, digest, signature, certificate, chain, timestamp. One signer that does not
 * hold refuses the whole. RSA (PKCS #1 and PSS), ECDSA, Ed25519 and SM2 are verified; everything else is refused by name.
 * @param detached the content, where it lies outside; where it is carried inside as well, both must be the same
 */
export const verifyCms = (
  bytes: Uint8Array,
  detached: Uint8Array | null,
  trust: CmsTrust,
): Verdict<VerifiedCms, CmsFailure> => {
  const parsed = parseCms(bytes);
  if (!parsed.ok) return parsed;
  const cms = parsed.value;
  const content = detached ?? cms.content;
  if (!content) return refuse('CMS_CONTENT', 'the content is neither inside nor given');
  if (detached && cms.content && !cms.content.equals(detached))
    return refuse('CMS_CONTENT', 'the content inside is another than the one given');
  if (cms.signers.length === 0) return refuse('CMS_FORMAT', 'nobody has signed');
  if (!VERSIONS.has(cms.version)) return refuse('CMS_FORMAT', `signed data of version ${cms.version}`);
  const signers: VerifiedSigner[] = [];
  for (const signer of cms.signers) {
    const judgement = judgeSigner(cms, signer, content, trust);
    if (!judgement.ok) return judgement;
    signers.push(judgement.value);
  }
  return pass({ suite: cms.suite, contentType: cms.contentType, content, signers });
};
