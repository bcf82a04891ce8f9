import { PDFiumLibrary } from '@hyzyla/pdfium';
import { describe, expect, it } from 'vitest';
import { printTable } from '../src/print/paper.ts';

const at = new Date('2026-11-25T00:00:00Z');
const columns = [
  { title: '序号', width: 1 },
  { title: '题名', width: 4 },
];
const table = (count: number) => ({
  ...{ title: '归档文件目录', notes: ['某局'], columns },
  rows: Array.from({ length: count }, (_, index) => [String(index + 1), `事项第${index + 1}号`]),
});

describe('a printed register', () => {
  it('goes on over pages, its head and the number of the page on each, and every row once', async () => {
    const library = await PDFiumLibrary.init();
    const document = await library.loadDocument(await printTable(table(90), at));
    const pages = Array.from({ length: document.getPageCount() }, (_, page) => document.getPage(page).getText());
    expect(pages.length).toBeGreaterThan(1);
    for (const [page, text] of pages.entries()) {
      expect(text).toContain('题名');
      expect(text).toContain(`第 ${page + 1} 页 共 ${pages.length} 页`);
    }
    const rows = pages.join('\n').match(/事项第\d+号/g)!;
    expect(new Set(rows).size).toBe(90);
    expect(rows).toHaveLength(90);
    document.destroy();
    library.destroy();
  });

  it('is the same bytes for the same rows at the same time but for its own number', async () => {
    const strip = (pdf: Buffer): string => pdf.toString('latin1').replace(/\/ID \[[^\]]*\]/, '');
    expect(strip(await printTable(table(2), at))).toBe(strip(await printTable(table(2), at)));
  });
});
