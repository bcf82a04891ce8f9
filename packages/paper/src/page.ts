import type { Weight } from './typeface.ts';

/** A4 in points (ISO 216), margins near those of GB/T 9704. */
export const PAPER = { width: 595.28, height: 841.89, left: 62.6, right: 532.6, top: 74, bottom: 768 } as const;
export const MEASURE = PAPER.right - PAPER.left;

export type Ink = 'black' | 'grey';

/**
 * A node of the logical structure (ISO 32000-1 §14.8.4): what a text is, for readers who do not see the page. A row of a table is one paragraph of its
 * section: a node for every cell would make the document half as large again.
 */
export interface Node {
  readonly tag: 'Document' | 'H1' | 'H2' | 'Sect' | 'P';
  readonly children: Node[];
}

export const node = (tag: Node['tag']): Node => ({ tag, children: [] });

/** A line of text at its baseline. Without a node it belongs to the page and not to the paper: running heads, page numbers. */
export interface TextMark {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight: Weight;
  readonly ink: Ink;
  readonly text: string;
  readonly node?: Node;
}

export interface RuleMark {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface BoxMark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A page as it will be drawn: shades below frames and rules, these below text. Coordinates from the upper left corner, in points. */
export interface Page {
  readonly shades: BoxMark[];
  readonly frames: BoxMark[];
  readonly rules: RuleMark[];
  readonly texts: TextMark[];
}

export const blankPage = (): Page => ({ shades: [], frames: [], rules: [], texts: [] });
