export { type Block, type Cell, cell, centred, label, type Row, type Table } from './blocks.ts';
export { layoutDocument, type PaperOptions } from './document.ts';
export { PAPER } from './page.ts';
export { openTypefaces, Typeface, type Typefaces, type Weight } from './typeface.ts';
