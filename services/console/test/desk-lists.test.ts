import { type ArrangementDecision, CaseDecision, type DisposalDecision, Malformed } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import type { ListItem } from '../src/api/desk.ts';
import { digestOf, recordOf } from '../src/desk/records.ts';
import { approvalFault, proposalFault, type Standing, type Wish } from '../src/desk/rules.ts';
import { foldCase, foldDecision } from '../src/fold/case.ts';
import { head, link } from './links.ts';

const item: ListItem = {
  ...{ case: '445200202601010001', package: `sha256:${'a'.repeat(64)}`, referenceCode: 'J001-ZY·JT·2015·D10-0001' },
  ...{
    matter: '事项',
    department: '交通运输局',
    departmentUscc: '11440000000000000A',
    fonds: 'J001',
    category: 'ZY·JT',
  },
  ...{ year: 2015, closedAt: '2015-03-01T00:00:00.000Z', retention: 'D10', endsAt: '2025-12-31T15:59:59.000Z' },
  ...{ until: '2045-12-31T15:59:59Z', was: 'J001-ZY·JT·2015·D10', series: null, files: 3, bytes: 10 },
};
const standing = (change: Partial<Standing> = {}): Standing => ({
  ...item,
  stored: true,
  disposal: null,
  inList: null,
  ...change,
});
const wish = (change: Partial<Wish> = {}): Wish => ({
  ...{ kind: 'prolong', retention: 'D30', receiver: null, scheme: null, rule: null, reason: '仍有查考价值', ...change },
});
const list = {
  ...wish(),
  ...{ id: '11111111-1111-4111-8111-111111111111', proposedBy: 'ann', proposedAt: '2026-11-25T00:00:00.000Z' },
  ...{ items: 1, files: 3, bytes: 10 },
};
const approval = { account: 'bob', opinion: '同意', at: '2026-11-25T01:00:00.000Z' };

describe('what may stand in a list', () => {
  it.each<[string, Partial<Wish>, Partial<Standing>, string | undefined]>([
    ['a package kept on for longer', {}, {}, undefined],
    ['one that is not stored', {}, { stored: false }, 'NOT_STORED'],
    ['one that waits in another list', {}, { inList: 'x' }, 'IN_OPEN_LIST'],
    ['one to be destroyed', {}, { disposal: 'destroy' }, 'TO_BE_DESTROYED'],
    ['one kept on for no longer than now', { retention: 'D10' }, {}, 'NOT_LONGER'],
    ['one kept on for ever', { retention: 'Y' }, {}, undefined],
    ['one that is kept for ever already', {}, { endsAt: null }, 'PERMANENT'],
    ['one kept for ever that should be destroyed', { kind: 'destroy' }, { endsAt: null }, 'PERMANENT'],
    ['one handed over twice', { kind: 'transfer' }, { disposal: 'transfer' }, 'HANDED_OVER'],
    ['one whose arrangement would be the same', { kind: 'rearrange' }, { series: item.was }, 'NOTHING_CHANGES'],
    ['one that would count elsewhere', { kind: 'rearrange' }, { series: 'J001-ZY·XK·2015·D10' }, undefined],
  ])('%s', (_name, change, as, rule) => {
    expect(proposalFault(wish(change), standing(as))?.rule).toBe(rule);
  });

  it.each<[string, Parameters<typeof approvalFault>[0], Partial<Standing> | undefined, string, string | undefined]>([
    ['as it was proposed', 'destroy', {}, '2026-11-25', undefined],
    ['before its retention is over', 'destroy', {}, '2025-12-31', 'RETENTION_NOT_OVER'],
    ['kept on before it is over', 'prolong', {}, '2025-12-31', undefined],
    [
      'kept on by another list meanwhile',
      'destroy',
      { endsAt: '2045-12-31T15:59:59.000Z' },
      '2026-11-25',
      'CHANGED_SINCE',
    ],
    ['handed over by another list meanwhile', 'transfer', { disposal: 'transfer' }, '2026-11-25', 'CHANGED_SINCE'],
    ['outside the scope of whoever approves', 'destroy', undefined, '2026-11-25', 'NOT_THERE'],
  ])('what may be approved: %s', (_name, kind, as, now, rule) => {
    expect(approvalFault(kind, item, as && standing(as), Date.parse(now))?.rule).toBe(rule);
  });
});

