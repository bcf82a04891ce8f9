import { hash, type X509Certificate } from 'node:crypto';
import { digestByOid } from '../algorithm/index.ts';
import {
  childrenOf,
  contentOf,
  type Der,
  DerFault,
  encodingOf,
  expectTag,
  integerOf,
  octetsOf,
  readDer,
} from '../der/index.ts';
import { readDigestAlgorithm } from '../signature/verify.ts';
import { ATTR_SIGNING_CERTIFICATE, ATTR_SIGNING_CERTIFICATE_V2 } from './names.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';

/** What cannot be read is not so. */
const unread = (what: () => boolean): boolean => {
  try {
    return what();
  } catch (error) {
    if (error instanceof DerFault) return false;
    throw error;
  }
};

/** Whether the certificate is the one the signer identifier points at, by issuer and serial number or by key identifier. */
export const isSigner = (certificate: X509Certificate, id: Buffer): boolean =>
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
const namedByV2 = (value: Der | undefined, certificate: X509Certificate): boolean =>
  unread(() => {
    const first = childrenOf(childrenOf(childrenOf(value!, 0x30)[0]!, 0x30)[0]!, 0x30);
    const named = first[0]?.tag === 0x30;
    const digest = digestByOid(named ? readDigestAlgorithm(first[0]) : SHA256);
    return digest !== null && hash(digest.name, certificate.raw, 'buffer').equals(octetsOf(first[named ? 1 : 0]));
  });

/** The first ESSCertID, which knows no digest but SHA-1 (RFC 2634 §5.4). */
const namedByV1 = (value: Der | undefined, certificate: X509Certificate): boolean =>
  unread(() => {
    const first = childrenOf(childrenOf(childrenOf(value!, 0x30)[0]!, 0x30)[0]!, 0x30);
    return hash('sha1', certificate.raw, 'buffer').equals(octetsOf(first[0]));
  });

/**
 * How far the signed attributes must name the certificate. `v2`: by ESSCertIDv2. `v1`: ESSCertID will do, as authorities of before
 * 2010 write it: the SHA-1 there only tells one certificate from another with the same key. `none`: not at all (CMS without CAdES).
 */
export type CertificateNaming = 'v2' | 'v1' | 'none';

/** Null where the certificate is named as it must be; else why not. */
export const misnamed = (
  attributes: ReadonlyMap<string, readonly Der[]> | null,
  certificate: X509Certificate,
  naming: CertificateNaming,
): string | null => {
  const one = (type: string): Der | undefined => {
    const values = attributes?.get(type);
    return values?.length === 1 ? values[0] : undefined;
  };
  const v2 = attributes?.has(ATTR_SIGNING_CERTIFICATE_V2) ?? false;
  const v1 = attributes?.has(ATTR_SIGNING_CERTIFICATE) ?? false;
  // Whatever is demanded, what is said must be true.
  if (v2 && !namedByV2(one(ATTR_SIGNING_CERTIFICATE_V2), certificate))
    return 'no signed ESSCertIDv2 names the certificate';
  if (v1 && !namedByV1(one(ATTR_SIGNING_CERTIFICATE), certificate)) return 'no signed ESSCertID names the certificate';
  if (v2 || naming === 'none') return null;
  if (v1)
    return naming === 'v1'
      ? null
      : 'no signed ESSCertIDv2 names the certificate; its ESSCertID is of sha1, which is weak';
  return 'no signed ESSCertIDv2 names the certificate';
};
