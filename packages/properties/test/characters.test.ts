import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lookAlikes } from '../src/text/look-alikes.ts';
import { looksGarbled } from '../src/text/mojibake.ts';
import { isPrivate, movedTo } from '../src/text/private-use.ts';
import { OUTSIDE_SCRIPTS } from '../src/text/scripts.ts';

const LAST = 0x10ffff;
const isHalf = (point: number): boolean => point >= 0xd800 && point <= 0xdfff;
/** Runs of code points of which something holds, as `from-to`. */
function runs(holds: (point: number) => boolean): string[] {
  const found: [number, number][] = [];
  for (let point = 0; point <= LAST; point++) {
    if (isHalf(point) || !holds(point)) continue;
    const last = found.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else found.push([point, point]);
  }
  return found.map(([from, to]) => `${from.toString(16)}-${to.toString(16)}`);
}
/** Characters that are found in a text, asked of many at once: one by one that takes seconds. What stands beside a character plays no part, since a space does. */
function foundIn(find: (text: string) => readonly string[]): (point: number) => boolean {
  const found = new Set<number>();
  const AT_ONCE = 0x800;
  for (let from = 0; from <= LAST; from += AT_ONCE) {
    if (isHalf(from)) continue;
    const text = Array.from({ length: AT_ONCE }, (_, i) => String.fromCodePoint(from + i)).join(' ');
    for (const one of find(text)) found.add(one.codePointAt(0)!);
  }
  return (point) => found.has(point);
}
const digest = (list: readonly string[]): string =>
  createHash('sha256').update(list.join('\n')).digest('hex').slice(0, 16);

// The tables are data: every character of Unicode is asked, and what is said of all of them together does not change unnoticed.
describe('every character of Unicode', () => {
  it('is private or not', () => {
    expect(runs(isPrivate)).toEqual(['e000-f8ff', 'f0000-10ffff']);
  });

  it('has moved to where GB 18030-2022 has it, or has not', () => {
    const moved: string[] = [];
    for (let point = 0; point <= LAST; point++) {
      const to = movedTo(point);
      if (to !== undefined) moved.push(`${point.toString(16)} ${to.toString(16)}`);
    }
    expect(moved.slice(0, 10)).toEqual(
      'e78d fe10,e78e fe12,e78f fe11,e790 fe13,e791 fe14,e792 fe15,e793 fe16,e794 fe17,e795 fe18,e796 fe19'.split(','),
    );
    expect(moved.slice(10)).toEqual(
      'e816 20087,e817 20089,e818 200cc,e81e 9fb4,e826 9fb5,e82b 9fb6,e82c 9fb7,e831 215d7,e832 9fb8,e83b 2298f,e843 9fb9,e854 9fba,e855 241fe,e864 9fbb'.split(
        ',',
      ),
    );
  });

  it('looks like another one or does not', () => {
    expect(runs(foundIn(lookAlikes))).toEqual([
      '2e80-2fd5',
      ...'f900-fa0d,fa10-fa10,fa12-fa12,fa15-fa1e,fa20-fa20,fa22-fa22,fa25-fa26,fa2a-faff,2f800-2fa1f'.split(','),
    ]);
  });

  it('may stand in a name or may not', () => {
    const outside = runs(foundIn((text) => text.match(OUTSIDE_SCRIPTS) ?? []));
    expect([outside.length, digest(outside)]).toEqual([54, 'f41c279cac965204']);
  });
});

describe('texts read in the wrong encoding', () => {
  const readAs = (text: string): string => new TextDecoder('gbk').decode(Buffer.from(text));
  // Of every leading byte of UTF-8 that ideographs begin with, from the first to the last common one.
  it.each([
    '一丁',
    '严丧',
    '仿企',
    '倀倁',
    '十千',
    '吀吁',
    '国图',
    '堀堁',
    '大天',
    '安完',
    '崀崁',
    '开异',
    '心必',
    '怀态',
    '手才',
    '数敲',
    '木未',
    '案桌',
    '水永',
    '海浸',
    '火灭',
    '爱爷',
    '牛牡',
    '瓷瓶',
    '白百',
    '碗碎',
    '立竖',
    '纸级',
    '肉肌',
    '花芳',
    '见规',
    '言计',
    '路跳',
    '车轨',
    '金针',
    '门闩',
    '雨雪',
    '页顶',
    '鱼鲁',
    '龙龟',
  ])('are found: %s', (text) => expect(looksGarbled(readAs(text + text))).toBe(true));

  // Beside ideographs: signs that begin with other bytes, ASCII within a pair and by itself, and the fewest that say anything.
  it.each(['…中…中', '《中《中', '（中文）', '中@中@', '中中A', '1中文', '中中'])('are found: %s', (text) => {
    expect(readAs(text)).not.toContain('\ufffd');
    expect(looksGarbled(readAs(text))).toBe(true);
  });

  it('are found as Latin letters where there are two of them, and not one', () => {
    expect(['Ã©tÃ©', 'Ã©t'].map(looksGarbled)).toEqual([true, false]);
  });

  it('are not told of what begins as people write, nor of bytes that are no UTF-8', () => {
    expect([readAs('é中文中文'), '涓哥涓哥'].map(looksGarbled)).toEqual([false, false]);
  });

  it.each(['中', '中文', '材料', '€100', 'Zürich', 'Ångström', '㐀㐁', 'éa', 'Â', '涓\u0080涓\u0080'])(
    'are not what people write: %s',
    (text) => expect(looksGarbled(text)).toBe(false),
  );
});
