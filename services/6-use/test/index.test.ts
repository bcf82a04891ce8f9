import { readFileSync } from 'node:fs';
import { PackageFault } from '@guidang/packaging';
import { describe, expect, it } from 'vitest';
import { CUTTER, cut, cutFinely } from '../src/index/cutter.ts';
import { entryOf } from '../src/index/entry.ts';
import { leavesOf } from '../src/index/leaves.ts';
import { readDescriptions } from '../src/index/read-package.ts';
import { queryOf, vectorOf } from '../src/index/vector.ts';
import { withPackage } from '../src/package/holdings.ts';
import { placesHolding, type StoredCase, storedCase } from './stored.ts';

const read = async (one: StoredCase, held = one.link.body, caseNumber = one.link.case) => {
  const ports = { places: await placesHolding(one), spoolFolder: '/tmp', copyFailed: () => {} };
  return withPackage(ports, held, (opened) => readDescriptions(opened, held, caseNumber));
};

describe('words', () => {
  it.each([
    ['建设工程规划许可证', ['建设', '工程', '规划', '许可证', '建设工程规划许可证']],
    ['四性检测', ['四性检测']],
    ['不动产登记', ['不动产', '登记', '不动产登记']],
    ['ＡＢＣ１２３', ['abc123']],
    ['Permit-2026 / 许可', ['permit', '2026', '许可']],
    ['、。!? ', []],
  ])('of %s', (text, words) => {
    const found = cut(text);
    for (const word of words) expect(found).toContain(word);
    if (words.length === 0) expect(found).toEqual([]);
  });

  it('of a name are found by each of its characters and each pair as well', () => {
    expect(cutFinely('欧阳𠮷 A7')).toEqual(expect.arrayContaining(['欧阳', '欧', '阳', '阳𠮷', '𠮷', 'a7']));
    expect(cutFinely('王')).toEqual(['王']);
  });

  it('are cut by the version that is named with them', () => {
    const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(CUTTER).toMatch(new RegExp(`^jieba@${dependencies['@node-rs/jieba']}\\+\\d+$`));
  });

  it('become a vector of exactly these words, whatever characters are in them', () => {
    const bySpaces = (text: string) => text.split(' ');
    const { words, count } = vectorOf([
      { weight: 'A', texts: ["o'neil back\\slash"], cut: bySpaces },
      { weight: 'D', texts: ['a a'], cut: bySpaces },
    ]);
    expect(words).toBe("'o''neil':1A 'back\\\\slash':2A 'a':3D,4D");
    expect(count).toBe(3);
    expect(queryOf(['a', "o'neil", 'a'])).toBe("'a' & 'o''neil'");
    expect(queryOf([])).toBeUndefined();
  });

  it('of a case without end stay below what PostgreSQL takes', () => {
    const endless = Array.from({ length: 50_000 }, (_, i) => `w${i % 20_000}`).join(' ');
    const cutting = { cut: (text: string) => text.split(' ') };
    const { words, count } = vectorOf([{ weight: 'B', texts: [endless, 'x '.repeat(5_000)], ...cutting }]);
    expect(count).toBe(12_000);
    expect(words.length).toBeLessThan(1_000_000);
    expect(
      Math.max(...[...words.matchAll(/:([\d,B]+)/g)].map(([, places]) => places!.split(',').length)),
    ).toBeLessThanOrEqual(64);
  });
});

describe('description files', () => {
  it('give their texts and attributes back, as they were before they were written', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<a title="甲 &quot;乙&quot;">
  <b x="1&#10;2" title="t">&lt;子&gt; &amp; 欧阳&#x20BB7;&#13;</b>
  <c/>
  <d>第一行
第二行</d>
</a>`;
    expect(leavesOf(xml)).toEqual([
      { name: 'b', attributes: { x: '1\n2', title: 't' }, text: '<子> & 欧阳𠮷\r' },
      { name: 'd', attributes: {}, text: '第一行\n第二行' },
    ]);
  });

  it('cannot declare anything that grows', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;&unknown;&#99999999;</a>';
    expect(leavesOf(bomb)).toEqual([{ name: 'a', attributes: {}, text: '&y;&unknown;&#99999999;' }]);
  });

  it('that are nearly elements take no longer than others', () => {
    expect(leavesOf(`<a ${'x="y" '.repeat(50_000)}`)).toEqual([]);
    expect(leavesOf('<a>'.repeat(50_000))).toEqual([]);
  });
});

describe('the entry of a case', () => {
  it('is made of what the package says', async () => {
    const one = await storedCase({ opinion: '经核查 符合控制性详细规划' });
    const entry = entryOf(one.link.body, one.link.body.index, await read(one));
    expect(entry).toMatchObject({ case: one.link.case, year: 2026 });
    for (const word of ['受理通知书', '证书', '控制', '详细', one.link.body.referenceCode.slice(0, 4).toLowerCase()])
      expect(entry.words).toContain(`'${word}`);
    expect(entry.text.split('\n')).toContain('受理通知书');
    expect(entry.text).toContain(one.link.body.referenceCode.toLowerCase());
  });

  it('names the people of the case in what can be forgotten and nowhere else', async () => {
    const one = await storedCase();
    const { people, ...rest } = entryOf(one.link.body, one.link.body.index, await read(one));
    expect(people!.people).toEqual([
      { role: 'applicant', name: '欧阳𠮷 & <子>', identity: one.form.applicant.identity },
    ]);
    expect(people!.salt).toBe(one.form.salt);
    expect(people!.text).toBe('欧阳𠮷 & <子>');
    const public_ = JSON.stringify(rest);
    for (const secret of ['欧阳', '11010519491231002', '13800138000', '虎门', one.form.salt, '首次注册'])
      expect(public_).not.toContain(secret);
    expect(JSON.stringify(people!.words)).not.toMatch(/11010519491231002|13800138000|虎门/);
  });

  it('has no people where the form is none, and says so', async () => {
    const one = await storedCase({ form: Buffer.from('{"name": "not a form"}') });
    const descriptions = await read(one);
    expect(descriptions.unread).toEqual(['表单.json']);
    expect(entryOf(one.link.body, one.link.body.index, descriptions).people).toBeNull();
    expect((await read(await storedCase({ form: false }))).unread).toEqual(['表单.json']);
  });

  it('is not made of a package of another case, or under another code', async () => {
    const one = await storedCase();
    await expect(read(one, one.link.body, 'OTHER-0001')).rejects.toThrow(PackageFault);
    const lied = { ...one.link.body, referenceCode: one.link.body.referenceCode.replace('0001', '0002') };
    await expect(read(one, lied)).rejects.toThrow('not everything lies in');
  });
});
