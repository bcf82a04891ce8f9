import { type CheckProfile, type RawRecord, Scheme, schemeKey } from '@guidang/contracts';
import { rulesOf } from '@guidang/properties';
import { ChainJudge, openLink, SchemeBook } from '@guidang/stream';
import { describe, expect, it } from 'vitest';
import { checkRule, checkRules } from '../src/decide.ts';
import { Captured, HEAD, materialOf } from './capture.ts';
import { Checking } from './checking.ts';
import { SCHEME } from './scheme.ts';

const published = (scheme: Scheme, offset: number): RawRecord => ({
  ...{ topic: 'registry.schemes', partition: 0, offset, timestamp: 0, headers: {} },
  key: Buffer.from(schemeKey(scheme.id, scheme.version)),
  value: Buffer.from(JSON.stringify(scheme)),
});
const withCheck = (version: number, check?: CheckProfile): Scheme =>
  Scheme.parse({ ...SCHEME, version, ...(check && { check }) });

/** Three versions of one scheme: as it began, with stricter rules, and with rules there are not. */
const STRICT: CheckProfile = {
  base: 'dat70@1',
  items: {
    'GD-1-2': { parameters: { most: { title: 3 } } },
    'GD-LOCAL-LIMIT': { level: 'BLOCK' },
    'GD-1-6': { off: true },
  },
  rounds: 5,
};
const schemes = new SchemeBook();
for (const [i, scheme] of [
  withCheck(3),
  withCheck(4, STRICT),
  withCheck(5, { base: 'dat70@1', items: { 'GD-1-1': { off: true } } }),
  withCheck(6, { base: 'dat70@2' }),
  withCheck(7, { base: 'dat70@4' }),
  withCheck(8, { base: 'dat70@3', items: { 'GD-1-1': { parameters: { revocation: true } } } }),
].entries())
  schemes.add(published(scheme, i));

function checked(version: number): { check: Checking; says: string[]; capture: Captured } {
  const check = new Checking();
  check.schemes = schemes;
  const capture = new Captured({ ...HEAD, scheme: { id: SCHEME.id, version } });
  const answers = check.takeAll(
    ...[capture.opened(), capture.added(materialOf('m1', 'A01')), capture.stepped('accept')],
    ...[capture.stepped('decide'), capture.issued(materialOf('r1', 'C01', { group: 'result' })), capture.closed()],
  );
  return { check, says: answers.map(({ says }) => says), capture };
}

describe('rules of a scheme', () => {
  it('judge the cases that were accepted under that version, and no others', () => {
    const [before, after] = [checked(3), checked(4)];
    expect(before.says.at(-1)).toBe('CaseChecked');
    expect(after.says.at(-1)).toBe('CaseRefused');
    const [, material] = after.check.written;
    expect(material!.answer.link).toMatchObject({
      body: { verdict: 'failed', rules: { base: 'dat70@1', digest: rulesOf({ check: STRICT }).digest } },
    });
    expect(JSON.stringify(material!.answer.link)).toContain('"ITEM_OFF"');
    expect(before.check.written[1]!.answer.link!.body).toMatchObject({ rules: { digest: rulesOf(null).digest } });
  });

  it('stand in every link, so that each is decided again under its own, whatever was published since', () => {
    for (const { check } of [checked(3), checked(4)]) {
      const judge = new ChainJudge(checkRule, schemes);
      for (const { answer, input } of check.written)
        expect(judge.judge(openLink('check', asRecord(answer.bytes!, answer.link!.seq)), input)).toEqual([]);
    }
  });

  it('of a newer base are known to the version that knows them, and were put aside by the one before', () => {
    const { check, capture, says } = checked(6);
    expect(says.at(-1)).toBe('CaseChecked');
    const closing = check.written.at(-1)!;
    expect(JSON.stringify(closing.answer.link!.body)).toContain('"SIGNATURES_NOT_LOOKED_AT"');
    const [now, , before] = checkRules;
    expect(checkRules.map(({ rules }) => rules)).toEqual(['check@3', 'check@2', 'check@1']);
    const scheme = schemes.find(SCHEME.id, 6);
    const asked = { state: checkRule.initial(''), input: checkRule.parse(capture.opened()).value, scheme };
    expect(now.consider(asked)).toEqual({ do: 'gather' });
    expect(before!.consider(asked)).toMatchObject({ do: 'park', reason: 'RULES_INVALID' });
    // A link that says it was decided by the version that could not have.
    const judge = new ChainJudge(checkRules, schemes);
    const [first] = check.written;
    const forged = { ...first!.answer.link!, decider: { ...first!.answer.link!.decider, rules: 'check@1' } };
    const bytes = Buffer.from(JSON.stringify(forged));
    expect(judge.judge(openLink('check', asRecord(bytes, 0)), first!.input)).toMatchObject([
      { code: 'DECISION_DIFFERS', found: 'MaterialChecked' },
    ]);
  });

  it.each([
    [3, ['gather', 'gather', 'gather']],
    [6, ['gather', 'gather', 'park']],
    [7, ['gather', 'park', 'park']],
    [8, ['gather', 'park', 'park']],
  ])('of version %d are known to those versions that know them: %j', (version, expected) => {
    const { capture } = checked(version);
    const scheme = schemes.find(SCHEME.id, version);
    const asked = { state: checkRule.initial(''), input: checkRule.parse(capture.opened()).value, scheme };
    expect(checkRules.map((rule) => rule.consider(asked).do)).toEqual(expected);
  });

  it('that do not hold put everything aside, and an operator is told where', () => {
    const { says, check, capture } = checked(5);
    expect(new Set(says)).toEqual(new Set(['RULES_INVALID', 'JUDGED_AT_CLOSING']));
    expect(check.considered(capture.opened())).toMatchObject({
      do: 'park',
      faults: [{ field: 'check.items.GD-1-1.off', rule: 'ITEM_LOCKED' }],
    });
  });
});

const asRecord = (value: Uint8Array, offset: number): RawRecord => ({
  ...{ topic: 'archive.check', partition: 1, offset, timestamp: 0, headers: {} },
  ...{ key: Buffer.from(HEAD.case), value },
});
