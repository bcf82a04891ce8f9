import type { Weight } from './glyphs.ts';
import { type Glyph, setOnArc, setText } from './lines.ts';
import { type Ink, type Mark, textOf } from './sheet.ts';

/** How a character is written into a page's content: the code of its glyph in the document's own font, hexadecimal. */
export type CodeOf = (character: string, weight: Weight) => string;

export const INKS: Readonly<Record<Ink, readonly [number, number, number]>> = {
  black: [26, 26, 30],
  grey: [140, 140, 145],
  red: [205, 38, 38],
  blue: [24, 52, 120],
  gold: [168, 128, 48],
  tint: [244, 239, 226],
  white: [255, 255, 255],
};
const rgb = (ink: Ink): string => INKS[ink].map((v) => n(v / 255)).join(' ');
const n = (value: number): string => String(Math.round(value * 1000) / 1000);

/** Drawing instructions (ISO 32000-1 §8, §9) for marks on a page of the given height. */
export function pdfOps(
  marks: readonly Mark[],
  height: number,
  values: Readonly<Record<string, string>>,
  code: CodeOf,
): string {
  return marks.map((mark) => opsOf(mark, height, values, code)).join('\n');
}

function opsOf(mark: Mark, h: number, values: Readonly<Record<string, string>>, code: CodeOf): string {
  switch (mark.kind) {
    case 'text': {
      const weight = mark.weight ?? 'regular';
      return `${rgb(mark.ink ?? 'black')} rg\n${show(setText(textOf(mark.text, values), mark), mark.size, weight, h, code)}`;
    }
    case 'arc-text':
      return `${rgb(mark.ink)} rg\n${show(setOnArc(textOf(mark.text, values), mark), mark.size, 'regular', h, code)}`;
    case 'line':
      return `${rgb(mark.ink ?? 'black')} RG ${n(mark.width ?? 0.6)} w ${n(mark.x1)} ${n(h - mark.y1)} m ${n(mark.x2)} ${n(h - mark.y2)} l S`;
    case 'box': {
      const path = `${n(mark.x)} ${n(h - mark.y - mark.h)} ${n(mark.w)} ${n(mark.h)} re`;
      return mark.fill
        ? `${rgb(mark.fill)} rg ${path} f`
        : `${rgb(mark.ink ?? 'black')} RG ${n(mark.width ?? 0.6)} w ${path} S`;
    }
    case 'shape': {
      const [first, ...rest] = mark.points.map(([x, y]) => `${n(x)} ${n(h - y)}`);
      return `${rgb(mark.fill)} rg ${first} m ${rest.map((point) => `${point} l`).join(' ')} h f`;
    }
    case 'ring': {
      const { r } = mark;
      const [x, y, k] = [mark.x, h - mark.y, r * 0.5523];
      const curve = (...at: number[]): string => `${at.map(n).join(' ')} c`;
      return [
        `${rgb(mark.ink)} RG ${n(mark.width)} w ${n(x + r)} ${n(y)} m`,
        curve(x + r, y + k, x + k, y + r, x, y + r),
        curve(x - k, y + r, x - r, y + k, x - r, y),
        curve(x - r, y - k, x - k, y - r, x, y - r),
        `${curve(x + k, y - r, x + r, y - k, x + r, y)} S`,
      ].join(' ');
    }
  }
}

function show(glyphs: readonly Glyph[], size: number, weight: Weight, h: number, code: CodeOf): string {
  const parts = [`BT /${weight === 'bold' ? 'F2' : 'F1'} ${n(size)} Tf`];
  // A run of characters on one line is one string: the advance widths of the font place them.
  let run = '';
  let begun: Glyph | undefined;
  const flush = (): void => {
    if (begun) parts.push(`${matrix(begun, h)} Tm <${run}> Tj`);
    run = '';
    begun = undefined;
  };
  for (const glyph of glyphs) {
    if (begun === undefined || glyph.turned !== undefined || glyph.y !== begun.y) {
      flush();
      begun = glyph;
    }
    run += code(glyph.character, weight);
  }
  flush();
  return [...parts, 'ET'].join(' ');
}

function matrix({ x, y, turned = 0 }: Glyph, h: number): string {
  const [cos, sin] = [Math.cos(turned), Math.sin(turned)];
  return [cos, -sin, sin, cos, x, h - y].map(n).join(' ');
}
