import { isDeepStrictEqual } from 'node:util';
import {
  AnyLink,
  CASE_DECISIONS,
  CASE_EVENTS,
  type CaseChecked,
  isLegalOrder,
  type LinkType,
  MAY_ANSWER,
  parseWith,
  type SealedFindings,
  type SealedLink,
  STEP_OF,
  utf8,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { sealedFindings } from '../manifest/findings.ts';

/** The chain that came with a case does not hold together: it is not sealed, and somebody has to look. */
export class ChainBroken extends Error {
  readonly line: number;
  constructor(line: number, what: string) {
    super(`line ${line} of the chain: ${what} / 链节文件第 ${line} 行不成立`);
    this.name = 'ChainBroken';
    this.line = line;
  }
}

interface OpenedLine {
  readonly link: AnyLink;
  readonly sha256: string;
}

export interface VerifiedChain {
  readonly links: SealedLink[];
  /** Of the links of check before the last line. */
  readonly findings: SealedFindings[];
}

/** The topics whose records a step's links may answer inside the chain of an unsealed case. */
const READS: Readonly<Record<'capture' | 'check', readonly string[]>> = {
  capture: [CASE_EVENTS],
  check: ['archive.capture', CASE_DECISIONS],
};
const isReader = (step: string): step is keyof typeof READS => Object.hasOwn(READS, step);

/**
 * Follows a case through its lines: each step's links are numbered without gaps, follow one another by hash and in legal order, and answer records in
 * their order; each link of check answers a link of capture that stands before it, or a person; the last line is the closing link of check, and what it closes is what
 * capture closed. @throws ChainBroken at the first line where that does not hold
 */
export function verifyChain(lines: readonly Uint8Array[]): VerifiedChain {
  const opened: OpenedLine[] = [];
  const last = new Map<string, OpenedLine>();
  const captured = new Map<string, AnyLink>();
  /** By step and topic, the last offset answered. */
  const answered = new Map<string, number>();
  lines.forEach((bytes, i) => {
    const line = openLine(bytes, i + 1);
    const wrong = (what: string): ChainBroken => new ChainBroken(i + 1, what);
    const { link, sha256 } = line;
    const before = last.get(link.step);
    if (link.case !== opened[0]?.link.case && i > 0) throw wrong('another case');
    if (!isReader(link.step) || STEP_OF[link.type as LinkType] !== link.step)
      throw wrong(`${link.step} writes no ${link.type}`);
    if (link.seq !== (before ? before.link.seq + 1 : 0)) throw wrong('a gap in the numbering of its step');
    if (link.previous !== (before?.sha256 ?? null)) throw wrong('it does not name the link before it');
    if (!isLegalOrder((before?.link.type ?? null) as LinkType | null, link.type as LinkType))
      throw wrong(`${link.type} may not follow ${before?.link.type ?? 'the beginning'}`);
    const { topic, partition, offset } = link.input;
    if (!READS[link.step].includes(topic)) throw wrong('it answers a record of another topic');
    const reached = answered.get(`${link.step} ${topic}`) ?? -1;
    if ((before && partition !== before.link.input.partition) || offset <= reached)
      throw wrong('it answers a record out of order');
    answered.set(`${link.step} ${topic}`, offset);
    if (link.step === 'check' && topic === CASE_DECISIONS) {
      if (!MAY_ANSWER[link.type as LinkType].some((type) => type.includes('.')))
        throw wrong('it answers what a person decided');
    } else if (link.step === 'check') {
      const captures = captured.get(link.input.sha256);
      if (!captures || !MAY_ANSWER[link.type as LinkType].includes(captures.type))
        throw wrong('it answers no link of capture that stands before it');
    } else captured.set(sha256, link);
    last.set(link.step, line);
    opened.push(line);
  });
  const closing = closingOf(opened, last.get('capture'));
  return {
    links: opened.map(({ link: { step, seq, type, id }, sha256 }) => ({ step, seq, type, id, sha256 })),
    findings: opened
      .filter((line) => line.link.step === 'check' && line !== closing)
      .map(({ link, sha256 }) => sealedFindings(sha256, aboutOf(link), findingsOf(link))),
  };
}

function openLine(bytes: Uint8Array, line: number): OpenedLine {
  try {
    return { link: parseWith(AnyLink, JSON.parse(utf8(bytes) ?? '')), sha256: sha256Hex(bytes) };
  } catch (error) {
    throw new ChainBroken(line, `it is no link (${error instanceof Error ? error.name : 'unknown'})`);
  }
}

/** The closing link of check, once it is sure that it closes what these lines tell. */
function closingOf(opened: readonly OpenedLine[], lastCaptured: OpenedLine | undefined): OpenedLine {
  const closing = opened.at(-1);
  const wrong = (what: string): ChainBroken => new ChainBroken(opened.length, what);
  if (closing?.link.type !== 'CaseChecked') throw wrong('the chain does not end in the closing link of check');
  const body = closing.link.body as unknown as CaseChecked['body'];
  const about = body.closing ?? closing.link.input.sha256;
  if (lastCaptured?.link.type !== 'CaseCaptured' || about !== lastCaptured.sha256)
    throw wrong('it does not answer the last closing of the case');
  const closed = lastCaptured.link.body as { round?: unknown; dossier?: unknown };
  if (body.round !== closed.round || !isDeepStrictEqual(body.dossier, closed.dossier))
    throw wrong('its dossier is not the one that capture closed');
  for (const { material, link } of body.checked) {
    const named = opened.find(({ sha256 }) => sha256 === link);
    if (named?.link.type !== 'MaterialChecked' || aboutOf(named.link) !== material)
      throw wrong('it rests on a link that is not in the chain');
  }
  return closing;
}

const findingsOf = (link: AnyLink): SealedFindings['detail'] => (link.body.findings ?? []) as SealedFindings['detail'];
const aboutOf = (link: AnyLink): string => (link.type === 'MaterialChecked' ? String(link.body.material) : 'case');
