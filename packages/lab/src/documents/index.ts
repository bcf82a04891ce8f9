export { announced, made, type Paper } from './paper.ts';
export type { Sheetful } from './scan.ts';
