import type { X509Certificate } from 'node:crypto';
import { validAt } from '../certificate.ts';
import type { CmsTrust } from '../cms/index.ts';
import type { Verdict } from '../verdict.ts';

/**
 * What a signature inside a file is worth to somebody who did not make it. `holds`: it does, under an anchor trusted here. `expired`: it holds, its certificate has ended,
 * and nothing but the signer's word says that it had not when it was made. `not-trusted`: it holds, and leads to nobody who is trusted here. `changed`: it holds for what was signed, and
 * something was added since that may be seen. `not-verified`: it is of a kind that is not verified here. `broken`: it does not hold.
 */
export type CarriedState = 'holds' | 'expired' | 'not-trusted' | 'changed' | 'not-verified' | 'broken';

/**
 * What revocation lists say of the certificates behind a signature. `good`: for each a list that covers the moment it was made, and none names it. `unknown`: no list covers that moment for one of them. `revoked`: one had been taken back
 * before, or who stamped it was. `since`: one was taken back, and nothing but the signer's word says that it was made before.
 */
export type CarriedRevocation = 'good' | 'unknown' | 'revoked' | 'since';

/** A signature found inside a file. Nobody is named: the certificate is known by its digest. Times in milliseconds since the epoch. */
export interface CarriedSignature {
  readonly kind: 'signature' | 'seal' | 'timestamp';
  readonly state: CarriedState;
  /** why it does not simply hold, as a stable code; null where it does */
  readonly code: string | null;
  /** whether what it covers is the file to its last byte; null where it does not hold so far */
  readonly whole: boolean | null;
  readonly certificate: {
    /** SHA-256 of its DER, hexadecimal */
    readonly sha256: string;
    readonly from: number;
    readonly until: number;
  } | null;
  /** when, by the signer's own clock */
  readonly claimed: number | null;
  /** when, by a timestamp that is believed here */
  readonly stamped: number | null;
  /** null where it was not asked: it does not hold for another reason, leads to nobody who is trusted here, or was made by an anchor itself, whom nobody takes back */
  readonly revocation: CarriedRevocation | null;
}

/** What a judgement says where the signature holds. */
export interface Held {
  readonly whole: boolean;
  readonly stamped: number | null;
}

/** A signature in front of a judge. */
export interface Carried {
  readonly kind: CarriedSignature['kind'];
  /** the signer's certificate, and all others that the signature brings */
  readonly signer: X509Certificate | null;
  readonly certificates: readonly X509Certificate[];
  readonly claimed: number | null;
  readonly judge: (trust: CmsTrust, view: 'today' | 'as-signed') => Verdict<Held>;
}

/** From the least to the most serious. */
const RANK: readonly CarriedState[] = ['holds', 'expired', 'not-trusted', 'changed', 'not-verified', 'broken'];

/** Codes that say what is not known here, not that a signature is at fault. */
const OURS: ReadonlySet<string> = new Set([
  ...['PDF_FORMAT', 'PDF_SUBFILTER', 'PDF_UNREACHED', 'OFD_FORMAT', 'OFD_ALGORITHM', 'XML_SIGNATURE'],
  ...['CMS_FORMAT', 'CMS_ALGORITHM', 'CMS_CERTIFICATE', 'CMS_TIMESTAMP', 'REVOCATION_UNKNOWN', 'CRL_FORMAT'],
  ...['TIMESTAMP_REVOKED', 'TIMESTAMP_REVOCATION_UNKNOWN'],
  ...['ESEAL_FORMAT', 'ESEAL_VERSION', 'ESEAL_ALGORITHM', 'ESEAL_CERTIFICATE', 'ESEAL_TIMESTAMP'],
]);
const ENDED: ReadonlySet<string> = new Set(['CERTIFICATE_VALIDITY', 'ESEAL_VALIDITY']);
const ADDED: ReadonlySet<string> = new Set(['PDF_CHANGED', 'OFD_UNCOVERED']);

/** A signature that cannot even be taken apart. */
export const unopened = (kind: CarriedSignature['kind'], code: string): CarriedSignature => ({
  ...{ kind, state: OURS.has(code) ? 'not-verified' : 'broken', code },
  ...{ whole: null, certificate: null, claimed: null, stamped: null, revocation: null },
});

