import type { X509Certificate } from 'node:crypto';
import { parseCertificate } from '../certificate.ts';
import { type Cms, type CmsTrust, parseCms } from '../cms/index.ts';
import { ATTR_SIGNING_TIME } from '../cms/names.ts';
import { isSigner } from '../cms/signer.ts';
import { DerFault, timeOf } from '../der/index.ts';
import { parseESealSignature } from '../eseal/read.ts';
import { asContentInfo, type OfdEntries, ofdSignatures } from '../ofd/verify.ts';
import { type PdfSignature, pdfSignatures } from '../pdf/verify.ts';
import { type Carried, type CarriedSignature, judgeCarried, unopened } from './carried.ts';

/** Signatures of one file that are looked at: more is somebody keeping us busy. */
export const MOST_CARRIED = 32;

type Brought = Pick<Carried, 'signer' | 'certificates' | 'claimed'>;
const NOTHING: Brought = { signer: null, certificates: [], claimed: null };

const opened = (ders: readonly Uint8Array[]): X509Certificate[] =>
  ders.map(parseCertificate).flatMap((one) => (one.ok ? [one.value] : []));

/** The signer's own word about when it was; null where it says nothing that can be read. */
function signingTimeOf({ signers: [signer] }: Cms): number | null {
  try {
    return timeOf(signer?.attributes?.get(ATTR_SIGNING_TIME)?.[0]);
  } catch (error) {
    if (error instanceof DerFault) return null;
    throw error;
  }
}

function broughtByCms(bytes: Uint8Array): Brought {
  const cms = parseCms(bytes);
  if (!cms.ok) return NOTHING;
  const certificates = opened(cms.value.certificates);
  const id = cms.value.signers[0]?.id;
  const signer = (id && certificates.find((one) => isSigner(one, id))) ?? null;
  return { signer, certificates, claimed: signingTimeOf(cms.value) };
}

function broughtBySeal(bytes: Uint8Array): Brought {
  const parsed = parseESealSignature(bytes);
  if (!parsed.ok) return NOTHING;
  const { signer, seal, time } = parsed.value;
  const [by] = opened([signer]);
  return { signer: by ?? null, certificates: opened([signer, seal.maker]), claimed: time };
}

function carriedInPdf({ cms, isTimestamp, claimed, judge }: PdfSignature): Carried {
  const brought = broughtByCms(cms);
  return {
    kind: isTimestamp ? 'timestamp' : 'signature',
    ...brought,
    claimed: brought.claimed ?? claimed,
    judge: (trust, view) => {
      const verdict = judge(trust, view);
      if (!verdict.ok) return verdict;
      const { coverage, timestamp } = verdict.value;
      return { ok: true, value: { whole: coverage === 'file', stamped: timestamp?.time ?? null } };
    },
  };
}

/** What every signature has and nothing else; it cannot hide in a packed object, since its own place in the file stands in it. */
const MARK = '/ByteRange';

/**
 * What every signature inside a PDF is worth (ISO 32000-1 §12.8, PAdES), in the order of its form. Plain CMS is taken as well: where it says which certificate it was made with, that has to be
 * true. A file whose structure cannot be followed is one signature that is not verified, and so is one whose signature is not to be reached from its form: an update may have taken it
 * out of sight. Never throws, whatever the bytes.
 */
export function signaturesInPdf(pdf: Uint8Array, trust: CmsTrust): CarriedSignature[] {
  if (!Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length).includes(MARK, 0, 'latin1')) return [];
  const found = pdfSignatures(pdf);
  if (!found.ok) return [unopened('signature', found.code)];
  if (found.value.length === 0) return [unopened('signature', 'PDF_UNREACHED')];
  return found.value.map((one) => judgeCarried(carriedInPdf(one), { ...trust, naming: 'none' }));
}

/** What every signature and seal inside an OFD is worth (GB/T 33190-2016 §18, GB/T 38540), in the order of its lists. Never throws, whatever the entries. */
export function signaturesInOfd(entries: OfdEntries, trust: CmsTrust): CarriedSignature[] {
  const found = ofdSignatures(entries);
  if (!found.ok) return [unopened('seal', found.code)];
  // What nobody would look at is not passed over: a file with more is one that is not verified.
  if (found.value.length > MOST_CARRIED) return [unopened('seal', 'OFD_FORMAT')];
  return found.value.map(({ type, value, judge }) => {
    const brought = !value ? NOTHING : type === 'Seal' ? broughtBySeal(value) : broughtByCms(asContentInfo(value));
    const one: Carried = {
      kind: type === 'Seal' ? 'seal' : 'signature',
      ...brought,
      judge: (under, view) => {
        const verdict = judge(under, view);
        if (!verdict.ok) return verdict;
        const { seal, signer } = verdict.value;
        return { ok: true, value: { whole: view === 'today', stamped: (seal ?? signer)?.timestamp?.time ?? null } };
      },
    };
    return judgeCarried(one, { ...trust, naming: 'none' });
  });
}
