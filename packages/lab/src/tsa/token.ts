import type { KeyObject, X509Certificate } from 'node:crypto';
import {
  CONTENT_TYPE,
  childrenOf,
  der,
  digestFor,
  digestKind,
  digestOf,
  encodingOf,
  GM_SIGNED_DATA,
  MESSAGE_DIGEST,
  readDer,
  SIGNED_DATA,
  SIGNING_CERTIFICATE_V2,
  TST_INFO,
} from '@guidang/evidence';
import { algorithmOfKey, identifierOf, signWith } from '../ca/hand.ts';
import type { Question } from './question.ts';

/** Who stamps: certificate and key, and under which policy. */
export interface Authority {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
  readonly policy: string;
  /**
   * `gm`: the Chinese profile (GB/T 20520, GM/T 0033) in the object identifiers of GB/T 35275. Left out, those of RFC 3161, with SM2 as with P-256.
   */
  readonly suite?: 'pkcs' | 'gm';
  /** Promises that tokens of this authority are in the order of their times. */
  readonly ordering?: boolean;
}

const digits = (date: Date): string =>
  date
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '');
/** GeneralizedTime with milliseconds, without the trailing zeros DER forbids (X.690 §11.7.3). */
const generalizedTime = (date: Date): Buffer => {
  const fraction = String(date.getUTCMilliseconds()).padStart(3, '0').replace(/0+$/, '');
  return der.tlv(0x18, Buffer.from(`${digits(date)}${fraction && `.${fraction}`}Z`));
};
const utcTime = (date: Date): Buffer => der.tlv(0x17, Buffer.from(`${digits(date).slice(2)}Z`));

/** What is said (TSTInfo, RFC 3161 §2.4.2). Accuracy one second: what a machine that follows a time server may promise. */
const infoOf = (question: Question, serial: bigint, now: Date, { policy, ordering }: Authority): Buffer =>
  der.sequence(
    der.integer(1),
    der.oid(policy),
    question.imprint,
    der.integer(serial),
    generalizedTime(now),
    der.sequence(der.integer(1)),
    ...(ordering ? [der.boolean(true)] : []),
    ...(question.nonce === null ? [] : [der.integer(question.nonce)]),
  );

const attribute = (type: string, value: Buffer): Buffer => der.sequence(der.oid(type), der.setOf(value));
const SIGNING_TIME = '1.2.840.113549.1.9.5';

const issuerAndSerial = (certificate: X509Certificate): Buffer => {
  const [tbs] = childrenOf(readDer(certificate.raw));
  const [, serial, , issuer] = childrenOf(tbs!);
  return der.sequence(encodingOf(issuer!), encodingOf(serial!));
};

/**
 * A token in DER (RFC 3161 §2.4.2, RFC 5652, RFC 5816): version 3 signed data with one signer, whose certificate is named by an
 * ESSCertIDv2 and carried along where it was asked for. The root is not carried: whoever verifies must have it from elsewhere.
 */
export const tokenFor = (question: Question, serial: bigint, now: Date, authority: Authority): Buffer => {
  const { certificate, key, suite = 'pkcs' } = authority;
  const info = infoOf(question, serial, now, authority);
  const digest = digestKind(digestFor(algorithmOfKey(key)));
  const digestId = der.algorithm(digest.oid);
  // SHA-256 goes without saying in an ESSCertIDv2 and must not be said.
  const certificateId = der.sequence(
    der.sequence(
      der.sequence(
        ...(digest.name === 'sha256' ? [] : [digestId]),
        der.octetString(digestOf(digest.name, certificate.raw)),
      ),
    ),
  );
  const attributes = der.setOf(
    attribute(CONTENT_TYPE, der.oid(TST_INFO)),
    attribute(SIGNING_TIME, utcTime(now)),
    attribute(MESSAGE_DIGEST, der.octetString(digestOf(digest.name, info))),
    attribute(SIGNING_CERTIFICATE_V2, certificateId),
  );
  // Signed as the SET OF it is, written down under the implicit [0] that stands in its place (RFC 5652 §5.4).
  const signature = signWith(key, attributes);
  const written = Buffer.from(attributes);
  written[0] = 0xa0;
  const signer = der.sequence(
    der.integer(1),
    issuerAndSerial(certificate),
    digestId,
    written,
    identifierOf(key),
    der.octetString(signature),
  );
  const data = der.sequence(
    der.integer(3),
    der.setOf(digestId),
    der.sequence(der.oid(TST_INFO), der.context(0, der.octetString(info))),
    ...(question.certificates ? [der.context(0, certificate.raw)] : []),
    der.setOf(signer),
  );
  return der.sequence(der.oid(suite === 'gm' ? GM_SIGNED_DATA : SIGNED_DATA), der.context(0, data));
};
