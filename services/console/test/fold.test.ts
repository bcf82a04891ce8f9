import { type CaseLink, receivedNumber } from '@guidang/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseRow, foldCase, isOfCase } from '../src/fold/case.ts';
import { tracesOf } from '../src/fold/traces.ts';
import { captured, checked, closing, dossier, head, inspected, link, material, opened, refused } from './links.ts';

const fold = (...links: CaseLink[]): CaseRow => links.reduce<CaseRow | undefined>(foldCase, undefined)!;
const code = 'J001-ZY·JT·2026·D30-0001';
const index = { head, closedAt: closing.closedAt, outcome: 'granted', files: [] };
const packaged = () =>
  link('package', 'CasePackaged', {
    ...{ referenceCode: code, profile: 'guidang-1', package: { content: 'sha256:p', size: 4096 }, retention: 'D30' },
    ...{ retainUntil: '2055-12-31T15:59:59Z', index },
  });

it('a package from elsewhere is no case of any list', () => {
  const number = receivedNumber('ab'.repeat(32));
  for (const type of ['PackageReceived', 'PackageTurnedAway', 'PackageInspected', 'EvidenceRenewed'] as const)
    expect(isOfCase({ ...link('store', type, {}), case: number })).toBe(false);
  for (const one of [opened(), packaged(), refused()]) expect(isOfCase(one)).toBe(true);
});

describe('where a case stands', () => {
  it.each<[string, () => CaseLink[], string, string]>([
    ['open with everything handed in waits for the department', () => [opened()], 'open', 'department'],
    ['open with something missing waits for the applicant', () => [opened(['a'])], 'open', 'applicant'],
    ['closed waits for check', () => [opened(), captured()], 'captured', 'check'],
    ['refused waits for the department', () => [opened(), captured(), refused()], 'refused', 'department'],
    ['passed waits for seal', () => [opened(), captured(), checked()], 'checked', 'seal'],
    [
      'sealed waits for package',
      () => [opened(), captured(), checked(), link('seal', 'CaseSealed', {})],
      'sealed',
      'package',
    ],
    ['packaged waits for store', () => [opened(), captured(), checked(), packaged()], 'packaged', 'store'],
    [
      'a package that was refused waits for an operator',
      () => [opened(), packaged(), link('store', 'PackageRefused', { failed: [] })],
      'package-refused',
      'operator',
    ],
    [
      'stored waits for the index',
      () => [opened(), packaged(), link('store', 'CaseStored', { copies: [1, 2] })],
      'stored',
      'use',
    ],
    ['indexed waits for nobody', () => [opened(), link('use', 'CaseIndexed', {})], 'indexed', 'nobody'],
    ['withdrawn waits for nobody', () => [opened(), link('capture', 'CaseWithdrawn', {})], 'withdrawn', 'nobody'],
    [
      'left to people waits for an archivist',
      () => [
        opened(),
        captured(),
        link('check', 'CaseAwaitingReview', { round: 1, dossier, findings: [], counts: {}, open: [1] }),
      ],
      'review',
      'archivist',
    ],
    [
      'opened again after a refusal is open, whatever check said before',
      () => [opened(), captured(), refused(), link('capture', 'CaseReopened', { round: 2 })],
      'open',
      'department',
    ],
    [
      'closed again waits for check again',
      () => [opened(), captured(), refused(), link('capture', 'CaseReopened', { round: 2 }), captured(2)],
      'captured',
      'check',
    ],
  ])('%s', (_name, links, stage, waitsFor) => {
    expect(fold(...links())).toMatchObject({ stage, waits_for: waitsFor });
  });

  it('is the same in whatever order the topics of the steps are read', () => {
    const of = {
      capture: [opened(['a']), captured()],
      check: [refused(), checked()],
      package: [packaged()],
      store: [link('store', 'CaseStored', { copies: [1, 2] })],
    };
    const whole = fold(...Object.values(of).flat());
    const order = fc.shuffledSubarray(
      Object.values(of).flatMap((links, step) => links.map(() => step)),
      { minLength: 6 },
    );
    fc.assert(
      fc.property(order, (steps) => {
        const queues = Object.values(of).map((links) => [...links]);
        expect(fold(...steps.map((step) => queues[step]!.shift()!))).toEqual(whole);
      }),
    );
  });

  it('knows since when something is missing, through every material that does not answer it', () => {
    const first = opened(['a', 'b']);
    const second = link('capture', 'MaterialCaptured', { material: material('b', 'b.pdf'), missing: ['a'] });
    expect(fold(first, second)).toMatchObject({ missing: ['a'], missing_since: first.time });
    expect(
      fold(first, second, link('capture', 'MaterialCaptured', { material: material('a', 'a.pdf'), missing: [] })),
    ).toMatchObject({
      ...{ missing: [], missing_since: null },
    });
  });

  it('knows when its package was stored, when it was looked at last, and what was found', () => {
    const stored = link('store', 'CaseStored', { copies: [1, 2] });
    const looked = inspected('attention');
    expect(fold(opened(), packaged(), stored)).toMatchObject({
      ...{ stored_at: stored.time, looked_at: stored.time, inspection: null },
    });
    expect(fold(opened(), packaged(), stored, inspected('damaged'), looked)).toMatchObject({
      ...{ stored_at: stored.time, looked_at: looked.time, inspection: 'attention' },
    });
  });

  it('takes the year by the clock of Dongguan, code, class and retention from the package', () => {
    expect(fold(opened(), packaged())).toMatchObject({
      ...{ year: 2026, reference_code: code, category: 'ZY·JT', retention: 'D30', package_size: 4096 },
    });
  });
});

