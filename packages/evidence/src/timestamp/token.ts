import {
  childrenOf,
  contentOf,
  type Der,
  DerFault,
  encodingOf,
  expectTag,
  generalizedTimeOf,
  integerOf,
  octetsOf,
  oidOf,
  readDer,
  type SetRule,
  tagged,
  toDer,
} from '../der/index.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { SIGNED_DATA, TST_INFO } from './names.ts';

/** What the authority says (TSTInfo, RFC 3161 §2.4.2). Times in milliseconds since the epoch. */
export interface TimestampInfo {
  readonly policy: string;
  readonly imprint: { readonly algorithm: string; readonly digest: Buffer };
  readonly serial: bigint;
  readonly time: number;
  /** How far the time may be off, in milliseconds rounded up; null where the authority does not say. */
  readonly accuracy: number | null;
  readonly nonce: bigint | null;
}

/** A token taken apart, nothing verified. */
export interface TokenParts {
  readonly info: TimestampInfo;
  /** Bytes the message digest is over. */
  readonly content: Buffer;
  readonly certificates: readonly Buffer[];
  readonly signer: {
    /** DER of IssuerAndSerialNumber, or of the [0] subject key identifier. */
    readonly id: Buffer;
    readonly digest: string;
    readonly signature: string;
    readonly value: Buffer;
    /** Signed attributes by type: their values. */
    readonly attributes: ReadonlyMap<string, readonly Der[]>;
    /** The attributes as they were signed: the SET OF with its own tag (RFC 5652 §5.4). */
    readonly signedBytes: Buffer;
  };
}

/** Where SignedData hides sets behind implicit tags: certificates and revocation lists, signed and unsigned attributes. */
const tokenSets: SetRule = (tag, depth) =>
  tag === 0x31 || ((tag === 0xa0 || tag === 0xa1) && (depth === 3 || depth === 5));

const DER_TOKEN_LIMIT = 200_000;

/**
 * The token in DER: the same bytes where they are DER already, else re-encoded. An authority may send BER, and every reader takes it,
 * but evidence records hash the token's DER (RFC 4998 §5.2): kept as BER it could never be renewed.
 */
export const tokenInDer = (token: Uint8Array): Verdict<Buffer, 'TOKEN_FORMAT'> => {
  if (token.length > DER_TOKEN_LIMIT) return refuse('TOKEN_FORMAT', `a token of ${token.length} bytes`);
  try {
    return pass(toDer(token, tokenSets));
  } catch (error) {
    if (error instanceof DerFault) return refuse('TOKEN_FORMAT', error.message);
    throw error;
  }
};

/** The algorithm of an AlgorithmIdentifier; those we take have no parameters, or NULL. */
const algorithmOf = (identifier: Der | undefined): string => {
  const [name, ...parameters] = childrenOf(expectTag(identifier, 0x30));
  if (parameters.length > 1) throw new DerFault('an algorithm with more than parameters');
  if (parameters.length === 1) expectTag(parameters[0], 0x05);
  return oidOf(name);
};

const accuracyOf = (accuracy: Der): number => {
  const parts = childrenOf(accuracy, 0x30);
  const at = (tag: number) => {
    const part = tagged(parts, tag);
    return part ? Number(`0x${contentOf(part).toString('hex') || '0'}`) : 0;
  };
  return at(0x02) * 1000 + at(0x80) + Math.ceil(at(0x81) / 1000);
};

const infoOf = (content: Uint8Array): TimestampInfo => {
  const [version, policy, imprint, serial, time, ...rest] = childrenOf(readDer(content), 0x30);
  if (integerOf(version) !== 1n) throw new DerFault('TSTInfo of an unknown version');
  const [algorithm, digest] = childrenOf(expectTag(imprint, 0x30));
  const accuracy = tagged(rest, 0x30);
  const nonce = tagged(rest, 0x02);
  return {
    policy: oidOf(policy),
    imprint: { algorithm: algorithmOf(algorithm), digest: Buffer.from(octetsOf(digest)) },
    serial: integerOf(serial),
    time: generalizedTimeOf(time),
    accuracy: accuracy ? accuracyOf(accuracy) : null,
    nonce: nonce ? integerOf(nonce) : null,
  };
};

const attributesOf = (set: Der): Map<string, Der[]> => {
  const attributes = new Map<string, Der[]>();
  for (const attribute of childrenOf(set)) {
    const [type, values] = childrenOf(attribute, 0x30);
    const name = oidOf(type);
    if (attributes.has(name)) throw new DerFault(`the signed attribute ${name} stands twice`);
    attributes.set(name, childrenOf(expectTag(values, 0x31)));
  }
  return attributes;
};

const signerOf = (signer: Der): TokenParts['signer'] => {
  const [version, id, digest, ...rest] = childrenOf(signer, 0x30);
  if (integerOf(version) !== (id?.tag === 0x30 ? 1n : 3n)) throw new DerFault('SignerInfo of an unknown version');
  const signed = expectTag(rest[0], 0xa0);
  const signedBytes = Buffer.from(encodingOf(signed));
  signedBytes[0] = 0x31;
  return {
    id: encodingOf(id ?? signer),
    digest: algorithmOf(digest),
    signature: algorithmOf(rest[1]),
    value: octetsOf(rest[2]),
    attributes: attributesOf(signed),
    signedBytes,
  };
};

/** Takes a token apart (ContentInfo of SignedData with one signer over a TSTInfo). The bytes must be DER. */
export const parseToken = (token: Uint8Array): Verdict<TokenParts, 'TOKEN_FORMAT'> => {
  if (token.length > DER_TOKEN_LIMIT) return refuse('TOKEN_FORMAT', `a token of ${token.length} bytes`);
  try {
    const [kind, wrapped] = childrenOf(readDer(token, tokenSets), 0x30);
    if (oidOf(kind) !== SIGNED_DATA) return refuse('TOKEN_FORMAT', 'not CMS signed data');
    const data = childrenOf(childrenOf(expectTag(wrapped, 0xa0))[0] ?? expectTag(undefined, 0x30), 0x30);
    const [version, digests, encapsulated, ...rest] = data;
    if (integerOf(version) !== 3n) return refuse('TOKEN_FORMAT', 'signed data of another version than 3');
    const [contentKind, explicit] = childrenOf(expectTag(encapsulated, 0x30));
    if (oidOf(contentKind) !== TST_INFO) return refuse('TOKEN_FORMAT', 'what is signed is not a timestamp');
    const content = octetsOf(childrenOf(expectTag(explicit, 0xa0))[0]);
    const certificates = tagged(rest, 0xa0);
    const signers = childrenOf(expectTag(tagged(rest, 0x31), 0x31));
    if (signers.length !== 1) return refuse('TOKEN_FORMAT', `${signers.length} signers; a token has one`);
    const signer = signerOf(signers[0]!);
    if (!childrenOf(expectTag(digests, 0x31)).map(algorithmOf).includes(signer.digest))
      return refuse('TOKEN_FORMAT', "the signer's digest algorithm is not announced");
    return pass({
      info: infoOf(content),
      content,
      certificates: certificates ? childrenOf(certificates).map(encodingOf) : [],
      signer,
    });
  } catch (error) {
    if (error instanceof DerFault) return refuse('TOKEN_FORMAT', error.message);
    throw error;
  }
};
