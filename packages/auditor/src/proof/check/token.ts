import { type Asn1, asn1, oidIn, partsOf, SEQUENCE, SET, timeIn } from './asn1.ts';
import { type Bytes, digestOf, join, Odd, same } from './bytes.ts';
import { type Certificate, certificateOf, leadsToAnchor } from './certificates.ts';
import { DIGESTS, NotHere, signatureHolds } from './signature.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TIMESTAMP_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.47';

/** What a token says, once it is believed. */
export interface Stamp {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly imprint: Bytes;
}

/** Opens an RFC 3161 token and believes it only where all of it holds. @throws Odd with what does not */
export async function openToken(
  der: Bytes,
  anchors: readonly Certificate[],
  policies: readonly string[],
): Promise<Stamp> {
  const [type, wrapped] = partsOf(asn1(der), SEQUENCE);
  if (oidIn(type) !== SIGNED_DATA) throw new NotHere(`a token of type ${oidIn(type)}`);
  const parts = partsOf(partsOf(wrapped, 0xa0)[0], SEQUENCE);
  const [contentType, content] = partsOf(parts[2], SEQUENCE);
  if (oidIn(contentType) !== TIMESTAMP_INFO) throw new Odd('no timestamp');
  const info = partsOf(content, 0xa0)[0];
  if (info?.tag !== 0x04) throw new Odd('no timestamp');
  const carried = parts
    .filter(({ tag }) => tag === 0xa0)
    .flatMap((set) => partsOf(set).map(({ whole }) => certificateOf(whole)));
  const signers = partsOf(parts.at(-1), SET);
  if (signers.length !== 1) throw new Odd('a token has one signer');
  await signerHolds(signers[0]!, info.content, carried, anchors);
  return stampOf(info.content, policies);
}

function stampOf(info: Bytes, policies: readonly string[]): Stamp {
  const [, policy, imprint, , time] = partsOf(asn1(info), SEQUENCE);
  if (policies.length > 0 && !policies.includes(oidIn(policy))) throw new Odd(`policy ${oidIn(policy)}`);
  const [algorithm, digest] = partsOf(imprint, SEQUENCE);
  if (DIGESTS[oidIn(partsOf(algorithm, SEQUENCE)[0])] !== 'SHA-256') throw new NotHere('a token not over SHA-256');
  return { time: timeIn(time), imprint: digest!.content };
}

async function signerHolds(
  signer: Asn1,
  info: Bytes,
  carried: readonly Certificate[],
  anchors: readonly Certificate[],
): Promise<void> {
  const [, id, digestAlgorithm, attributes, signatureAlgorithm, signature] = partsOf(signer, SEQUENCE);
  const [issuer, serial] = partsOf(id, SEQUENCE);
  const authority = [...carried, ...anchors].find(
    (one) => same(one.issuer, issuer!.whole) && same(one.serial, serial!.content),
  );
  if (!authority || attributes?.tag !== 0xa0 || signature?.tag !== 0x04)
    throw new Odd('the certificate of the signer is not there');
  const digest = oidIn(partsOf(digestAlgorithm, SEQUENCE)[0]);
  const algorithm = oidIn(partsOf(signatureAlgorithm, SEQUENCE)[0]);
  // Signed as a SET, written as part of the signer (RFC 5652 §5.4).
  const signed = join(Uint8Array.from([0x31]) as Bytes, attributes.whole.slice(1) as Bytes);
  if (!(await signatureHolds(authority.spki, algorithm, digest, signed, signature.content)))
    throw new Odd('the signature of the token does not hold');
  const one = (oid: string): Asn1 => {
    const found = partsOf(attributes)
      .map((attribute) => partsOf(attribute, SEQUENCE))
      .filter(([name]) => oidIn(name) === oid);
    const values = found.length === 1 ? partsOf(found[0]![1], SET) : [];
    if (values.length !== 1) throw new Odd(`attribute ${oid}`);
    return values[0]!;
  };
  if (oidIn(one(CONTENT_TYPE)) !== TIMESTAMP_INFO) throw new Odd('what is signed is no timestamp');
  const name = DIGESTS[digest];
  if (!name) throw new NotHere(`digest ${digest}`);
  if (!same(one(MESSAGE_DIGEST).content, await digestOf(name, info))) throw new Odd('the signed digest is another');
  await namesCertificate(one(SIGNING_CERTIFICATE), authority);
  if (!authority.isForTimestampsOnly) throw new Odd('the certificate is not for timestamps alone');
  const { time } = stampOf(info, []);
  if (!(await leadsToAnchor(authority, carried, anchors, time)))
    throw new Odd('the certificate leads to none that is trusted');
}

/** ESSCertIDv2 (RFC 5816): the digest of the certificate is signed with all the rest. */
async function namesCertificate(attribute: Asn1, authority: Certificate): Promise<void> {
  const parts = partsOf(partsOf(partsOf(attribute, SEQUENCE)[0], SEQUENCE)[0], SEQUENCE);
  const algorithm =
    parts[0]?.tag === SEQUENCE && parts[1]?.tag === 0x04 ? DIGESTS[oidIn(partsOf(parts[0])[0])] : 'SHA-256';
  const digest = parts.find(({ tag }) => tag === 0x04);
  if (!algorithm || !digest || !same(digest.content, await digestOf(algorithm, authority.der)))
    throw new Odd('the token names another certificate');
}
