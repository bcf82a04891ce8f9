import type { AnyRule } from '@guidang/contracts';
import { NO_FACTS, toyInputs, toyRecord, toyRule, toySecond } from '@guidang/lab/toy';
import { describe, expect, it } from 'vitest';
import { blank, type CaseMemory, ChainJudge, makeLink, openLink, SchemeBook } from '../src/index.ts';

const [input] = toyInputs(1, 1);

/** A case whose links were decided by these rules, one after the other. */
function chain(rules: readonly AnyRule[]) {
  let memory: CaseMemory | undefined;
  return rules.map((rule, offset) => {
    const out = toyRecord({ ...input!, id: `i-${offset}`, n: offset }, 1);
    const raw = { ...out, offset, timestamp: 0, key: Buffer.from(out.key), value: Buffer.from(out.value) };
    const ingredients = {
      record: raw,
      input: rule.parse(raw),
      scheme: undefined,
      facts: NO_FACTS,
      at: '2026-03-01T08:00:00.000Z',
      software: '0.1.0',
    };
    const made = makeLink(rule, memory ?? blank(rule, input!.case), ingredients);
    memory = made.after;
    const record = { ...raw, topic: 'archive.store', value: made.bytes };
    return { opened: openLink('store', record), input: raw };
  });
}

describe('links of a step whose rules have changed', () => {
  it.each([
    ['the first alone', [toyRule, toyRule]],
    ['the second alone', [toySecond, toySecond]],
    ['the first and then the second', [toyRule, toyRule, toySecond, toySecond]],
  ])('are decided again each by the rules it names: %s', (_, by) => {
    const judge = new ChainJudge([toySecond, toyRule], new SchemeBook());
    for (const { opened, input: answered } of chain(by)) expect(judge.judge(opened, answered)).toEqual([]);
  });

  it('are unknown where their version is', () => {
    const judge = new ChainJudge(toySecond, new SchemeBook());
    const [{ opened, input: answered }] = chain([toyRule]) as [ReturnType<typeof chain>[number]];
    expect(judge.judge(opened, answered)).toEqual([
      { code: 'RULES_UNKNOWN', field: 'decider.rules', expected: 'toy@2', found: 'toy@1' },
    ]);
  });
});
