import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FINDINGS, type FindingCode } from '../src/findings/codes.ts';
import { DOCUMENT, findingsDocument } from './findings-table.ts';

const codes = Object.keys(FINDINGS) as FindingCode[];

describe('the codes of findings', () => {
  it('stand in docs/formats/findings.md (renew it: node packages/auditor/test/write-findings.ts)', () => {
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(findingsDocument());
  });

  it.each(codes)('%s is said in Chinese and in English, in sentences', (code) => {
    const { zh, en } = FINDINGS[code];
    expect(zh.title).toMatch(/^[\p{Script=Han}、/ ]+$/u);
    expect(zh.means).toMatch(/\p{Script=Han}.*。$/u);
    expect(en.title).toMatch(/^[A-Z]/);
    expect(en.means).toMatch(/^[A-Z].*\.$/);
  });

  it('are all found by some part of the auditor', () => {
    const src = fileURLToPath(new URL('../src', import.meta.url));
    const program = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/codes|test|tamper|causes/.test(file))
      .map((file) => readFileSync(`${src}/${file}`, 'utf8'))
      .join('\n');
    // Those of deciding again are named by packages/stream.
    const stream = readFileSync(fileURLToPath(new URL('../../stream/src/redecide.ts', import.meta.url)), 'utf8');
    expect(codes.filter((code) => !program.includes(`'${code}'`) && !stream.includes(`'${code}'`))).toEqual([]);
  });
});
