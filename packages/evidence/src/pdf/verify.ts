import { createHash } from 'node:crypto';
import { parseCertificate } from '../certificate.ts';
import type { CmsFailure, CmsTrust, VerifiedSigner } from '../cms/index.ts';
import { verifyCms } from '../cms/index.ts';
import { imprintOf, tokenInDer, type VerifiedToken, verifyToken } from '../timestamp/index.ts';
import { unsure } from '../timestamp/unsure.ts';
import { pass, refuse, type Verdict } from '../verdict.ts';
import { changesAfterOrFault } from './changes.ts';
import { PdfDocument } from './document.ts';
import { judgedPdf } from './judged.ts';
import { validationDataOf } from './validation-data.ts';
import { type PdfDict, PdfFault, type PdfString, type PdfValue, textOf } from './value.ts';

export type PdfFailure =
  | 'PDF_FORMAT'
  | 'PDF_UNSIGNED'
  | 'PDF_BYTE_RANGE'
  | 'PDF_CHANGED'
  | 'PDF_SUBFILTER'
  | CmsFailure;

/** A signature in a PDF that holds, and that what is shown today is what was signed. */
export interface VerifiedPdfSignature {
  readonly field: string;
  /** `signature`: somebody's; `timestamp`: a token over the whole file (DocTimeStamp). */
  readonly kind: 'signature' | 'timestamp';
  /** `file`: to its last byte. `revision`: later updates brought nothing but validation data and further signatures. */
  readonly coverage: 'file' | 'revision';
  /** PAdES baseline level; null for a plain CMS and for document timestamps. */
  readonly level: 'B-B' | 'B-T' | 'B-LT' | null;
  readonly signer: VerifiedSigner | null;
  readonly timestamp: VerifiedToken | null;
}

const MAX_SIGNATURES = 32;
const MAX_FIELDS = 10_000;

interface Found {
  readonly field: string;
  readonly dict: PdfDict;
}

/** All signature fields that are signed, in the order of the form. */
const signaturesOf = (document: PdfDocument): Found[] => {
  const found: Found[] = [];
  const form = document.dict(document.catalog().dict.entries.get('AcroForm'));
  let seen = 0;
  const visit = (item: PdfValue, inherited: PdfValue | undefined, prefix: string, depth: number): void => {
    if (++seen > MAX_FIELDS || depth > 30) throw new PdfFault('a form without end');
    const dict = document.dict(item);
    if (!dict) return;
    const type = dict.entries.get('FT') ?? inherited;
    const name = textOf(dict.entries.get('T'));
    const field = prefix && name ? `${prefix}.${name}` : prefix || name;
    const value = document.dict(dict.entries.get('V'));
    const kind = document.resolve(type);
    if (kind.kind === 'name' && kind.name === 'Sig' && value) found.push({ field, dict: value });
    for (const kid of document.list(dict.entries.get('Kids'))) visit(kid, type, field, depth + 1);
  };
  for (const item of document.list(form?.entries.get('Fields'))) visit(item, undefined, '', 0);
  if (found.length > MAX_SIGNATURES) throw new PdfFault(`${found.length} signatures`);
  return found;
};

/** The four numbers of /ByteRange, which must be [0, start of /Contents, its end, what is left]: nothing else may be left out (ISO 32000-1 §12.8.1). */
const rangeOf = (
  document: PdfDocument,
  dict: PdfDict,
): Verdict<{ contents: PdfString; end: number }, 'PDF_BYTE_RANGE'> => {
  const contents = dict.entries.get('Contents');
  const numbers = document
    .list(dict.entries.get('ByteRange'))
    .map((n) => (n.kind === 'number' && /^\d{1,12}$/.test(n.text) ? Number(n.text) : Number.NaN));
  if (contents?.kind !== 'string' || contents.start < 0 || document.source[contents.start] !== 0x3c)
    return refuse('PDF_BYTE_RANGE', 'the signature is not written in the file itself');
  const [zero, first, second, rest] = numbers;
  if (numbers.length !== 4 || zero !== 0 || first === undefined || second === undefined || rest === undefined)
    return refuse('PDF_BYTE_RANGE', '/ByteRange is not four numbers from 0 on');
  if (first !== contents.start || second !== contents.end)
    return refuse(
      'PDF_BYTE_RANGE',
      `bytes ${first} to ${second} are left out, the signature is at ${contents.start} to ${contents.end}`,
    );
  const end = second + rest;
  return end <= document.limit && rest >= 0
    ? pass({ contents, end })
    : refuse('PDF_BYTE_RANGE', `signed are ${end} bytes of ${document.limit}`);
};

