import type { Cell, Row, Table } from './blocks.ts';
import { baseline, type Flow } from './flow.ts';
import { type Node, node, PAPER } from './page.ts';

const SIZE = 9;
const LEADING = 13.5;
const PAD = { x: 5, y: 4.2 } as const;
/** A row longer than this may be broken over pages; fewer lines than `AT_LEAST` are not left alone on one. */
const WHOLE_LINES = 8;
const AT_LEAST = 3;

interface SetCell {
  readonly cell: Cell;
  readonly x: number;
  readonly width: number;
  readonly lines: readonly string[];
  /** goes on in the cell below: no line between them */
  readonly open: boolean;
}

interface SetRow {
  readonly cells: readonly SetCell[];
  readonly size: number;
  readonly lines: number;
  readonly keep: boolean;
  readonly node: Node;
}

const heightOf = (lines: number): number => lines * LEADING + 2 * PAD.y;

/** Sets a table from where the flow stands, over as many pages as it takes. */
export function setTable(flow: Flow, { columns, size = SIZE, head, rows }: Table): Node {
  const table = node('Sect');
  const top = head && setRow(flow, columns, size, head);
  const set = rows.map((row, i) => setRow(flow, columns, size, row, rows[i + 1]));
  /** Nothing of the table stands on this page yet but its head. */
  let fresh = true;
  const begin = (again: boolean): void => {
    if (top) drawRow(flow, top, 0, top.lines, { fresh: true, again });
    fresh = true;
  };
  const turn = (): void => {
    close(flow);
    flow.newPage();
    begin(true);
  };
  if (set[0] && flow.room < (top ? heightOf(top.lines) : 0) + needed(set, 0)) flow.newPage();
  if (top) table.children.push(top.node);
  begin(false);
  for (const [i, usual] of set.entries()) {
    if (flow.room < needed(set, i)) turn();
    const { onNewPage } = rows[i]!;
    const row = fresh && onNewPage ? setRow(flow, columns, size, onNewPage, rows[i + 1]) : usual;
    table.children.push(row.node);
    for (let from = 0; from < row.lines; ) {
      if (from > 0) turn();
      const fit = Math.max(1, Math.floor((flow.room - 2 * PAD.y) / LEADING));
      const to = Math.min(row.lines, from + fit);
      drawRow(flow, row, from, to, { fresh, again: false });
      fresh = false;
      from = to;
    }
  }
  close(flow);
  return table;
}

/** The line under the last row on a page. */
function close({ page, y }: Flow): void {
  page.rules.push({ x1: PAPER.left, y1: y, x2: PAPER.right, y2: y });
}

interface Drawing {
  /** the first row of the table on its page */
  readonly fresh: boolean;
  /** a head repeated on a later page: the page's affair, the structure has it once */
  readonly again: boolean;
}

/** Room that a row wants before it begins: all of it if it is short, the beginning of it if it is long, with the rows it keeps to. */
function needed(rows: readonly SetRow[], i: number): number {
  let sum = 0;
  for (let at = i; at < rows.length; at++) {
    const { lines, keep } = rows[at]!;
    sum += heightOf(lines > WHOLE_LINES ? AT_LEAST : lines);
    if (!keep) break;
  }
  // What keeps together and is longer than a page cannot be kept.
  return Math.min(sum, PAPER.bottom - PAPER.top - 60);
}

function setRow(flow: Flow, columns: readonly number[], size: number, row: Row, next?: Row): SetRow {
  const own = node('P');
  const joined = joinedColumns(next);
  let x: number = PAPER.left;
  let column = 0;
  const cells = row.cells.map((cell): SetCell => {
    const open = joined.has(column);
    const span = cell.span ?? 1;
    let width = 0;
    for (let i = 0; i < span; i++) width += columns[column++]!;
    const at = x;
    x += width;
    const lines = flow.lines(cell.text, size, 'regular', width - 2 * PAD.x);
    return { cell, x: at, width, lines, open };
  });
  return {
    cells,
    size,
    lines: Math.max(...cells.map(({ lines }) => lines.length)),
    keep: row.keep ?? false,
    node: own,
  };
}

/** Columns in which a row goes on with the cell above it. */
function joinedColumns(row: Row | undefined): Set<number> {
  const joined = new Set<number>();
  let column = 0;
  for (const cell of row?.cells ?? []) {
    if (cell.joined) joined.add(column);
    column += cell.span ?? 1;
  }
  return joined;
}

/** Draws lines `from` to `to` of a row with the lines around its cells. */
function drawRow(flow: Flow, { cells, size, node }: SetRow, from: number, to: number, { fresh, again }: Drawing): void {
  const { page } = flow;
  const height = heightOf(to - from);
  const [top, bottom] = [flow.y, flow.y + height];
  const rule = (x1: number, y1: number, x2: number, y2: number) => page.rules.push({ x1, y1, x2, y2 });
  for (const { cell, x, width, lines, open } of cells) {
    const frame = { x, y: top, width, height };
    if (cell.label) page.shades.push(frame);
    const joined = cell.joined && !fresh;
    if (!joined && !open) page.frames.push(frame);
    else {
      const right = x + width;
      rule(x, top, x, bottom);
      rule(right, top, right, bottom);
      if (!joined) rule(x, top, right, top);
      if (!open) rule(x, bottom, right, bottom);
    }
    const shown = lines.slice(from, to);
    const down = (height - shown.length * LEADING) / 2;
    shown.forEach((line, i) => {
      const y = baseline(top + down + i * LEADING, LEADING, size);
      const mark = { x: lineX(flow, cell, size, x, width, line), y, size, weight: 'regular', ink: 'black' } as const;
      flow.text({ ...mark, text: line, ...(again ? {} : { node }) });
    });
  }
  flow.y = bottom;
}

function lineX(flow: Flow, { align = 'left' }: Cell, size: number, x: number, width: number, line: string): number {
  if (align === 'left') return x + PAD.x;
  const free = width - flow.widthOf(line, size, 'regular');
  return align === 'centre' ? x + free / 2 : x + free - PAD.x;
}
