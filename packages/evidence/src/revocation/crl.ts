import { hash, type X509Certificate } from 'node:crypto';
import { mayUseKeyFor } from '../certificate.ts';
import {
  bitsOf,
  booleanOf,
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
  timeOf,
  within,
} from '../der/index.ts';
import { type Algorithm, publicKeyOf, readAlgorithm, verifySignature } from '../signature/index.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';

/** When and why a certificate was revoked. `reason` is CRLReason (RFC 5280 §5.3.1); null where the list does not say. */
export interface Revocation {
  readonly at: number;
  readonly reason: number | null;
}

/** A certificate revocation list (RFC 5280 §5), read and not yet verified. Times in milliseconds since the epoch. */
export interface RevocationList {
  /** DER of the issuer's name. */
  readonly issuer: Buffer;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  /** From when on it keeps certificates that have ended as well (expiredCertsOnCRL, ITU-T X.509); null where it may have dropped them (RFC 5280 §3.3). */
  readonly keepsEndedFrom: number | null;
  /** By serial number in decimal. */
  readonly revoked: ReadonlyMap<string, Revocation>;
  readonly signed: { readonly bytes: Buffer; readonly algorithm: Algorithm; readonly signature: Buffer };
}

const MAX_LIST_BYTES = 32_000_000;
/** Critical extensions that change nothing for a complete list: its number, who signs. */
const HARMLESS: ReadonlySet<string> = new Set(['2.5.29.20', '2.5.29.35']);
const REASON_CODE = '2.5.29.21';
const EXPIRED_CERTIFICATES = '2.5.29.60';

const reasonOf = (extensions: Der | undefined): number | null => {
  for (const extension of extensions ? childrenOf(extensions, 0x30) : []) {
    const fields = childrenOf(extension, 0x30);
    if (oidOf(fields[0]) !== REASON_CODE) continue;
    const value = readDer(octetsOf(fields.at(-1)));
    return expectTag(value, 0x0a).source[value.content] ?? null;
  }
  return null;
};

const entriesOf = (list: Der | undefined): Map<string, Revocation> =>
  new Map(
    (list ? childrenOf(list, 0x30) : []).map((entry) => {
      const [serial, date, extensions] = childrenOf(entry, 0x30);
      return [integerOf(serial).toString(), { at: timeOf(date), reason: reasonOf(extensions) }];
    }),
  );

/**
 * Since when a list keeps certificates that have ended; null where it does not say. A list that covers part of what it seems to (a delta, one distribution
 * point) says nothing about the rest: it is not taken.
 */
const keptFrom = (wrapper: Der | undefined): number | null => {
  let kept: number | null = null;
  for (const extension of wrapper ? childrenOf(childrenOf(wrapper)[0]!, 0x30) : []) {
    const [name, critical, value = critical] = childrenOf(extension, 0x30);
    const id = oidOf(name);
    if (id === EXPIRED_CERTIFICATES) kept = timeOf(readDer(octetsOf(value)));
    else if (critical?.tag === 0x01 && booleanOf(critical) && !HARMLESS.has(id))
      throw new DerFault(`the critical extension ${id} at byte ${extension.start} is not one we understand`);
  }
  return kept;
};

/** Reads a revocation list in DER. */
export const parseRevocationList = (bytes: Uint8Array): Verdict<RevocationList, 'CRL_FORMAT'> => {
  if (bytes.length > MAX_LIST_BYTES) return refuse('CRL_FORMAT', `a list of ${bytes.length} bytes`);
  return judged('CRL_FORMAT', () => {
    const [said, algorithm, bits] = childrenOf(readDer(bytes), 0x30);
    const fields = childrenOf(expectTag(said, 0x30));
    const [, issuer, thisUpdate, ...rest] = fields[0]?.tag === 0x02 ? fields.slice(1) : fields;
    const hasNext = rest[0]?.tag === 0x17 || rest[0]?.tag === 0x18;
    const [entries, ...tail] = hasNext ? rest.slice(1) : rest;
    const listed = entries?.tag === 0x30;
    const keepsEndedFrom = keptFrom(listed ? tail[0] : entries);
    return pass({
      issuer: encodingOf(expectTag(issuer, 0x30)),
      thisUpdate: within('thisUpdate', () => timeOf(thisUpdate)),
      nextUpdate: hasNext ? within('nextUpdate', () => timeOf(rest[0])) : null,
      keepsEndedFrom,
      revoked: within('revokedCertificates', () => entriesOf(listed ? entries : undefined)),
      signed: {
        bytes: encodingOf(said!),
        algorithm: within('signatureAlgorithm', () => readAlgorithm(algorithm)),
        signature: within('signatureValue', () => bitsOf(bits)),
      },
    });
  });
};

/** Lists that are kept parsed, the latest: by far most files of a day are judged by the same. */
const MOST_KEPT_BYTES = 8_000_000;
const kept = new Map<string, { readonly verdict: Verdict<RevocationList, 'CRL_FORMAT'>; readonly bytes: number }>();
let keptBytes = 0;

