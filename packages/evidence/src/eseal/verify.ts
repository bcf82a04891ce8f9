import { hash, type X509Certificate } from 'node:crypto';
import { type ChainFailure, chainToAnchor, parseCertificate } from '../certificate.ts';
import { sm3 } from '../digest.ts';
import { judgeRevocation, type RevocationFailure } from '../revocation/index.ts';
import { publicKeyOf, verifySignature } from '../signature/index.ts';
import { imprintOf, type TimestampTrust, tokenInDer, type VerifiedToken, verifyToken } from '../timestamp/index.ts';
import { type UnsureTimestamp, unsure } from '../timestamp/unsure.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { type ESeal, type ESealFormatFailure, type ESealInfo, parseESeal, parseESealSignature } from './read.ts';

/** Whom we believe about seals. */
export interface ESealTrust {
  /** Who issues the certificates of those who sign, and of those who make seals. */
  readonly anchors: readonly X509Certificate[];
  readonly certificates?: readonly X509Certificate[];
  /** Moment a seal is judged at; a signature is judged at its timestamp, or at this moment where it has none. */
  readonly at: number;
  readonly revocationLists?: readonly Uint8Array[];
  readonly revocationRequired?: boolean;
  /** Up to when revocations count of what no timestamp dates; left out, up to `at`. */
  readonly revokedUntil?: number;
  readonly timestamps?: TimestampTrust;
}

export type ESealFailure =
  | ESealFormatFailure
  | 'ESEAL_CERTIFICATE'
  | 'ESEAL_ALGORITHM'
  | 'ESEAL_SIGNATURE'
  | 'ESEAL_MAKER'
  | 'ESEAL_VALIDITY'
  | 'ESEAL_HOLDER'
  | 'ESEAL_DATA'
  | 'ESEAL_TIMESTAMP'
  | UnsureTimestamp
  | RevocationFailure
  | ChainFailure;

export interface VerifiedESeal {
  readonly info: ESealInfo;
  readonly maker: X509Certificate;
}

export interface VerifiedESealSignature extends VerifiedESeal {
  readonly signer: X509Certificate;
  /** When, by the signer's own clock, and by a token where there is one somebody is believed about. */
  readonly time: number;
  readonly timestamp: VerifiedToken | null;
  readonly property: string;
}

/** A certificate that signed bytes, and leads to an anchor. */
const signerOf = (
  der: Buffer,
  algorithm: string,
  signed: Buffer,
  signature: Buffer,
  trust: ESealTrust,
  at: number,
  code: 'ESEAL_SIGNATURE' | 'ESEAL_MAKER',
): Verdict<X509Certificate, ESealFailure> => {
  const certificate = parseCertificate(der);
  if (!certificate.ok) return refuse('ESEAL_CERTIFICATE', certificate.detail);
  const held = verifySignature(
    { oid: algorithm, parameters: null },
    null,
    publicKeyOf(certificate.value),
    signed,
    signature,
  );
  if (!held.ok) return refuse(held.code === 'SIGNATURE_ALGORITHM' ? 'ESEAL_ALGORITHM' : code, held.detail);
  const chain = chainToAnchor(certificate.value, trust.certificates ?? [], trust.anchors, at);
  if (!chain.ok) return chain;
  const revocation = judgeRevocation({
    chain: chain.value,
    lists: trust.revocationLists ?? [],
    at,
    until: trust.revokedUntil ?? at,
    required: trust.revocationRequired ?? false,
  });
  return revocation.ok ? pass(certificate.value) : revocation;
};

const judgeSeal = (seal: ESeal, trust: ESealTrust, at: number): Verdict<VerifiedESeal, ESealFailure> => {
  const maker = signerOf(seal.maker, seal.algorithm, seal.signed, seal.signature, trust, at, 'ESEAL_MAKER');
  if (!maker.ok) return maker;
  const { info } = seal;
  return info.validFrom <= at && at <= info.validUntil
    ? pass({ info, maker: maker.value })
    : refuse(
        'ESEAL_VALIDITY',
        `the seal ${info.id} is valid from ${new Date(info.validFrom).toISOString()} to ${new Date(info.validUntil).toISOString()}, not at ${new Date(at).toISOString()}`,
      );
};

/** Verifies a seal by itself: its maker's signature and certificate, and that it is valid at `trust.at`. */
export const verifyESeal = (bytes: Uint8Array, trust: ESealTrust): Verdict<VerifiedESeal, ESealFailure> => {
  const seal = parseESeal(bytes);
  return seal.ok ? judgeSeal(seal.value, trust, trust.at) : seal;
};

/** Whether the signer is one of those the seal was made for. Digests of certificates are of SM3; some makers take SHA-256. */
const isHolder = ({ holders }: ESealInfo, signer: Buffer): boolean =>
  holders.kind === 'certificates'
    ? holders.list.some((certificate) => certificate.equals(signer))
    : holders.list.some(({ value }) => value.equals(sm3(signer)) || value.equals(hash('sha256', signer, 'buffer')));

const timestampOf = (
  token: Buffer | null,
  signature: Buffer,
  trust: TimestampTrust | undefined,
): Verdict<VerifiedToken | null, 'ESEAL_TIMESTAMP' | UnsureTimestamp> => {
  if (!token || !trust) return pass(null);
  const inDer = tokenInDer(token);
  const verified = inDer.ok ? verifyToken(inDer.value, trust) : inDer;
  if (!verified.ok) return refuse(unsure(verified.code) ?? 'ESEAL_TIMESTAMP', `${verified.code}: ${verified.detail}`);
  const imprint = imprintOf(verified.value);
  return imprint?.digest.equals(hash(imprint.name, signature, 'buffer'))
    ? pass(verified.value)
    : refuse('ESEAL_TIMESTAMP', 'the timestamp is not over this signature');
};

/**
 * Verifies a signature made with a seal over data (GB/T 38540-2020 §7): the digest of the data, the signer's signature and certificate, that the signer is
 * one of those the seal was made for, the seal, and a timestamp where there is one. The digest is of SM3.
 */
export const verifyESealSignature = (
  bytes: Uint8Array,
  data: Uint8Array,
  trust: ESealTrust,
): Verdict<VerifiedESealSignature, ESealFailure> => {
  const parsed = parseESealSignature(bytes);
  if (!parsed.ok) return parsed;
  const { seal, time, dataHash, property, signed, signer, algorithm, signature, timestamp } = parsed.value;
  if (!dataHash.equals(sm3(data))) return refuse('ESEAL_DATA', `the signature is not over ${property}`);
  const token = timestampOf(timestamp, signature, trust.timestamps);
  if (!token.ok) return token;
  const at = token.value?.time ?? trust.at;
  // A timestamp that holds proves the moment: no later revocation counts.
  const under = token.value ? { ...trust, revokedUntil: at } : trust;
  const by = signerOf(signer, algorithm, signed, signature, under, at, 'ESEAL_SIGNATURE');
  if (!by.ok) return by;
  if (!isHolder(seal.info, signer))
    return refuse('ESEAL_HOLDER', `${by.value.subject} is none of those the seal ${seal.info.id} was made for`);
  const whole = judgeSeal(seal, under, at);
  return whole.ok ? pass({ ...whole.value, signer: by.value, time, timestamp: token.value, property }) : whole;
};
