import { createHash } from 'node:crypto';
import { calendarOf } from '../../src/calendar/calendar.ts';
import { faultsOfScheme, judgePackage, rulesOf, STAGE_ITEMS, type Stage, stageRules } from '../../src/index.ts';
import { CALENDARS } from '../../src/rules/calendars.ts';
import { lookAlikes } from '../../src/text/look-alikes.ts';
import { looksGarbled } from '../../src/text/mojibake.ts';
import { isPrivate, movedTo } from '../../src/text/private-use.ts';
import { OUTSIDE_SCRIPTS } from '../../src/text/scripts.ts';
import { goldenOf } from '../golden.ts';
import { received, SPECIMENS } from '../packages.ts';

/**
 * What tests assert word for word, in one run without a test runner: findings of every specimen (golden.test.ts), outcomes and codes of every package (stages.test.ts),
 * every character of Unicode (characters.test.ts), rule sets and profiles (rules.test.ts). What changes it is found by those tests.
 */
export function probe(): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(goldenOf()));
  for (const stage of ['receipt', 'transfer', 'preservation'] satisfies Stage[]) {
    const rules = stageRules(stage);
    hash.update(JSON.stringify(STAGE_ITEMS[stage].map(({ code, number, level, mode }) => [code, number, level, mode])));
    for (const [changes] of Object.values(SPECIMENS).flat())
      for (const { item, outcome, code } of judgePackage(rules, received(changes)))
        hash.update(`${item} ${outcome} ${code}\n`);
  }
  hash.update(rulesOf(null).digest);
  hash.update(JSON.stringify([calendarOf(CALENDARS.get('cn@1')!, undefined)]));
  for (const items of [
    { 'GD-9-9': {} },
    { 'GD-LOCAL-NEW': { level: 'WARN' } },
    { 'GD-4-2': { off: true } },
    { 'GD-4-2': { level: 'WARN' } },
    { 'GD-4-2': { level: 'BLOCK' } },
    { 'GD-4-4': { mode: 'AUTO' } },
    { 'GD-1-5': { parameters: { leastAge: -1 } } },
    { 'GD-3-4': { mode: 'MANUAL', level: 'INFO' } },
  ])
    hash.update(JSON.stringify(faultsOfScheme({ check: { base: 'dat70@1', items } as never })));
  for (let point = 0; point <= 0x10ffff; point += point < 0x3000 || (point > 0xd7ff && point < 0x10000) ? 1 : 7) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const one = String.fromCodePoint(point);
    hash.update(
      `${isPrivate(point)}${movedTo(point) ?? ''}${lookAlikes(one).length}${one.match(OUTSIDE_SCRIPTS)?.length ?? 0}`,
    );
  }
  for (const text of ['一丁', '严丧', '国图', '海浸', '车轨', '龙龟', '鱼鲁', '页顶', '龥龤', '中', 'é', '€'])
    hash.update(`${looksGarbled(new TextDecoder('gbk').decode(Buffer.from(text + text)))}${looksGarbled(text)}`);
  return hash.digest('hex');
}
