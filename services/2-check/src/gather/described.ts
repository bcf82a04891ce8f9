import { type FileInspection, type FileScan, MOST_PAGE_QUALITY, type PageQuality } from '@guidang/contracts';
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
