import {
  bitsOf,
  childrenOf,
  contentOf,
  type Der,
  DerFault,
  encodingOf,
  expectTag,
  generalizedTimeOf,
  judged,
  octetsOf,
  oidOf,
  readDer,
  smallOf,
  within,
} from '../der/index.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';

/** What a seal says of itself (SES_SealInfo, GB/T 38540-2020 §6.2). Times in milliseconds since the epoch. */
export interface ESealInfo {
  readonly version: number;
  readonly vendor: string;
  readonly id: string;
  /** 1 公章, 2 … as the standard's table has it. */
  readonly type: number;
  readonly name: string;
  /** Whose signature under this seal counts: their certificates in DER, or the digests of them. */
  readonly holders:
    | { readonly kind: 'certificates'; readonly list: readonly Buffer[] }
    | { readonly kind: 'digests'; readonly list: readonly { readonly type: string; readonly value: Buffer }[] };
  readonly created: number;
  readonly validFrom: number;
  readonly validUntil: number;
  /** The picture that is stamped; width and height in millimetres. */
  readonly picture: { readonly type: string; readonly data: Buffer; readonly width: number; readonly height: number };
}

/** A seal with its maker's signature (SESeal), nothing verified. */
export interface ESeal {
  readonly info: ESealInfo;
  /** DER of SES_SealInfo: what the maker has signed. */
  readonly signed: Buffer;
  readonly maker: Buffer;
  readonly algorithm: string;
  readonly signature: Buffer;
  /** DER of the whole seal. */
  readonly der: Buffer;
}

/** A signature made with a seal (SES_Signature of version 4), nothing verified. */
export interface ESealSignature {
  readonly seal: ESeal;
  readonly time: number;
  readonly dataHash: Buffer;
  /** What the digest is over: the path of Signature.xml in an OFD. */
  readonly property: string;
  /** DER of TBS_Sign: what is signed. */
  readonly signed: Buffer;
  readonly signer: Buffer;
  readonly algorithm: string;
  readonly signature: Buffer;
  /** A token over the signature value. */
  readonly timestamp: Buffer | null;
}

export type ESealFormatFailure = 'ESEAL_FORMAT' | 'ESEAL_VERSION';

const MAX_SEAL_BYTES = 8_000_000;
const ia5 = (der: Der | undefined): string => contentOf(expectTag(der, 0x16)).toString('latin1');
const utf8 = (der: Der | undefined): string => contentOf(expectTag(der, 0x0c)).toString('utf8');

const holdersOf = (kind: number, list: Der | undefined): ESealInfo['holders'] => {
  const members = childrenOf(expectTag(list, 0x30));
  if (kind === 1) return { kind: 'certificates', list: members.map(octetsOf) };
  if (kind !== 2) throw new DerFault(`certListType ${kind} is neither 1 nor 2`);
  return {
    kind: 'digests',
    list: members.map((member) => {
      const [type, value] = childrenOf(member, 0x30);
      return { type: contentOf(expectTag(type, 0x13)).toString('latin1'), value: octetsOf(value) };
    }),
  };
};

const infoOf = (node: Der): ESealInfo => {
  const [header, id, property, picture] = childrenOf(node, 0x30);
  const [mark, version, vendor] = within('header', () => childrenOf(expectTag(header, 0x30)));
  if (ia5(mark) !== 'ES') throw new DerFault(`the header is not that of a seal at byte ${node.start}`);
  return within('eSealInfo', () => {
    const [type, name, listType, list, created, from, until] = childrenOf(expectTag(property, 0x30));
    const [kind, data, width, height] = within('picture', () => childrenOf(expectTag(picture, 0x30)));
    return {
      version: smallOf(version),
      vendor: ia5(vendor),
      id: within('esID', () => ia5(id)),
      type: within('type', () => smallOf(type)),
      name: within('name', () => utf8(name)),
      holders: within('certList', () => holdersOf(smallOf(listType), list)),
      created: within('createDate', () => generalizedTimeOf(created)),
      validFrom: within('validStart', () => generalizedTimeOf(from)),
      validUntil: within('validEnd', () => generalizedTimeOf(until)),
      picture: { type: ia5(kind), data: octetsOf(data), width: smallOf(width), height: smallOf(height) },
    };
  });
};

const sealOf = (node: Der | undefined): ESeal => {
  const seal = expectTag(node, 0x30);
  const [info, maker, algorithm, signature] = childrenOf(seal);
  return {
    info: infoOf(expectTag(info, 0x30)),
    signed: encodingOf(info!),
    maker: within('cert', () => octetsOf(maker)),
    algorithm: within('signAlgID', () => oidOf(algorithm)),
    signature: within('signedValue', () => bitsOf(signature)),
    der: encodingOf(seal),
  };
};

/** Before 2020 (GM/T 0031) certificate and algorithm stood inside of what is signed; such seals are told apart and not taken. */
const isOld = (fields: readonly Der[]): boolean => fields.length === 2 && fields[1]!.tag === 0x03;

/** Reads a seal (Seal.esl) in DER. */
export const parseESeal = (bytes: Uint8Array): Verdict<ESeal, ESealFormatFailure> =>
  bytes.length > MAX_SEAL_BYTES
    ? refuse('ESEAL_FORMAT', `a seal of ${bytes.length} bytes`)
    : judged('ESEAL_FORMAT', () => {
        const seal = readDer(bytes);
        const fields = childrenOf(seal, 0x30);
        return fields.length === 2
          ? refuse('ESEAL_VERSION', 'a seal of before GB/T 38540-2020, which we do not take')
          : pass(sealOf(seal));
      });

/** Reads a signature made with a seal (SignedValue.dat) in DER: version 4 (GB/T 38540-2020). */
export const parseESealSignature = (bytes: Uint8Array): Verdict<ESealSignature, ESealFormatFailure> =>
  bytes.length > MAX_SEAL_BYTES
    ? refuse('ESEAL_FORMAT', `a signature of ${bytes.length} bytes`)
    : judged('ESEAL_FORMAT', () => {
        const fields = childrenOf(readDer(bytes), 0x30);
        if (isOld(fields))
          return refuse('ESEAL_VERSION', 'a signature of before GB/T 38540-2020, which we do not take');
        const [said, signer, algorithm, signature, stamp] = fields;
        const [version, seal, time, hash, property] = within('toSign', () => childrenOf(expectTag(said, 0x30)));
        const number = within('version', () => smallOf(version));
        if (number < 4) return refuse('ESEAL_VERSION', `version ${number} of a seal's signature, which we do not take`);
        const wrapped = stamp ? childrenOf(expectTag(stamp, 0xa0))[0] : undefined;
        return pass({
          seal: within('eseal', () => sealOf(seal)),
          time: within('timeInfo', () => generalizedTimeOf(time)),
          dataHash: within('dataHash', () => bitsOf(hash)),
          property: within('propertyInfo', () => ia5(property)),
          signed: encodingOf(said!),
          signer: within('cert', () => octetsOf(signer)),
          algorithm: within('signatureAlgID', () => oidOf(algorithm)),
          signature: within('signature', () => bitsOf(signature)),
          timestamp: wrapped ? within('timeStamp', () => bitsOf(wrapped)) : null,
        });
      });
