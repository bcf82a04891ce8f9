import { type BoxMark, type Ink, type Node, PAPER, type Page, type TextMark } from './page.ts';
import type { Weight } from './typeface.ts';

/** Code of a character in the document's own font, as it stands in a literal string: two bytes, escaped, as Latin-1. */
export type CodeOf = (character: string, weight: Weight) => string;

/** A piece of a page's content: the text of one node of the structure, or, without a node, what only furnishes the page. */
export interface Piece {
  readonly node: Node | undefined;
  readonly ops: Buffer;
}

const INKS: Readonly<Record<Ink, string>> = { black: '0.1', grey: '0.45' };
const FONT: Readonly<Record<Weight, string>> = { regular: 'F1', bold: 'F2' };
/** Shade of labels, shade and width of lines. */
const SHADE = '0.945 g';
const LINE = '0.35 G 0.5 w';

const n = (value: number): string => String(Math.round(value * 100) / 100);
const up = (y: number): string => n(PAPER.height - y);
const box = ({ x, y, width, height }: BoxMark): string => `${n(x)} ${up(y + height)} ${n(width)} ${n(height)} re`;

/** A page as drawing instructions (ISO 32000-1 §8, §9), piece by piece. */
export function* piecesOf({ shades, frames, rules, texts }: Page, code: CodeOf): Iterable<Piece> {
  const lines = rules.map(({ x1, y1, x2, y2 }) => `${n(x1)} ${up(y1)} m ${n(x2)} ${up(y2)} l`);
  yield piece(undefined, [
    ...(shades.length > 0 ? [SHADE, ...shades.map(box), 'f'] : []),
    ...(frames.length + lines.length > 0 ? [LINE, ...frames.map(box), ...lines, 'S'] : []),
  ]);
  let ops: string[] = [];
  for (const [i, mark] of texts.entries()) {
    ops.push(textOp(mark, code));
    const next = texts[i + 1];
    if (next && next.node === mark.node) continue;
    yield piece(mark.node, ops);
    ops = [];
  }
}

const piece = (node: Node | undefined, ops: readonly string[]): Piece => ({
  node,
  ops: Buffer.from(`${ops.join('\n')}\n`, 'latin1'),
});

function textOp({ x, y, size, weight, ink, text }: TextMark, code: CodeOf): string {
  let codes = '';
  for (const character of text) codes += code(character, weight);
  return `BT ${INKS[ink]} g /${FONT[weight]} ${size} Tf ${n(x)} ${up(y)} Td (${codes}) Tj ET`;
}

/** A two-byte code as it stands in a literal string (ISO 32000-1 §7.3.4.2). @param hexadecimal four digits */
export const literal = (hexadecimal: string): string =>
  Buffer.from(hexadecimal, 'hex')
    .toString('latin1')
    .replace(/[()\\]/g, '\\$&')
    .replaceAll('\r', '\\r');
