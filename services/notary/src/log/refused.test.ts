import type { RawRecord } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { faultsOf, LinkRefused } from './refused.ts';

const record: RawRecord = {
  topic: 'archive.check',
  partition: 1,
  offset: 7,
  timestamp: 0,
  key: Buffer.from('GD-1'),
  value: Buffer.from('{}'),
  headers: {},
};
const opinion = '经查，王大锤之母李桂芳（440106196503070025）不符合条件';
const findings = [
  { code: 'DECISION_DIFFERS' as const, field: 'body.findings[3].detail', expected: 'fine', found: opinion },
  { code: 'PREV_HASH' as const, field: `facts.${opinion}[0].name`, expected: opinion, found: '' },
];

describe('a link that was refused', () => {
  const refused = new LinkRefused(record, findings);

  it('is told of by code, field and place, and by nothing that stands in it', () => {
    const told = [
      refused.message,
      JSON.stringify(refused),
      JSON.stringify(refused.told),
      JSON.stringify(faultsOf(refused)),
    ];
    for (const text of told) for (const word of ['王大锤', '4401', 'fine']) expect(text).not.toContain(word);
    expect(refused.message).toContain('archive.check-1@7 DECISION_DIFFERS body.findings[3].detail');
    expect(refused.told).toEqual({
      objections: [
        { code: 'DECISION_DIFFERS', field: 'body.findings[3].detail' },
        { code: 'PREV_HASH', field: 'facts.*.name' },
      ],
      topic: 'archive.check',
      partition: 1,
      offset: 7,
    });
  });

  it.each([
    ['', ''],
    ['(bytes)', '(bytes)'],
    ['input.sha256', 'input.sha256'],
    ['body.outcomes.NOT_RUN', 'body.outcomes.NOT_RUN'],
    ['facts.files[0].bytes', 'facts.files[0].bytes'],
    ['facts.440106196503070025', 'facts.*'],
    ['facts.Wang Dachui', 'facts.*'],
  ])('names the field %j as %j', (field, shown) => {
    expect(new LinkRefused(record, [{ code: 'DECISION_DIFFERS', field }]).objections[0]!.field).toBe(shown);
  });
});
