import type { X509Certificate } from 'node:crypto';
import { type DigestName, digestKind, digestOf } from '../algorithm/index.ts';
import { childrenOf, der, encodingOf, readDer } from '../der/index.ts';
import { digestFor, keyFits, type Signer, type SigningAlgorithm, signatureIdentifier } from '../signature/port.ts';
import {
  ATTR_CONTENT_TYPE,
  ATTR_MESSAGE_DIGEST,
  ATTR_SIGNING_CERTIFICATE_V2,
  ATTR_SIGNING_TIME,
  ATTR_TIMESTAMP_TOKEN,
  GM_DATA,
  GM_SIGNED_DATA,
  ID_DATA,
  ID_SIGNED_DATA,
} from './names.ts';

/** What is to be signed, and as what. */
export interface CmsOrder {
  readonly certificates: readonly X509Certificate[];
  readonly algorithm: SigningAlgorithm;
  /** Digest of the content, by the algorithm `digestFor(algorithm)` names. */
  readonly digest: Uint8Array;
  /** Object identifier of what is signed; left out, data. */
  readonly contentType?: string;
  /** When, by the signer's own clock: milliseconds since the epoch. CAdES baseline wants it, PAdES baseline forbids it (there it stands in /M). */
  readonly signingTime?: number;
  /** `gm`: object identifiers of GB/T 35275, for readers of the Chinese suite. */
  readonly suite?: 'pkcs' | 'gm';
}

/** A signature half made: the bytes to be signed, and what becomes of it once they are. */
export interface PreparedCms {
  /** The signed attributes as the SET OF they are (RFC 5652 §5.4): this goes to the signer. */
  readonly toSign: Buffer;
  /**
   * The whole ContentInfo in DER.
   * @param signature what the signer gave
   * @param more `content` to carry it inside; `timestamp`: a token over the digest of the signature value (CAdES-T, PAdES B-T); lists in DER
   */
  readonly assemble: (
    signature: Uint8Array,
    more?: {
      readonly content?: Uint8Array;
      readonly timestamp?: Uint8Array;
      readonly revocationLists?: readonly Uint8Array[];
    },
  ) => Buffer;
}

const attribute = (type: string, value: Uint8Array): Buffer => der.sequence(der.oid(type), der.setOf(value));

/** Issuer and serial number as the certificate writes them. */
const issuerAndSerial = (certificate: X509Certificate): Buffer => {
  const fields = childrenOf(childrenOf(readDer(certificate.raw), 0x30)[0]!);
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  return der.sequence(encodingOf(issuer!), encodingOf(serial!));
};

/** ESSCertIDv2 (RFC 5035 §4): SHA-256 goes without saying and must not be said; any other digest is named. */
const signingCertificate = (certificate: X509Certificate, digest: DigestName): Buffer => {
  const id = der.octetString(digestOf(digest, certificate.raw));
  const named = digest === 'sha256' ? [] : [der.algorithm(digestKind(digest).oid)];
  return der.sequence(der.sequence(der.sequence(...named, id)));
};

/** [n] IMPLICIT SET OF: members in the order of their encodings, under the tag that hides the set. */
const implicitSet = (n: number, members: readonly Uint8Array[]): Buffer =>
  der.context(n, ...members.toSorted(Buffer.compare));

/**
 * Prepares a signature as CAdES baseline B has it (ETSI EN 319 122-1): content type, digest and signing certificate are signed.
 * Throws RangeError where certificate, algorithm and digest do not belong together.
 */
export const prepareCms = ({
  certificates,
  algorithm,
  digest,
  contentType,
  signingTime,
  suite = 'pkcs',
}: CmsOrder): PreparedCms => {
  const [leaf] = certificates;
  if (!leaf) throw new RangeError('a signature needs its certificate');
  if (!keyFits(algorithm, leaf)) throw new RangeError(`the certificate's key does not sign ${algorithm}`);
  const name = digestFor(algorithm);
  const kind = digestKind(name);
  if (digest.length !== kind.bytes) throw new RangeError(`${algorithm} goes with ${name}: ${kind.bytes} bytes of it`);
  const type = contentType ?? (suite === 'gm' ? GM_DATA : ID_DATA);
  const attributes = der.setOf(
    attribute(ATTR_CONTENT_TYPE, der.oid(type)),
    ...(signingTime === undefined ? [] : [attribute(ATTR_SIGNING_TIME, der.time(signingTime))]),
    attribute(ATTR_MESSAGE_DIGEST, der.octetString(digest)),
    attribute(ATTR_SIGNING_CERTIFICATE_V2, signingCertificate(leaf, name)),
  );
  const digestIdentifier = der.algorithm(kind.oid);
  return {
    toSign: attributes,
    assemble: (signature, { content, timestamp, revocationLists = [] } = {}) => {
      const signed = Buffer.from(attributes);
      signed[0] = 0xa0;
      const signer = der.sequence(
        der.integer(1),
        issuerAndSerial(leaf),
        digestIdentifier,
        signed,
        signatureIdentifier(algorithm),
        der.octetString(signature),
        ...(timestamp ? [implicitSet(1, [attribute(ATTR_TIMESTAMP_TOKEN, timestamp)])] : []),
      );
      const data = der.sequence(
        // Version 3 where what is signed is not plain data (RFC 5652 §5.1).
        der.integer(type === ID_DATA || type === GM_DATA ? 1 : 3),
        der.setOf(digestIdentifier),
        der.sequence(der.oid(type), ...(content ? [der.context(0, der.octetString(content))] : [])),
        implicitSet(
          0,
          certificates.map((c) => c.raw),
        ),
        ...(revocationLists.length > 0 ? [implicitSet(1, revocationLists)] : []),
        der.setOf(signer),
      );
      return der.sequence(der.oid(suite === 'gm' ? GM_SIGNED_DATA : ID_SIGNED_DATA), der.context(0, data));
    },
  };
};

/** Asks for a timestamp over bytes: the port that CAdES-T and PAdES B-T need. The token comes back in DER. */
export type Stamp = (bytes: Uint8Array) => Promise<Uint8Array>;

export interface CmsWish {
  readonly signingTime?: number;
  /** Carries the content inside; left out, the signature is detached. */
  readonly attached?: boolean;
  readonly suite?: 'pkcs' | 'gm';
  readonly contentType?: string;
  readonly stamp?: Stamp;
}

/** Signs bytes as CMS through a signer's port, in one go. Purely a sequence of the two halves above: what is awaited is the signer and the authority. */
export const signCms = async (content: Uint8Array, signer: Signer, wish: CmsWish = {}): Promise<Buffer> => {
  const prepared = prepareCms({
    certificates: signer.certificates,
    algorithm: signer.algorithm,
    digest: digestOf(digestFor(signer.algorithm), content),
    ...(wish.signingTime === undefined ? {} : { signingTime: wish.signingTime }),
    ...(wish.suite === undefined ? {} : { suite: wish.suite }),
    ...(wish.contentType === undefined ? {} : { contentType: wish.contentType }),
  });
  const signature = await signer.sign(prepared.toSign);
  return prepared.assemble(signature, {
    ...(wish.attached ? { content } : {}),
    ...(wish.stamp ? { timestamp: await wish.stamp(signature) } : {}),
  });
};
