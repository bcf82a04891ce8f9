import {
  type FileInspection,
  type FileScan,
  type FileSignature,
  MOST_FILE_SIGNATURES,
  MOST_PAGE_QUALITY,
  type PageQuality,
} from '@guidang/contracts';
import type { FileFacts, ScanResult } from '@guidang/formats';

/** Codes kept of one file: more of them say nothing more. */
const MOST_PROBLEMS = 40;

/** Of what the inspector found, what a judgement rests on; details stay out, they are for people with the file before them. */
export const inspectionOf = (facts: FileFacts): FileInspection => ({
  inspector: facts.inspector,
  puid: facts.puid,
  format: facts.family,
  extensionAgrees: facts.extensionAgrees,
  readable: facts.readable,
  problems: [...new Set(facts.problems.map(({ code }) => code))].slice(0, MOST_PROBLEMS),
  pages: facts.pages ?? null,
  encrypted: facts.encrypted ?? false,
  quality: facts.pageFacts?.slice(0, MOST_PAGE_QUALITY).map(qualityOf) ?? null,
  // Where the process that opens files was ended, nobody has looked for them.
  signatures: facts.signatures?.slice(0, MOST_FILE_SIGNATURES).map(signatureOf) ?? null,
  ...(facts.revocationLists !== undefined && { revocationLists: facts.revocationLists }),
});

/** A moment as records write it; null for none, and for one that no calendar of ours has: files say what they like. */
const timeOf = (at: number | null): string | null =>
  at !== null && at >= Date.UTC(1900, 0) && at < Date.UTC(10_000, 0) ? new Date(at).toISOString() : null;

const certificateOf = (
  found: NonNullable<FileFacts['signatures']>[number]['certificate'],
): FileSignature['certificate'] => {
  const [from, until] = [timeOf(found?.from ?? null), timeOf(found?.until ?? null)];
  return found && from && until ? { sha256: found.sha256, from, until } : null;
};

const signatureOf = ({
  certificate,
  claimed,
  stamped,
  ...said
}: NonNullable<FileFacts['signatures']>[number]): FileSignature => ({
  ...said,
  certificate: certificateOf(certificate),
  claimed: timeOf(claimed),
  stamped: timeOf(stamped),
});

/** Without the picture of the page: what it shows is nobody's business but that of whoever has the file. */
const qualityOf = ({
  page,
  blank,
  ink,
  paper,
  contrast,
  skew,
  dpi,
  sameAs,
}: NonNullable<FileFacts['pageFacts']>[number]): PageQuality => ({
  ...{ page, blank, ink, paper, contrast },
  ...(skew !== undefined && { skew }),
  ...(dpi !== undefined && { dpi }),
  ...(sameAs !== undefined && { sameAs }),
});

export const scanOf = (result: ScanResult): FileScan => ({
  verdict: result.verdict,
  signature: ('signature' in result && result.signature?.slice(0, 200)) || null,
  engine: result.engine.slice(0, 100),
  signaturesAt: result.signaturesAt,
});