/**
 * Judges a signature under the trust given, and where it does not hold under that, finds out how far it does: under the certificates it brings, at the moment it claims, for what was
 * signed. Each of these is asked once at most, and once more each whether somebody was taken back since and whether lists
 * cover all of it, so one signature is judged six times at most.
 */
export function judgeCarried(
  { kind, signer, certificates, claimed, judge }: Carried,
  trust: CmsTrust,
): CarriedSignature {
  let [state, code]: [CarriedState, string | null] = ['holds', null];
  let [under, view]: [CmsTrust, 'today' | 'as-signed'] = [trust, 'today'];
  const tried = new Set<CarriedState>();
  const certificate = signer && {
    sha256: signer.fingerprint256.replaceAll(':', '').toLowerCase(),
    from: signer.validFromDate.getTime(),
    until: signer.validToDate.getTime(),
  };
  const said = { kind, certificate, claimed };
  for (;;) {
    const verdict = judge(under, view);
    if (verdict.ok) {
      const asked =
        state !== 'not-trusted' && !trust.anchors.some((one) => signer !== null && one.raw.equals(signer.raw));
      const revocation = asked ? listed(judge, trust.at, under, view) : null;
      return { ...said, state, code, ...verdict.value, revocation };
    }
    const next = againstOf(verdict.code);
    if (next === null || tried.has(next))
      return {
        ...said,
        state: OURS.has(verdict.code) ? 'not-verified' : 'broken',
        code: verdict.code,
        whole: null,
        stamped: null,
        revocation: revocationOf(verdict.code, () => takenBack(judge, claimed, under, view)),
      };
    tried.add(next);
    if (RANK.indexOf(next) > RANK.indexOf(state)) [state, code] = [next, verdict.code];
    if (next === 'changed') view = 'as-signed';
    else if (next === 'not-trusted')
      under = { ...under, anchors: certificates, revocationLists: [], revocationRequired: false };
    else under = { ...under, at: claimed ?? lastDay(signer, under.at) };
  }
}

const REVOKED = 'CERTIFICATE_REVOKED';

/** What lists say of a signature that does not hold. */
function revocationOf(code: string, ofSigner: () => CarriedRevocation): CarriedRevocation | null {
  if (code === REVOKED) return ofSigner();
  return code === 'TIMESTAMP_REVOKED' ? 'revoked' : null;
}

/**
 * What lists say of a signature that holds. One that was judged at the moment it claims is asked again as of today: whoever has a lost key claims what he likes. Then lists
 * are wanted for every certificate, of those who stamped it as well: anything but that one is missing has been answered before.
 */
function listed(
  judge: Carried['judge'],
  today: number,
  under: CmsTrust,
  view: 'today' | 'as-signed',
): CarriedRevocation | null {
  const now = under.at < today ? judge({ ...under, revokedUntil: today }, view) : null;
  if (now?.ok === false) return now.code === REVOKED ? 'since' : null;
  const timestamps = under.timestamps && { ...under.timestamps, revocationRequired: true };
  const verdict = judge({ ...under, revocationRequired: true, ...(timestamps && { timestamps }) }, view);
  if (verdict.ok) return 'good';
  return UNKNOWN.has(verdict.code) ? 'unknown' : null;
}
const UNKNOWN: ReadonlySet<string> = new Set(['REVOCATION_UNKNOWN', 'TIMESTAMP_REVOCATION_UNKNOWN']);

/** Whether a certificate that was taken back by now had been when the signature says it was made; one that was stamped is judged by its timestamp, whatever it says. */
const takenBack = (
  judge: Carried['judge'],
  claimed: number | null,
  under: CmsTrust,
  view: 'today' | 'as-signed',
): CarriedRevocation =>
  claimed !== null && claimed < under.at && judge({ ...under, at: claimed }, view).ok ? 'since' : 'revoked';

/** Which weaker state is to be tried after a refusal; null where there is none. */
function againstOf(code: string): 'expired' | 'not-trusted' | 'changed' | null {
  if (code === 'CERTIFICATE_CHAIN') return 'not-trusted';
  if (ENDED.has(code)) return 'expired';
  return ADDED.has(code) ? 'changed' : null;
}

/** The last moment of a certificate that has ended: what was signed at all was signed before. */
const lastDay = (signer: X509Certificate | null, at: number): number =>
  signer === null || validAt(signer, at) ? at : Math.min(at, signer.validToDate.getTime());
