import { X509Certificate } from 'node:crypto';
import { nameOfAlgorithm } from './algorithm/index.ts';
import {
  bitsOf,
  childrenOf,
  type Der,
  DerFault,
  encodingOf,
  integerOf,
  octetsOf,
  oidOf,
  readDer,
  tagged,
} from './der/index.ts';
import { publicKeyOf } from './signature/public-key.ts';
import { readAlgorithm, verifySignature } from './signature/verify.ts';
import { pass, refuse, type Verdict } from './verdict.ts';

export type ChainFailure = 'CERTIFICATE_CHAIN' | 'CERTIFICATE_VALIDITY';

/** Certificates between a leaf and its anchor: no honest chain is longer. */
const MAX_CHAIN = 6;

/** A certificate (RFC 5280) from DER or PEM bytes. */
export const parseCertificate = (bytes: Uint8Array | string): Verdict<X509Certificate, 'CERTIFICATE_FORMAT'> => {
  try {
    const certificate = new X509Certificate(bytes);
    // The key is read lazily; a certificate whose key cannot be read is no use to anybody, so it is read here.
    return certificate.publicKey.type === 'public' ? pass(certificate) : refuse('CERTIFICATE_FORMAT', 'no public key');
  } catch (error) {
    // OpenSSL throws here for nothing but bytes that are no certificate, and says so in its own words.
    return refuse('CERTIFICATE_FORMAT', error instanceof Error ? error.message : String(error));
  }
};

const same = (a: X509Certificate, b: X509Certificate): boolean => a.fingerprint256 === b.fingerprint256;
export const validAt = (certificate: X509Certificate, at: number): boolean =>
  certificate.validFromDate.getTime() <= at && at <= certificate.validToDate.getTime();

/** Signatures that can be forged today: a certificate under one of them was issued by anybody. */
const BROKEN: ReadonlySet<string> = new Set(['rsa-md5', 'rsa-sha1', 'ecdsa-sha1', 'dsa-sha1']);
const brokenSignature = (certificate: X509Certificate): string | null => {
  const name = nameOfAlgorithm(certificate.signatureAlgorithmOid);
  return BROKEN.has(name) ? name : null;
};

/** OpenSSL verifies what a certificate was signed with, but for SM2, whose user identity it leaves empty. */
const signatureHolds = (certificate: X509Certificate, issuer: X509Certificate): boolean => {
  if (brokenSignature(certificate)) return false;
  const key = publicKeyOf(issuer);
  if (key.kind !== 'sm2') return certificate.verify(issuer.publicKey);
  try {
    const [said, algorithm, bits] = childrenOf(readDer(certificate.raw), 0x30);
    return said ? verifySignature(readAlgorithm(algorithm), null, key, encodingOf(said), bitsOf(bits)).ok : false;
  } catch (error) {
    if (error instanceof DerFault) return false;
    throw error;
  }
};

/** Whether one certificate issued another: authority bit, names, key usage, signature. */
export const issuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && signatureHolds(certificate, issuer);

/**
 * Follows a certificate to one of the anchors through the certificates at hand, each signed by the next, each valid at `at`
 * (milliseconds since the epoch). Names, authority bits, key usage and signatures are checked (RFC 5280 §6.1 without policies
 * and without revocation, which needs a list as of that time and is looked at where the lists are kept).
 */
export const chainToAnchor = (
  leaf: X509Certificate,
  pool: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  at: number,
): Verdict<readonly X509Certificate[], ChainFailure> => {
  const chain = [leaf];
  while (chain.length <= MAX_CHAIN) {
    const last = chain.at(-1)!;
    if (!validAt(last, at))
      return refuse(
        'CERTIFICATE_VALIDITY',
        `${last.subject} is valid from ${last.validFrom} to ${last.validTo}, not at ${new Date(at).toISOString()}`,
      );
    if (anchors.some((anchor) => same(anchor, last))) {
      const wrong = constraintBroken(chain);
      return wrong === null ? pass(chain) : refuse('CERTIFICATE_CHAIN', wrong);
    }
    const issuer =
      anchors.find((anchor) => issuedBy(last, anchor)) ??
      pool.find((c) => !chain.some((known) => same(known, c)) && issuedBy(last, c));
    if (!issuer) break;
    chain.push(issuer);
  }
  const broken = brokenSignature(chain.at(-1)!);
  return refuse(
    'CERTIFICATE_CHAIN',
    `${leaf.subject} leads to none of ${anchors.length} trusted certificates${broken ? `; ${chain.at(-1)!.subject} is signed with ${broken}, which is weak` : ''}`,
  );
};

