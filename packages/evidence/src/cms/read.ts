import {
  childrenOf,
  type Der,
  DerFault,
  encodingOf,
  expectTag,
  integerOf,
  judged,
  octetsOf,
  oidOf,
  readDer,
  type SetRule,
  tagged,
  toDer,
  within,
} from '../der/index.ts';
import { type Algorithm, readAlgorithm, readDigestAlgorithm } from '../signature/verify.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { GM_SIGNED_DATA, ID_SIGNED_DATA } from './names.ts';

/** One SignerInfo (RFC 5652 §5.3), nothing verified. */
export interface CmsSigner {
  readonly version: bigint;
  /** DER of IssuerAndSerialNumber, or of the [0] subject key identifier. */
  readonly id: Buffer;
  /** Object identifier of the digest over the content. */
  readonly digest: string;
  readonly signature: Algorithm;
  readonly value: Buffer;
  /** Signed attributes by type; null where the signature is over the content itself. */
  readonly attributes: ReadonlyMap<string, readonly Der[]> | null;
  /** The attributes as they were signed: the SET OF with its own tag (§5.4). */
  readonly signedBytes: Buffer | null;
  readonly unsigned: ReadonlyMap<string, readonly Der[]>;
}

/** Signed data taken apart, nothing verified. `gm` are the object identifiers of GB/T 35275. */
export interface Cms {
  readonly suite: 'pkcs' | 'gm';
  readonly version: bigint;
  readonly digests: readonly string[];
  readonly contentType: string;
  /** What is signed; null where it lies elsewhere. */
  readonly content: Buffer | null;
  readonly certificates: readonly Buffer[];
  readonly revocationLists: readonly Buffer[];
  readonly signers: readonly CmsSigner[];
}

/** Where SignedData hides sets behind implicit tags: certificates and revocation lists, signed and unsigned attributes. */
export const cmsSets: SetRule = (tag, depth) =>
  tag === 0x31 || ((tag === 0xa0 || tag === 0xa1) && (depth === 3 || depth === 5));

/** A signature with a long chain, revocation lists and a timestamp has less than this; larger is refused unread. */
export const MAX_CMS_BYTES = 4_000_000;
/** Signers, certificates, lists in one SignedData: more is somebody keeping us busy. */
const MAX_SIGNERS = 16;
const MAX_CERTIFICATES = 64;
const MAX_LISTS = 32;

const attributesOf = (set: Der, kind: string): Map<string, Der[]> => {
  const attributes = new Map<string, Der[]>();
  for (const attribute of childrenOf(set)) {
    const [type, values] = childrenOf(attribute, 0x30);
    const name = oidOf(type);
    if (attributes.has(name))
      throw new DerFault(`the ${kind} attribute ${name} stands twice, at byte ${attribute.start}`);
    attributes.set(name, childrenOf(expectTag(values, 0x31)));
  }
  return attributes;
};

const signerOf = (signer: Der): CmsSigner => {
  const [version, id, digest, ...rest] = childrenOf(signer, 0x30);
  const signed = rest[0]?.tag === 0xa0 ? rest[0] : null;
  const [algorithm, value, unsigned, ...more] = signed ? rest.slice(1) : rest;
  if (more.length > 0) throw new DerFault(`more than a signer at byte ${more[0]!.start}`);
  const signedBytes = signed ? Buffer.from(encodingOf(signed)) : null;
  if (signedBytes) signedBytes[0] = 0x31;
  if (id?.tag !== 0x30 && id?.tag !== 0x80) throw new DerFault(`a signer without a name at byte ${signer.start}`);
  return {
    version: integerOf(version),
    id: encodingOf(id),
    digest: within('digestAlgorithm', () => readDigestAlgorithm(digest)),
    signature: within('signatureAlgorithm', () => readAlgorithm(algorithm)),
    value: within('signature', () => octetsOf(value)),
    attributes: signed ? within('signedAttrs', () => attributesOf(signed, 'signed')) : null,
    signedBytes,
    unsigned: unsigned ? within('unsignedAttrs', () => attributesOf(expectTag(unsigned, 0xa1), 'unsigned')) : new Map(),
  };
};

const signedDataOf = (data: Der, suite: Cms['suite']): Cms => {
  const [version, digests, encapsulated, ...rest] = childrenOf(data, 0x30);
  const [contentType, explicit] = within('encapContentInfo', () => childrenOf(expectTag(encapsulated, 0x30)));
  const certificates = tagged(rest, 0xa0);
  const lists = tagged(rest, 0xa1);
  const signers = within('signerInfos', () => childrenOf(expectTag(tagged(rest, 0x31), 0x31)));
  if (signers.length > MAX_SIGNERS) throw new DerFault(`${signers.length} signers`);
  const carried = certificates ? within('certificates', () => childrenOf(certificates)) : [];
  if (carried.length > MAX_CERTIFICATES)
    throw new DerFault(`${carried.length} certificates at byte ${certificates!.start}`);
  const listed = lists ? within('crls', () => childrenOf(lists)) : [];
  if (listed.length > MAX_LISTS) throw new DerFault(`${listed.length} revocation lists at byte ${lists!.start}`);
  return {
    suite,
    version: within('version', () => integerOf(version)),
    digests: within('digestAlgorithms', () => childrenOf(expectTag(digests, 0x31)).map(readDigestAlgorithm)),
    contentType: within('eContentType', () => oidOf(contentType)),
    content: explicit ? within('eContent', () => octetsOf(childrenOf(expectTag(explicit, 0xa0))[0])) : null,
    certificates: carried.map(encodingOf),
    // [1] IMPLICIT SEQUENCE beside the lists is something else that tells of revocation (OCSP, RFC 5940).
    revocationLists: listed.filter((list) => list.tag === 0x30).map(encodingOf),
    signers: signers.map((signer, i) => within(`signerInfos[${i}]`, () => signerOf(signer))),
  };
};

/** Takes ContentInfo of SignedData apart. The bytes must be DER. Throws DerFault. */
export const readCms = (bytes: Uint8Array): Cms => {
  const [kind, wrapped] = childrenOf(readDer(bytes, cmsSets), 0x30);
  const name = within('contentType', () => oidOf(kind));
  if (name !== ID_SIGNED_DATA && name !== GM_SIGNED_DATA) throw new DerFault('not CMS signed data');
  const data = childrenOf(expectTag(wrapped, 0xa0))[0];
  if (!data) throw new DerFault('signed data of nothing');
  return signedDataOf(data, name === GM_SIGNED_DATA ? 'gm' : 'pkcs');
};

/** The DER of CMS that may be BER: openssl and others stream it. What was signed inside still has to hold afterwards. */
export const cmsInDer = (bytes: Uint8Array): Verdict<Buffer, 'CMS_FORMAT'> =>
  bytes.length > MAX_CMS_BYTES
    ? refuse('CMS_FORMAT', `a signature of ${bytes.length} bytes`)
    : judged('CMS_FORMAT', () => pass(toDer(bytes, cmsSets)));

/** Takes signed data apart, BER or DER. */
export const parseCms = (bytes: Uint8Array): Verdict<Cms, 'CMS_FORMAT'> => {
  const inDer = cmsInDer(bytes);
  return inDer.ok ? judged('CMS_FORMAT', () => pass(readCms(inDer.value))) : inDer;
};
