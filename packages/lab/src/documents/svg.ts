import { font, type Weight } from './glyphs.ts';
import { type Glyph, setOnArc, setText } from './lines.ts';
import { INKS } from './pdf-ops.ts';
import { type Ink, type Mark, type Sheet, textOf } from './sheet.ts';

const rgb = (ink: Ink): string => `rgb(${INKS[ink].join(',')})`;
const n = (value: number): string => String(Math.round(value * 100) / 100);

/** How a page came to lie on the glass: pixels per point, and how far it was turned (radians). */
export interface Lying {
  scale: number;
  skew: number;
}

/** The marks as an SVG picture in which text is outlines, so that no font of the machine takes part. */
export function svgOf(sheet: Sheet, marks: readonly Mark[], { scale, skew }: Lying, paper = '#ffffff'): Buffer {
  const [w, h] = [Math.round(sheet.width * scale), Math.round(sheet.height * scale)];
  const turn = `rotate(${n((skew * 180) / Math.PI)} ${n(w / 2)} ${n(h / 2)}) scale(${scale})`;
  const body = marks.map(elementOf).join('');
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="${w}" height="${h}" fill="${paper}"/><g transform="${turn}">${body}</g></svg>`,
  );
}

function elementOf(mark: Mark): string {
  switch (mark.kind) {
    case 'text':
      return outlines(setText(textOf(mark.text, {}), mark), mark.size, mark.weight ?? 'regular', mark.ink ?? 'black');
    case 'arc-text':
      return outlines(setOnArc(textOf(mark.text, {}), mark), mark.size, 'regular', mark.ink);
    case 'line':
      return `<line x1="${n(mark.x1)}" y1="${n(mark.y1)}" x2="${n(mark.x2)}" y2="${n(mark.y2)}" stroke="${rgb(mark.ink ?? 'black')}" stroke-width="${mark.width ?? 0.6}"/>`;
    case 'box': {
      const paint = mark.fill
        ? `fill="${rgb(mark.fill)}"`
        : `fill="none" stroke="${rgb(mark.ink ?? 'black')}" stroke-width="${mark.width ?? 0.6}"`;
      return `<rect x="${n(mark.x)}" y="${n(mark.y)}" width="${n(mark.w)}" height="${n(mark.h)}" ${paint}/>`;
    }
    case 'ring':
      return `<circle cx="${n(mark.x)}" cy="${n(mark.y)}" r="${n(mark.r)}" fill="none" stroke="${rgb(mark.ink)}" stroke-width="${mark.width}"/>`;
    case 'shape':
      return `<polygon points="${mark.points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${rgb(mark.fill)}"/>`;
  }
}

function outlines(glyphs: readonly Glyph[], size: number, weight: Weight, ink: Ink): string {
  const from = font(weight);
  const s = size / from.unitsPerEm;
  const paths = glyphs.map(({ character, x, y, turned }) => {
    const turn = turned ? ` rotate(${n((turned * 180) / Math.PI)})` : '';
    return `<path transform="translate(${n(x)} ${n(y)})${turn} scale(${s} ${-s})" d="${from.glyphForCodePoint(character.codePointAt(0)!).path.toSVG()}"/>`;
  });
  return `<g fill="${rgb(ink)}">${paths.join('')}</g>`;
}
