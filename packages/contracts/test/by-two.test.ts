import { describe, expect, it } from 'vitest';
import { ArrangementDecision, DisposalDecision } from '../src/by-two.ts';

const said = (by: string, proposedBy: string) => ({
  ...{ id: 'disposal-1', version: 1, case: 'CASE-0001', time: '2026-11-25T02:00:00Z' },
  by: { account: by, role: 'archivist' },
  data: {
    ...{ list: '0b4b2f0e-3c52-4f0c-9d2e-6a54a1c0e8b7', digest: 'a'.repeat(64), package: `sha256:${'b'.repeat(64)}` },
    ...{ referenceCode: 'X001-WS-2016-0001', proposedBy, proposedAt: '2026-11-24T02:00:00Z' },
    ...{ reason: '保管期限届满，无续存价值。', opinion: '同意。' },
  },
});
const disposal = (by: string, proposedBy: string) => {
  const { data, ...rest } = said(by, proposedBy);
  const action = { action: 'destroy', basis: { retention: 'D10', until: '2026-12-31T15:59:59Z' } };
  const none = { retention: null, until: null, receiver: null };
  return DisposalDecision.safeParse({ ...rest, type: 'disposal.decided', data: { ...data, ...action, ...none } });
};
const arrangement = (by: string, proposedBy: string) => {
  const { data, ...rest } = said(by, proposedBy);
  const more = {
    scheme: { id: 'scheme-1', version: 2 },
    rule: '按新分类方案',
    was: 'X001-A-2026',
    series: 'X001-B-2026',
  };
  return ArrangementDecision.safeParse({ ...rest, type: 'arrangement.adjusted', data: { ...data, ...more } });
};

describe.each([
  ['鉴定处置', disposal],
  ['整理调整', arrangement],
])('%s', (_, decided) => {
  it('is decided by two persons', () => {
    expect(decided('li', 'zhang').error).toBeUndefined();
  });

  it.each([
    ['zhang', 'zhang'],
    ['Zhang', 'zhang'],
    ['zhang', 'ZHANG'],
  ])('is not by %s and %s, who are one', (by, proposedBy) => {
    expect(decided(by, proposedBy).error?.issues).toMatchObject([{ message: expect.stringContaining('same person') }]);
  });
});