/** The CMS without the zeros that fill its room. BER of an open length keeps them: its reader stops where it ends. */
const trimmed = ({ bytes }: PdfString): Buffer => {
  const first = bytes[1] ?? 0;
  const count = first > 0x80 ? first & 0x7f : 0;
  if (first === 0x80 || count > 4) {
    let end = bytes.length;
    while (end > 2 && bytes[end - 1] === 0) end--;
    // Two zeros end an open length, for every level that is open.
    return bytes.subarray(0, Math.min(bytes.length, end + 12));
  }
  const length = count === 0 ? first : bytes.length < 2 + count ? 0 : bytes.readUIntBE(2, count);
  return bytes.subarray(0, Math.min(bytes.length, 2 + count + length));
};

/**
 * Whether the room holds the CMS, zeros and nothing else, written in one way: hexadecimal digits of one case, no white space. It is the one place of the
 * file that nobody signs, and nothing can be said in it that the signature does not say.
 */
const isPlainRoom = (source: Buffer, { bytes, start, end }: PdfString, used: number): boolean =>
  /^(?:[0-9A-F]*|[0-9a-f]*)$/.test(source.toString('latin1', start + 1, end - 1)) &&
  bytes.subarray(used).every((byte) => byte === 0);

const PADES = 'ETSI.CAdES.detached';
const PLAIN = 'adbe.pkcs7.detached';
const STAMP = 'ETSI.RFC3161';

const judgeOne = (
  document: PdfDocument,
  { field, dict }: Found,
  trust: CmsTrust,
  view: PdfView,
): Verdict<VerifiedPdfSignature, PdfFailure> => {
  const range = rangeOf(document, dict);
  if (!range.ok) return range;
  const { contents, end } = range.value;
  const { source } = document;
  const coverage = end === document.limit ? 'file' : 'revision';
  if (coverage === 'revision' && view === 'today') {
    const changes = changesAfterOrFault(document, end);
    if (changes.length > 0) return refuse('PDF_CHANGED', `after ${field} was signed: ${changes.join('; ')}`);
  }
  const given = document.resolve(dict.entries.get('SubFilter'));
  const subFilter = given.kind === 'name' ? given.name : 'none';
  const cms = trimmed(contents);
  if (!isPlainRoom(source, contents, cms.length))
    return refuse('PDF_BYTE_RANGE', `${field}: something is hidden behind the signature in its room`);
  const signedParts = [source.subarray(0, contents.start), source.subarray(contents.end, end)];
  if (subFilter === STAMP) {
    const inDer = tokenInDer(cms);
    const token = inDer.ok ? verifyToken(inDer.value, trust.timestamps ?? { anchors: [], policies: [] }) : inDer;
    if (!token.ok) return refuse(unsure(token.code) ?? 'CMS_TIMESTAMP', `${field}: ${token.code}: ${token.detail}`);
    const imprint = imprintOf(token.value);
    const hash = imprint && signedParts.reduce((h, part) => h.update(part), createHash(imprint.name)).digest();
    return hash && imprint.digest.equals(hash)
      ? pass({ field, kind: 'timestamp', coverage, level: null, signer: null, timestamp: token.value })
      : refuse('CMS_TIMESTAMP', `${field}: the timestamp is not over this file`);
  }
  if (subFilter !== PADES && subFilter !== PLAIN)
    return refuse('PDF_SUBFILTER', `${field}: a signature of the kind ${subFilter} is not one we verify`);
  const stored = validationDataOf(document);
  const certificates = stored.certificates.map((c) => parseCertificate(c)).flatMap((c) => (c.ok ? [c.value] : []));
  const verified = verifyCms(cms, Buffer.concat(signedParts), {
    ...trust,
    certificates: [...certificates, ...(trust.certificates ?? [])],
    revocationLists: [...stored.revocationLists, ...(trust.revocationLists ?? [])],
  });
  if (!verified.ok) return refuse(verified.code, `${field}: ${verified.detail}`);
  const [signer, ...others] = verified.value.signers;
  if (!signer || others.length > 0) return refuse('CMS_FORMAT', `${field}: a signature in a PDF has one signer`);
  const stamped = signer.timestamp !== null;
  const stocked = stored.certificates.length > 0 && stored.revocationLists.length > 0;
  const level = subFilter === PLAIN ? null : stamped ? (stocked ? 'B-LT' : 'B-T') : 'B-B';
  return pass({ field, kind: 'signature', coverage, level, signer, timestamp: signer.timestamp });
};