describe('the record of what was decided', () => {
  const digest = digestOf(list, [item]);
  it('is read by the contract, names both persons and the list by its digest, and is the same however often it is made', () => {
    const said = recordOf({ ...list, digest }, item, approval);
    expect(CaseDecision.parse(JSON.parse(JSON.stringify(said)))).toMatchObject({
      ...{ type: 'disposal.decided', by: { account: 'bob' } },
      data: { action: 'prolong', digest, proposedBy: 'ann', retention: 'D30', basis: { retention: 'D10' } },
    });
    expect(recordOf({ ...list, digest }, item, approval)).toEqual(said);
    expect(recordOf({ ...list, digest }, { ...item, case: 'ANOTHER-1' }, approval).id).not.toBe(said.id);
  });

  it('cannot be of one person, nor name anybody', () => {
    const made = (change: object, by = approval) => recordOf({ ...list, digest, ...change }, item, by);
    expect(() => made({}, { ...approval, account: 'ann' })).toThrow(Malformed);
    expect(() => made({ reason: '申请人电话 13800138000' })).toThrow(Malformed);
  });

  it('of an adjustment says where the package counts from now on', () => {
    const moved = {
      kind: 'rearrange',
      scheme: { id: 'transport', version: 2 },
      rule: '事项为道路运输',
      retention: null,
    } as const;
    const said = recordOf({ ...list, ...moved, digest }, { ...item, series: 'J001-ZY·XK·2015·D10' }, approval);
    expect(said).toMatchObject({
      type: 'arrangement.adjusted',
      data: { was: item.was, series: 'J001-ZY·XK·2015·D10' },
    });
  });

  it('changes with everything that the list says', () => {
    expect(digestOf({ ...list, reason: '别的' }, [item])).not.toBe(digest);
    expect(digestOf(list, [{ ...item, package: `sha256:${'b'.repeat(64)}` }])).not.toBe(digest);
  });
});

describe('what a decision makes of a case', () => {
  const decided = (action: 'prolong' | 'transfer' | 'destroy'): DisposalDecision =>
    recordOf({ ...list, ...wish({ kind: action }), digest: 'd'.repeat(64), receiver: null }, item, approval) as never;
  const moved = recordOf(
    {
      ...{ ...list, digest: 'd'.repeat(64), kind: 'rearrange', scheme: { id: 'transport', version: 2 } },
      ...{ rule: '事项为道路运输', retention: null },
    },
    { ...item, series: 'J001-ZY·XK·2015·D10' },
    approval,
  ) as ArrangementDecision;
  const fold = (...all: readonly (DisposalDecision | ArrangementDecision)[]) =>
    all.reduce<ReturnType<typeof foldDecision> | undefined>((row, one) => foldDecision(row, one), undefined)!;

  it('counts in the order of the topic, and nothing follows a destruction', () => {
    expect(fold(decided('prolong'))).toMatchObject({ disposal: 'prolong', prolonged: 'D30', ends_at: item.until });
    expect(fold(decided('prolong'), decided('destroy'))).toMatchObject({ disposal: 'destroy', ends_at: item.until });
    const gone = fold(decided('destroy'));
    expect(fold(decided('destroy'), decided('prolong'), moved, decided('transfer'))).toEqual(gone);
  });

  it('lets a package count under its other class, whether the links are read before or after', () => {
    const packaged = link('package', 'CasePackaged', {
      ...{ referenceCode: item.referenceCode, package: { content: item.package, size: 1 }, retention: 'D10' },
      ...{ retainUntil: item.endsAt, index: { head, closedAt: item.closedAt, outcome: 'granted', files: [] } },
    });
    expect(foldCase(undefined, packaged).category).toBe('ZY·JT');
    expect(foldDecision(foldCase(undefined, packaged), moved).category).toBe('ZY·XK');
    expect(foldCase(fold(moved), packaged)).toMatchObject({ category: 'ZY·XK', reference_code: item.referenceCode });
  });

  it('tells the class from what stands behind it, a unit within the department among it', () => {
    const packaged = link('package', 'CasePackaged', {
      ...{ referenceCode: 'J001-ZY·JT·2015·D10·BGS-0001', package: { content: item.package, size: 1 } },
      ...{ retention: 'D10', retainUntil: item.endsAt },
      index: { head, closedAt: item.closedAt, outcome: 'granted', files: [] },
    });
    expect(foldCase(undefined, packaged).category).toBe('ZY·JT');
  });
});
