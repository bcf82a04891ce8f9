import type { Block } from './blocks.ts';
import { baseline, Flow } from './flow.ts';
import { MEASURE, type Node, node, PAPER, type Page } from './page.ts';
import { setTable } from './table.ts';
import type { Typefaces, Weight } from './typeface.ts';

export interface Paper {
  readonly pages: readonly Page[];
  readonly structure: Node;
}

const TITLE = { size: 20, weight: 'bold', leading: 34 } as const;
const BELOW = { size: 10.5, weight: 'regular', leading: 20 } as const;
const HEADING = { size: 12, weight: 'bold', leading: 18, before: 14, after: 5 } as const;
const NOTE = { size: 9, weight: 'regular', leading: 14, before: 8 } as const;
const GAP = 6;
/** A heading stays with at least so much of what follows it. */
const WITH_HEADING = 60;

const SUBSTITUTED =
  '本记录中“〔U+…〕”表示所用字库未收录或不可见的字符，括号内为该字符的 Unicode 码位，原字符以链节文件为准。';

/** Sets blocks on pages, with running heads and page numbers; says in the end how characters are shown that could not be drawn. */
export function setPaper(blocks: readonly Block[], running: string, faces: Typefaces): Paper {
  const flow = new Flow(faces);
  const structure = node('Document');
  for (const block of blocks) structure.children.push(...setBlock(flow, block));
  if (flow.substituted) structure.children.push(...setBlock(flow, { kind: 'note', text: SUBSTITUTED }));
  for (const [i, page] of flow.pages.entries()) setMargins(flow, page, i + 1, flow.pages.length, running);
  return { pages: flow.pages, structure };
}

function setBlock(flow: Flow, block: Block): Node[] {
  switch (block.kind) {
    case 'title':
      return [setLines(flow, block.text, 'H1', TITLE, 'centre'), setLines(flow, block.below, 'P', BELOW, 'centre')];
    case 'heading':
      if (flow.room < HEADING.before + HEADING.leading + WITH_HEADING) flow.newPage();
      else flow.y += HEADING.before;
      return [finished(flow, setLines(flow, block.text, 'H2', HEADING, 'left'), HEADING.after)];
    case 'note':
      flow.y += NOTE.before;
      return [setLines(flow, block.text, 'P', NOTE, 'left')];
    case 'table':
      return [finished(flow, setTable(flow, block), GAP)];
  }
}

const finished = (flow: Flow, one: Node, gap: number): Node => {
  flow.y += gap;
  return one;
};

interface Style {
  readonly size: number;
  readonly weight: Weight;
  readonly leading: number;
}

function setLines(flow: Flow, text: string, tag: Node['tag'], style: Style, align: 'left' | 'centre'): Node {
  const { size, weight, leading } = style;
  const own = node(tag);
  for (const line of flow.lines(text, size, weight, MEASURE)) {
    if (flow.room < leading) flow.newPage();
    const x = align === 'left' ? PAPER.left : (PAPER.width - flow.widthOf(line, size, weight)) / 2;
    flow.text({ x, y: baseline(flow.y, leading, size), size, weight, ink: 'black', text: line, node: own });
    flow.y += leading;
  }
  return own;
}

/** 页眉 from the second page on, 页码 on every page. */
function setMargins(flow: Flow, page: Page, number: number, of: number, running: string): void {
  const add = (text: string, y: number): void => {
    const x = (PAPER.width - flow.widthOf(text, 9, 'regular')) / 2;
    page.texts.push({ x, y, size: 9, weight: 'regular', ink: 'grey', text });
  };
  if (number > 1) {
    add(running, 52);
    page.rules.push({ x1: PAPER.left, y1: 58, x2: PAPER.right, y2: 58 });
  }
  add(`第 ${number} 页  共 ${of} 页`, 800);
}
