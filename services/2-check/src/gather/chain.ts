import { AnyLink, type CaseCaptured, type ClosingFacts, utf8 } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';

export type CapturedChain = ClosingFacts['captured'];
type Fault = NonNullable<CapturedChain['fault']>;

const LINE_FEED = 0x0a;

/** The lines of a chain object, without their line feeds. JSON of ours has none inside. */
export function linesOf(object: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < object.length; ) {
    const end = object.indexOf(LINE_FEED, from);
    const until = end === -1 ? object.length : end;
    lines.push(object.subarray(from, until));
    from = until + 1;
  }
  return lines;
}

/** Links as one object: value bytes as they lie, a line feed after each. */
export const chainObject = (links: readonly Uint8Array[]): Buffer =>
  Buffer.concat(links.flatMap((link) => [link, Buffer.of(LINE_FEED)]));

function openLine(bytes: Buffer): AnyLink | undefined {
  try {
    return AnyLink.safeParse(JSON.parse(utf8(bytes) ?? '')).data;
  } catch {
    return undefined; // no JSON: told by line
  }
}

/**
 * Follows the links of capture from the first: numbered without gaps, all of this case, each naming the one before it by its digest, the last one named by the
 * closing. Says the first thing that is wrong, and in which line.
 */
export function followed(lines: readonly Buffer[], closing: CaseCaptured): CapturedChain {
  const wrong = (fault: Fault, line: number | null): CapturedChain => ({ links: lines.length, fault, line });
  let previous: string | null = null;
  for (const [i, bytes] of lines.entries()) {
    const link = openLine(bytes);
    if (link?.step !== 'capture') return wrong('NOT_A_LINK', i + 1);
    if (link.case !== closing.case) return wrong('OTHER_CASE', i + 1);
    if (link.seq !== i) return wrong('GAP', i + 1);
    if (link.previous !== previous) return wrong('PREVIOUS_HASH', i + 1);
    previous = sha256Hex(bytes);
  }
  if (lines.length !== closing.seq || lines.length !== closing.body.chain.links) return wrong('OTHER_COUNT', null);
  if (previous !== closing.previous) return wrong('OTHER_END', null);
  return { links: lines.length, fault: null, line: null };
}
