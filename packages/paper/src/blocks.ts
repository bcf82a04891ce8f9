/** What a paper is made of, from top to bottom, before anybody knows where its pages end. */
export type Block =
  | { readonly kind: 'title'; readonly text: string; readonly below: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | Table;

export interface Table {
  readonly kind: 'table';
  /** widths of the columns in points */
  readonly columns: readonly number[];
  /** of the text, in points; 9 (小五) where left out */
  readonly size?: number;
  /** repeated at the top of every page the table goes on to */
  readonly head?: Row;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly cells: readonly Cell[];
  /** stays on one page with the beginning of the row below it */
  readonly keep?: boolean;
  /** what stands in its place where it begins a page: it says what it belongs to */
  readonly onNewPage?: Row;
}

export interface Cell {
  readonly text: string;
  /** a label: shaded, a header of its row or column */
  readonly label?: boolean;
  /** columns it takes; 1 where left out */
  readonly span?: number;
  readonly align?: 'left' | 'centre' | 'right';
  /** belongs to the cell above it: no line between them */
  readonly joined?: boolean;
}

export const label = (text: string): Cell => ({ text, label: true, align: 'centre' });
export const cell = (text: string, span = 1): Cell => ({ text, span });
export const centred = (text: string): Cell => ({ text, align: 'centre' });