/** `today`: the file as it is shown now. `as-signed`: the part of it that was signed, whatever was added since. */
export type PdfView = 'today' | 'as-signed';

/** One signature of a PDF, to be judged as often and under as much trust as somebody wishes. */
export interface PdfSignature {
  /** The CMS as it lies in its room, nothing verified. */
  readonly cms: Buffer;
  readonly isTimestamp: boolean;
  /** When, by the signer's own clock (/M); null where it does not say. */
  readonly claimed: number | null;
  readonly judge: (trust: CmsTrust, view?: PdfView) => Verdict<VerifiedPdfSignature, PdfFailure>;
}

const DATE = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?/;

/** A date of PDF (ISO 32000-1 §7.9.4); null where it is none. */
const dateOf = (text: string): number | null => {
  const found = DATE.exec(text);
  if (!found) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const away = (Number(found[8] ?? 0) * 60 + Number(found[9] ?? 0)) * 60_000;
  const at = Date.UTC(year, month - 1, day, hour, minute, second) - (found[7] === '-' ? -away : away);
  return Number.isFinite(at) ? at : null;
};

const signatureOf = (document: PdfDocument, found: Found): PdfSignature => {
  const { dict } = found;
  const contents = dict.entries.get('Contents');
  const kind = document.resolve(dict.entries.get('SubFilter'));
  return {
    cms: contents?.kind === 'string' ? trimmed(contents) : Buffer.alloc(0),
    isTimestamp: kind.kind === 'name' && kind.name === STAMP,
    claimed: dateOf(textOf(dict.entries.get('M'))),
    judge: (trust, view = 'today') =>
      judgedPdf<VerifiedPdfSignature, PdfFailure>(() => judgeOne(document, found, trust, view)),
  };
};

/** Every signature of a PDF in the order of its form, none of them verified; none where nobody has signed. Never throws, whatever the bytes. */
export const pdfSignatures = (pdf: Uint8Array): Verdict<readonly PdfSignature[], PdfFailure> =>
  judgedPdf<readonly PdfSignature[], PdfFailure>(() => {
    const document = new PdfDocument(pdf);
    return pass(signaturesOf(document).map((found) => signatureOf(document, found)));
  });

/**
 * Verifies every signature of a PDF, and that nothing was put behind any of them: each covers the file from its first byte to the end of what it signed, the
 * signature alone left out; and what was written after it is validation data or another signature that is not seen. One that does not hold refuses the
 * whole. Never throws, whatever the bytes.
 */
export const verifyPdf = (pdf: Uint8Array, trust: CmsTrust): Verdict<readonly VerifiedPdfSignature[], PdfFailure> => {
  const found = pdfSignatures(pdf);
  if (!found.ok) return found;
  if (found.value.length === 0) return refuse('PDF_UNSIGNED', 'nobody has signed this file');
  const verified: VerifiedPdfSignature[] = [];
  for (const one of found.value) {
    const judgement = one.judge(trust);
    if (!judgement.ok) return judgement;
    verified.push(judgement.value);
  }
  return pass(verified);
};
