import { beforeAll, describe, expect, it } from 'vitest';
import { type Block, cell, label, layoutDocument, openTypefaces, type Typefaces } from '../src/index.ts';

let faces: Typefaces;
beforeAll(() => {
  faces = openTypefaces();
});
const OPTIONS = { title: '一份文件', running: '页眉', edition: 'a test 1', at: '2026-03-07T00:00:00.000Z' };
const blocks = (word: string, rows = 3): Block[] => [
  { kind: 'title', text: '一份文件', below: '编号：1' },
  { kind: 'heading', text: '一、表格' },
  {
    kind: 'table',
    columns: [100, 370],
    head: { cells: [label('编号'), label('内容')] },
    rows: Array.from({ length: rows }, (_, i) => ({ cells: [cell(String(i + 1)), cell(word)] })),
  },
  { kind: 'note', text: '说明。' },
];
const drawn = (word: string, rows?: number): Buffer => layoutDocument(blocks(word, rows), OPTIONS, faces);
const pagesOf = (pdf: Buffer): number => Number(/\/Type \/Pages[^>]*?\/Count (\d+)/s.exec(pdf.toString('latin1'))?.[1]);

describe('a paper', () => {
  it('is PDF/A-2b, tagged, in Chinese', () => {
    const text = drawn('内容').toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    for (const part of [
      '<pdfaid:part>2</pdfaid:part>',
      '<pdfaid:conformance>B</pdfaid:conformance>',
      '/StructTreeRoot',
      '(zh-CN)',
    ])
      expect(text).toContain(part);
  });

  it('is the same bytes for the same blocks, and others for others', () => {
    expect(drawn('内容').equals(drawn('内容'))).toBe(true);
    expect(drawn('内容').equals(drawn('其他'))).toBe(false);
  });

  it('goes on to as many pages as it needs', () => {
    expect(pagesOf(drawn('内容', 3))).toBe(1);
    expect(pagesOf(drawn('内容', 120))).toBeGreaterThan(2);
  });

  it('draws what its typefaces have not got by its code point, and never nothing', () => {
    expect(drawn('𪚥').equals(drawn('〔U+2A6A5〕'))).toBe(false);
    expect(drawn('𪚥').length).toBeGreaterThan(drawn('').length);
  });
});