describe('what a link leaves beside the case', () => {
  it('files of a material in their order, with the countersignature last', () => {
    const countersigned = { ...material('a', '1.pdf', '2.pdf'), countersignature: material('a', 'sign.png').files[0]! };
    const { files } = tracesOf(link('capture', 'MaterialCaptured', { material: countersigned, missing: [] }));
    expect(files.map(({ position, name, group }) => [position, name, group])).toEqual([
      [0, '1.pdf', 'application'],
      [1, '2.pdf', 'application'],
      [2, 'sign.png', 'countersignature'],
    ]);
  });

  it('each reason for which a case was refused, and none that only warns', () => {
    const one = refused();
    (one.body as { findings: object[] }).findings.push({ item: 'GD-1-1', outcome: 'WARN', level: 'WARN', code: 'X' });
    expect(tracesOf(one).refusals).toMatchObject([{ code: 'REQUIRED_MISSING', item: 'GD-2-9', step: 'check' }]);
  });

  it('a look at its package with every copy and finding, and no value of the metadata', () => {
    expect(tracesOf(inspected('damaged')).inspection).toMatchObject({
      ...{ outcome: 'damaged', damaged: ['b'], counts: { PASS: 20, FAIL: 1 } },
      copies: [{ place: 'a', state: 'intact' }, { place: 'b' }],
      findings: [{ item: 'CQ-LOCAL-VIRUS' }],
    });
    expect(tracesOf(opened()).inspection).toBeNull();
  });

  it('findings that wait for people, until the round is passed', () => {
    const open = {
      key: 'k',
      persons: 2,
      finding: {
        item: 'GD-4-1',
        object: 'file:a/0',
        code: 'TOO_LARGE',
        outcome: 'MANUAL_REVIEW',
        level: 'BLOCK',
        evidence: {},
      },
    };
    expect(tracesOf(refused(1, [open])).open).toMatchObject([{ key: 'k', persons: 2, accepted: 0 }]);
    expect(tracesOf(checked()).open).toEqual([]);
    expect(tracesOf(opened()).open).toBeUndefined();
  });
});
