import type { Mark, Text } from '../sheet.ts';

/** A cell of a printed table: a label or a place to fill in, over one or more columns. */
export interface Cell {
  text: Text;
  span?: number;
  /** labels are centred on a tinted ground */
  label?: boolean;
}
export const label = (text: Text, span = 1): Cell => ({ text, span, label: true });
export const cell = (text: Text, span = 1): Cell => ({ text, span });

interface Ruled {
  x: number;
  y: number;
  columns: readonly number[];
  size?: number;
}

/** Rows of cells with rules around them; each row as high as told. Returns the marks and where the table ends. */
export function table(
  { x, y, columns, size = 10.5 }: Ruled,
  rows: readonly { height: number; cells: readonly Cell[] }[],
): { marks: Mark[]; end: number } {
  const marks: Mark[] = [];
  let top = y;
  for (const { height, cells } of rows) {
    let left = x;
    let column = 0;
    for (const { text, span = 1, label: isLabel } of cells) {
      const width = columns.slice(column, column + span).reduce((sum, w) => sum + w, 0);
      if (isLabel) marks.push({ kind: 'box', x: left, y: top, w: width, h: height, fill: 'tint' });
      marks.push({ kind: 'box', x: left, y: top, w: width, h: height });
      const oneLine = height < size * 3.2;
      const base = oneLine ? top + height / 2 + size * 0.36 : top + size * 1.7;
      marks.push(
        isLabel
          ? { kind: 'text', x: left + width / 2, y: top + height / 2 + size * 0.36, size, text, align: 'centre' }
          : { kind: 'text', x: left + 6, y: base, size, text, width: width - 12, leading: size * 1.5 },
      );
      left += width;
      column += span;
    }
    top += height;
  }
  return { marks, end: top };
}