const BASIC_CONSTRAINTS = '2.5.29.19';
/**
 * Critical extensions whose meaning is looked at, or asks nothing of us: key usage, subject and issuer names, basic constraints, policies and what
 * constrains them, extended key usage, identifiers. Any other critical one, name constraints among them, refuses the chain (RFC 5280 §4.2).
 */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.18',
  BASIC_CONSTRAINTS,
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.35',
  '2.5.29.36',
  '2.5.29.37',
  '2.5.29.54',
]);

/** The first critical extension we do not understand. */
const strangeExtension = (certificate: X509Certificate): string | null => {
  try {
    for (const extension of extensionsOf(readDer(certificate.raw))) {
      const [name, critical] = childrenOf(extension, 0x30);
      const id = oidOf(name);
      if (critical?.tag === 0x01 && critical.source[critical.content] === 0xff && !UNDERSTOOD.has(id)) return id;
    }
    return null;
  } catch (error) {
    // A certificate that is not DER all through was read by OpenSSL, which looks at the extensions it knows.
    if (error instanceof DerFault) return null;
    throw error;
  }
};

/** How many authorities may stand between this one and the leaf (RFC 5280 §4.2.1.9); null where it does not say. */
const pathLength = (certificate: X509Certificate): number | null => {
  const value = extensionOf(certificate, BASIC_CONSTRAINTS);
  if (!value) return null;
  try {
    const length = childrenOf(readDer(value), 0x30).find((field) => field.tag === 0x02);
    return length ? Number(integerOf(length)) : null;
  } catch (error) {
    if (error instanceof DerFault) return 0;
    throw error;
  }
};

/** What a chain, leaf first, does that one of its certificates forbids. The anchor is believed as it is. */
const constraintBroken = (chain: readonly X509Certificate[]): string | null => {
  for (const [i, certificate] of chain.slice(0, -1).entries()) {
    const strange = strangeExtension(certificate);
    if (strange) return `${certificate.subject} has the critical extension ${strange}, which we do not understand`;
    const length = i === 0 ? null : pathLength(certificate);
    if (length !== null && i - 1 > length)
      return `${certificate.subject} may have ${length} authorities below it and has ${i - 1}`;
  }
  return null;
};

const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

const extensionsOf = (certificate: Der): Der[] => {
  const [tbs] = childrenOf(certificate, 0x30);
  if (!tbs) throw new DerFault('an empty certificate');
  const wrapper = tagged(childrenOf(tbs, 0x30), 0xa3);
  return wrapper ? childrenOf(childrenOf(wrapper)[0] ?? wrapper, 0x30) : [];
};

/** The value of a certificate's extension, as the DER inside its octet string; null where it is not there or cannot be read. */
export const extensionOf = (certificate: X509Certificate, id: string): Buffer | null => {
  try {
    const extension = extensionsOf(readDer(certificate.raw))
      .map((e) => childrenOf(e, 0x30))
      .find(([name]) => oidOf(name) === id);
    return extension ? octetsOf(extension.at(-1)) : null;
  } catch (error) {
    if (error instanceof DerFault) return null;
    throw error;
  }
};

const KEY_USAGE = '2.5.29.15';

/** Whether the certificate may do what a bit of its key usage says (RFC 5280 §4.2.1.3): 0 digitalSignature, 1 nonRepudiation, 5 keyCertSign, 6 cRLSign. Without that extension it may. */
export const mayUseKeyFor = (certificate: X509Certificate, bit: number): boolean => {
  const value = extensionOf(certificate, KEY_USAGE);
  if (!value) return true;
  // BIT STRING: tag, length, unused bits, bits.
  return value[0] === 0x03 && ((value[3 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0;
};

/** Whether the certificate may stamp time and do nothing else: extended key usage is critical and names timeStamping alone (RFC 3161 §2.3). */
export const isForTimestampsOnly = (certificate: X509Certificate): boolean => {
  try {
    const usage = extensionsOf(readDer(certificate.raw))
      .map((e) => childrenOf(e, 0x30))
      .find(([id]) => oidOf(id) === EXTENDED_KEY_USAGE);
    const critical = usage?.length === 3 && usage[1]!.tag === 0x01 && usage[1]!.source[usage[1]!.content] === 0xff;
    return critical && certificate.keyUsage?.length === 1 && certificate.keyUsage[0] === TIME_STAMPING;
  } catch (error) {
    if (error instanceof DerFault) return false;
    throw error;
  }
};
