import type { Weight } from './glyphs.ts';

/** Text that is known when the sheet is drawn up, or a place for text that comes with each document. */
export type Text = string | Slot;
export interface Slot {
  slot: string;
  /** every character that may come to stand here: what a document's font must hold */
  draws: string;
}

export type Ink = 'black' | 'grey' | 'red' | 'blue' | 'gold' | 'tint' | 'white';

/** One thing on a page. Points (1/72 inch) from the upper left corner; `y` of a text is its base line. */
export type Mark =
  | {
      kind: 'text';
      x: number;
      y: number;
      size: number;
      text: Text;
      weight?: Weight;
      ink?: Ink;
      align?: 'left' | 'centre';
      width?: number;
      leading?: number;
    }
  | { kind: 'line'; x1: number; y1: number; x2: number; y2: number; width?: number; ink?: Ink }
  | { kind: 'box'; x: number; y: number; w: number; h: number; fill?: Ink; ink?: Ink; width?: number }
  | { kind: 'ring'; x: number; y: number; r: number; width: number; ink: Ink }
  | { kind: 'shape'; points: readonly (readonly [number, number])[]; fill: Ink }
  | { kind: 'arc-text'; x: number; y: number; r: number; size: number; text: Text; ink: Ink };

/** A page as it is meant, before it becomes a page of a PDF or a scanned picture. */
export interface Sheet {
  width: number;
  height: number;
  marks: readonly Mark[];
}

export const A4 = { width: 595, height: 842 } as const;

export const isSlot = (text: Text): text is Slot => typeof text !== 'string';

/** What the sheet draws with the given values in its slots. A slot without a value is a mistake of the caller: RangeError. */
export function textOf(text: Text, values: Readonly<Record<string, string>>): string {
  if (!isSlot(text)) return text;
  const value = values[text.slot];
  if (value === undefined) throw new RangeError(`nothing to write into ${text.slot}`);
  return value;
}

export const isStatic = (mark: Mark): boolean =>
  !(mark.kind === 'text' || mark.kind === 'arc-text') || !isSlot(mark.text);

/** A five-pointed star around a point. */
export const star = (x: number, y: number, r: number): [number, number][] =>
  Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 === 0 ? r : r * 0.382;
    const angle = (Math.PI / 5) * i - Math.PI / 2;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });

/** A round seal in red. What it says below the star keeps a specimen from being taken for the real thing. */
export const seal = (x: number, y: number, r: number, text: Text): Mark[] => [
  { kind: 'ring', x, y, r, width: 2, ink: 'red' },
  { kind: 'shape', points: star(x, y, r * 0.3), fill: 'red' },
  { kind: 'arc-text', x, y, r: r * 0.76, size: r * 0.24, text, ink: 'red' },
  { kind: 'text', x, y: y + r * 0.68, size: r * 0.17, text: '样本专用章', ink: 'red', align: 'centre' },
];

/** At the foot of every page the lab makes. */
export const footer = (width: number, height: number): Mark[] => [
  {
    kind: 'text',
    x: width / 2,
    y: height - 24,
    size: 7.5,
    text: '归档系统测试样本 · 内容纯属虚构',
    ink: 'grey',
    align: 'centre',
  },
];