/** A list of an ordinary authority has hundreds of thousands of entries, and a file asks for it several times: it is parsed once. Known by its digest, not by its place. */
const parsedOnce = (bytes: Uint8Array): Verdict<RevocationList, 'CRL_FORMAT'> => {
  const digest = hash('sha256', bytes);
  const known = kept.get(digest);
  const verdict = known?.verdict ?? parseRevocationList(Uint8Array.from(bytes));
  if (known === undefined) keptBytes += bytes.length;
  kept.delete(digest);
  kept.set(digest, { verdict, bytes: bytes.length });
  for (const [oldest, { bytes: size }] of kept) {
    if (keptBytes <= MOST_KEPT_BYTES || oldest === digest) break;
    kept.delete(oldest);
    keptBytes -= size;
  }
  return verdict;
};

/** Issuer and serial number as a certificate carries them. */
const identityOf = (certificate: X509Certificate): { issuer: Buffer; subject: Buffer; serial: string } | null => {
  try {
    const fields = childrenOf(childrenOf(readDer(certificate.raw), 0x30)[0]!, 0x30);
    const [serial, , issuer, , subject] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
    return {
      serial: integerOf(serial).toString(),
      issuer: encodingOf(expectTag(issuer, 0x30)),
      subject: encodingOf(expectTag(subject, 0x30)),
    };
  } catch (error) {
    if (error instanceof DerFault) return null;
    throw error;
  }
};

const CRL_SIGN = 6;

/** Whether the list is the issuer's own: its name, its signature, its right to sign lists. */
const isListOf = (list: RevocationList, issuer: X509Certificate): boolean =>
  identityOf(issuer)?.subject.equals(list.issuer) === true &&
  mayUseKeyFor(issuer, CRL_SIGN) &&
  verifySignature(list.signed.algorithm, null, publicKeyOf(issuer), list.signed.bytes, list.signed.signature).ok;

export type RevocationFailure = 'CERTIFICATE_REVOKED' | 'REVOCATION_UNKNOWN' | 'CRL_FORMAT';

/**
 * Reasons that leave what was signed before standing: the key is not in other hands (RFC 3161 §4, item 1). A list that gives no
 * reason, or says the key was lost, takes everything a timestamp authority ever signed with it.
 */
const HARMLESS_REASONS: ReadonlySet<number | null> = new Set([0, 3, 4, 5]);

export interface RevocationQuestion {
  /** Leaf first, anchor last, as `chainToAnchor` gives it. The anchor itself is believed. */
  readonly chain: readonly X509Certificate[];
  /** Revocation lists in DER. */
  readonly lists: readonly Uint8Array[];
  /** The moment at which the certificates were used, milliseconds since the epoch. */
  readonly at: number;
  /** A later moment up to which revocations count, where nothing proves `at`. */
  readonly until?: number;
  /** Whether every certificate must be covered by a list. Where not, one without a list is taken as it is. */
  readonly required?: boolean;
  /** Whether the leaf stamps time: then a later loss of the key reaches back (RFC 3161 §4). */
  readonly timestamps?: boolean;
}

/**
 * Whether a list that does not name a certificate says that it was not revoked at a moment: it was not yet due to be renewed then, or came after it; and it was issued
 * before the certificate ended, or keeps those that have (RFC 5280 §3.3 lets an authority drop them).
 */
const isSilenceGood = ({ thisUpdate, nextUpdate, keepsEndedFrom }: RevocationList, ends: number, at: number): boolean =>
  (nextUpdate ?? thisUpdate) >= at && (thisUpdate <= ends || (keepsEndedFrom !== null && keepsEndedFrom <= ends));

/**
 * Whether no certificate of a chain was revoked when it was used, as far as the lists at hand tell. A list that names one counts, however old it is; the silence of one
 * counts where it covers the moment. Several lists of one issuer: any of them that says revoked counts.
 */
export const judgeRevocation = ({
  chain,
  lists,
  at,
  until = at,
  required = false,
  timestamps = false,
}: RevocationQuestion): Verdict<{ readonly covered: number }, RevocationFailure> => {
  const parsed: RevocationList[] = [];
  for (const bytes of lists) {
    const list = parsedOnce(bytes);
    if (!list.ok) return list;
    parsed.push(list.value);
  }
  let covered = 0;
  for (const [i, certificate] of chain.slice(0, -1).entries()) {
    const issuer = chain[i + 1]!;
    const found = parsed.filter((list) => isListOf(list, issuer));
    const serial = identityOf(certificate)?.serial ?? '';
    for (const list of found) {
      const revocation = list.revoked.get(serial);
      if (!revocation) continue;
      const reachesBack = timestamps && i === 0 && !HARMLESS_REASONS.has(revocation.reason);
      if (revocation.at <= until || reachesBack)
        return refuse(
          'CERTIFICATE_REVOKED',
          `${certificate.subject} was revoked at ${new Date(revocation.at).toISOString()}${revocation.reason === null ? '' : ` for reason ${revocation.reason}`}`,
        );
    }
    if (found.some((list) => isSilenceGood(list, certificate.validToDate.getTime(), at))) covered++;
    else if (required)
      return refuse(
        'REVOCATION_UNKNOWN',
        `no revocation list for ${certificate.subject} as of ${new Date(at).toISOString()}`,
      );
  }
  return pass({ covered });
};
