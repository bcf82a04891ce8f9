import { CheckReport } from '@guidang/contracts';
import { identify } from '@guidang/formats';
import { describe, expect, it } from 'vitest';
import { chainLines } from '../src/chain/lines.ts';
import { type CheckedInput, parseInput } from '../src/input.ts';
import { drawnReport } from '../src/report/report.ts';
import { FACES } from './laboratory.ts';
import { pagesOf, running } from './pdf-text.ts';
import { sampleCase } from './sample-case.ts';

const one = sampleCase();
const drawn = () => drawnReport(parseInput(one.record).value as CheckedInput, chainLines(one.chainObject), FACES);

describe('the report of the check', () => {
  it('is data by its contract, of the links in force and of none that were superseded', () => {
    const report = CheckReport.parse(JSON.parse(drawn().data.toString()));
    expect(report).toMatchObject({ case: one.number, stage: '1', status: '已完成', result: 'passed' });
    const objects = new Set(report.results.flatMap(({ remarks }) => remarks.map(({ object }) => object)));
    expect(objects).toContain('file:M2/1');
    expect(JSON.stringify(report)).not.toContain('M90');
  });

  it('is a paper in Chinese, PDF/A, that says what the data says', async () => {
    const { document, data } = drawn();
    const { puid } = identify(document, '四性检测报告.pdf');
    expect(puid).toBe('fmt/477');
    const text = running(await pagesOf(document));
    const report = CheckReport.parse(JSON.parse(data.toString()));
    for (const word of [
      '四性检测报告',
      '真实性',
      '完整性',
      '可用性',
      '安全性',
      '需说明的检测项',
      '检测项目说明',
      one.number,
    ])
      expect(text).toContain(word);
    for (const { code, project } of report.results) {
      expect(text).toContain(code);
      expect(text).toContain(project.slice(0, 6));
    }
  });

  it('is the same bytes whenever and wherever it is made', () => {
    const [first, second] = [drawn(), drawn()];
    expect(first.data.equals(second.data)).toBe(true);
    expect(first.document.equals(second.document)).toBe(true);
  });
});
