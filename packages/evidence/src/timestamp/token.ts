import { type DigestName, digestByOid } from '../algorithm/index.ts';
import { type CmsSigner, cmsSets, readCms } from '../cms/read.ts';
import {
  booleanOf,
  childrenOf,
  contentOf,
  type Der,
  DerFault,
  expectTag,
  generalizedTimeOf,
  integerOf,
  judged,
  octetsOf,
  oidOf,
  readDer,
  tagged,
  toDer,
  within,
} from '../der/index.ts';
import { readDigestAlgorithm } from '../signature/verify.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { TST_INFO } from './names.ts';

/** What the authority says (TSTInfo, RFC 3161 §2.4.2). Times in milliseconds since the epoch. */
export interface TimestampInfo {
  readonly policy: string;
  readonly imprint: { readonly algorithm: string; readonly digest: Buffer };
  readonly serial: bigint;
  readonly time: number;
  /** How far the time may be off, in milliseconds rounded up; null where the authority does not say. */
  readonly accuracy: number | null;
  /** Whether tokens of this authority may be put in order by their times alone, however close. */
  readonly ordering: boolean;
  readonly nonce: bigint | null;
}

/** A token taken apart, nothing verified. `gm`: in the object identifiers of GB/T 35275, as the Chinese profile writes it. */
export interface TokenParts {
  readonly suite: 'pkcs' | 'gm';
  readonly info: TimestampInfo;
  /** Bytes the message digest is over. */
  readonly content: Buffer;
  readonly certificates: readonly Buffer[];
  readonly revocationLists: readonly Buffer[];
  readonly signer: CmsSigner & {
    readonly attributes: ReadonlyMap<string, readonly Der[]>;
    readonly signedBytes: Buffer;
  };
}

const DER_TOKEN_LIMIT = 200_000;

/**
 * The token in DER: the same bytes where they are DER already, else re-encoded. An authority may send BER, and every reader takes it,
 * but evidence records hash the token's DER (RFC 4998 §5.2): kept as BER it could never be renewed.
 */
export const tokenInDer = (token: Uint8Array): Verdict<Buffer, 'TOKEN_FORMAT'> => {
  if (token.length > DER_TOKEN_LIMIT) return refuse('TOKEN_FORMAT', `a token of ${token.length} bytes`);
  return judged('TOKEN_FORMAT', () => pass(toDer(token, cmsSets)));
};

const accuracyOf = (accuracy: Der): number => {
  const parts = childrenOf(accuracy, 0x30);
  const at = (tag: number) => {
    const part = tagged(parts, tag);
    return part ? Number(`0x${contentOf(part).toString('hex') || '0'}`) : 0;
  };
  return at(0x02) * 1000 + at(0x80) + Math.ceil(at(0x81) / 1000);
};

/** Reads the TSTInfo. A critical extension is one we would have to understand, and we understand none. */
const infoOf = (content: Uint8Array): TimestampInfo => {
  const [version, policy, imprint, serial, time, ...rest] = childrenOf(readDer(content), 0x30);
  if (integerOf(version) !== 1n) throw new DerFault('TSTInfo of an unknown version');
  const [algorithm, digest] = childrenOf(expectTag(imprint, 0x30));
  const accuracy = tagged(rest, 0x30);
  const ordering = tagged(rest, 0x01);
  const nonce = tagged(rest, 0x02);
  const extensions = tagged(rest, 0xa1);
  for (const extension of extensions ? childrenOf(extensions) : []) {
    const [name, critical] = childrenOf(extension, 0x30);
    if (critical?.tag === 0x01 && booleanOf(critical))
      throw new DerFault(`the critical extension ${oidOf(name)} at byte ${extension.start} is not one we understand`);
  }
  return {
    policy: within('policy', () => oidOf(policy)),
    imprint: {
      algorithm: within('messageImprint', () => readDigestAlgorithm(algorithm)),
      digest: within('messageImprint', () => Buffer.from(octetsOf(digest))),
    },
    serial: within('serialNumber', () => integerOf(serial)),
    time: within('genTime', () => generalizedTimeOf(time)),
    accuracy: accuracy ? within('accuracy', () => accuracyOf(accuracy)) : null,
    ordering: ordering ? booleanOf(ordering) : false,
    nonce: nonce ? within('nonce', () => integerOf(nonce)) : null,
  };
};

/**
 * Takes a token apart (ContentInfo of SignedData with one signer over a TSTInfo). The bytes must be DER. Under the object identifiers
 * of GB/T 35275, whose signed data has version 1, that version is taken as well.
 */
export const parseToken = (token: Uint8Array): Verdict<TokenParts, 'TOKEN_FORMAT'> => {
  if (token.length > DER_TOKEN_LIMIT) return refuse('TOKEN_FORMAT', `a token of ${token.length} bytes`);
  return judged('TOKEN_FORMAT', () => {
    const cms = readCms(token);
    if (cms.version !== 3n && !(cms.suite === 'gm' && cms.version === 1n))
      return refuse('TOKEN_FORMAT', `signed data of version ${cms.version}`);
    if (cms.contentType !== TST_INFO || !cms.content)
      return refuse('TOKEN_FORMAT', 'what is signed is not a timestamp');
    const [signer, ...others] = cms.signers;
    if (!signer || others.length > 0) return refuse('TOKEN_FORMAT', `${cms.signers.length} signers; a token has one`);
    if (signer.version !== (signer.id[0] === 0x30 ? 1n : 3n))
      return refuse('TOKEN_FORMAT', `SignerInfo of version ${signer.version}`);
    const { attributes, signedBytes } = signer;
    if (!attributes || !signedBytes) return refuse('TOKEN_FORMAT', 'nothing but the timestamp is signed');
    if (!cms.digests.includes(signer.digest))
      return refuse('TOKEN_FORMAT', "the signer's digest algorithm is not announced");
    const content = cms.content;
    return pass({
      suite: cms.suite,
      info: within('TSTInfo', () => infoOf(content)),
      content,
      certificates: cms.certificates,
      revocationLists: cms.revocationLists,
      signer: { ...signer, attributes, signedBytes },
    });
  });
};

/** The digest a token is over, by the name of its algorithm; null for an algorithm we do not take. */
export const imprintOf = ({
  imprint,
}: TimestampInfo): { readonly name: DigestName; readonly digest: Buffer } | null => {
  const kind = digestByOid(imprint.algorithm);
  return kind && imprint.digest.length === kind.bytes ? { name: kind.name, digest: imprint.digest } : null;
};

/**
 * Which of two tokens is the earlier: -1 the first, 1 the second, 0 nobody can say. Times closer than both accuracies together say nothing, unless
 * one authority gave both and promises order (RFC 3161 §2.4.2, ordering).
 */
export const tokenOrder = (a: TimestampInfo, b: TimestampInfo, sameAuthority: boolean): -1 | 0 | 1 => {
  if (a.time === b.time) return 0;
  const slack = sameAuthority && a.ordering && b.ordering ? 0 : (a.accuracy ?? 0) + (b.accuracy ?? 0);
  if (Math.abs(a.time - b.time) <= slack) return 0;
  return a.time < b.time ? -1 : 1;
};
