import { archiveTopic, type Copy, LINKS, linkHeaders, type RawRecord } from '@guidang/contracts';
import { CHECKS } from '@guidang/packaging';
import { blank, ChainJudge, makeLink, openLink, SchemeBook } from '@guidang/stream';
import { describe, expect, it } from 'vitest';
import { storeRule } from '../src/decide.ts';
import { REQUIRED_CHECKS } from '../src/required-checks.ts';
import type { StoringFacts } from '../src/rule/storing.ts';
import { FOREVER, type Packaged, packagedCase } from './packages.ts';

const one = await packagedCase();
const forever = await packagedCase({ matter: FOREVER });

const copyIn = (place: string, { link }: Packaged, more: Partial<Copy> = {}): Copy => ({
  place,
  bucket: 'archive',
  key: `objects/sha256/${link.body.package.content.slice(7)}`,
  versionId: `v-${place}`,
  size: link.body.package.size,
  sha256: link.body.package.content.slice('sha256:'.length),
  lock: { mode: 'COMPLIANCE', until: link.body.retainUntil ?? '2126-12-31T15:59:59Z' },
  ...more,
});

const good = (packaged: Packaged = one): StoringFacts => ({
  checks: REQUIRED_CHECKS.map((check) => ({ check, ok: true, detail: 'ok' })),
  copies: [copyIn('a', packaged), copyIn('b', packaged)],
  lockUntil: packaged.link.body.retainUntil ?? '2126-12-31T15:59:59Z',
});

/** Takes the decision, and takes it again from the bytes, as an auditor does. */
function decided(facts: StoringFacts, { record, link: { case: number } }: Packaged = one) {
  const made = makeLink(storeRule, blank(storeRule, number), {
    record,
    input: storeRule.parse(record),
    scheme: undefined,
    facts,
    at: '2026-03-05T11:00:01.000Z',
    software: '0.1.0',
  });
  const output: RawRecord = {
    ...record,
    topic: archiveTopic('store'),
    value: made.bytes,
    headers: linkHeaders(made.link),
  };
  expect(new ChainJudge(storeRule, new SchemeBook()).judge(openLink('store', output), record)).toEqual([]);
  return { link: LINKS.store.parse(JSON.parse(Buffer.from(made.bytes).toString())), made };
}

describe('a package', () => {
  it('that held, and whose copies were read back locked from two places, is stored, and its publisher is told', () => {
    const { link, made } = decided(good());
    expect(link.type).toBe('CaseStored');
    expect(link.body).toMatchObject({
      referenceCode: one.link.body.referenceCode,
      package: one.link.body.package,
      retainUntil: '2056-12-31T15:59:59Z',
    });
    expect(storeRule.feedback(made.link as never, one.link)).toEqual([
      {
        id: `${link.id}.case.archived`,
        type: 'case.archived',
        version: 1,
        case: link.case,
        time: link.time,
        about: null,
        referenceCode: one.link.body.referenceCode,
      },
    ]);
  });

  it('for ever is stored under a lock that reaches far ahead', () => {
    expect(forever.link.body.retainUntil).toBeNull();
    expect(decided(good(forever), forever).link.type).toBe('CaseStored');
    expect(() => decided({ ...good(forever), lockUntil: '2030-12-31T15:59:59Z' }, forever)).toThrow('needed is 2036');
  });

  it('that did not hold is refused with all that was found, and an operator is told', () => {
    const failed = [
      { check: 'BAG_MANIFEST', ok: false, detail: 'data/x: SHA-256' },
      { check: 'SEAL_OBJECTS', ok: false, detail: 'y' },
    ];
    const checks = good().checks.map((one) => failed.find(({ check }) => check === one.check) ?? one);
    const { link, made } = decided({ checks, copies: [], lockUntil: null });
    expect(link.type).toBe('PackageRefused');
    expect(link.body).toMatchObject({ failed, package: one.link.body.package.content });
    expect(storeRule.feedback(made.link as never, one.link)).toMatchObject([
      { type: 'package.refused', checks: failed },
    ]);
    expect(made.after.state).toEqual({ holding: null });
  });

  it.each<[string, Partial<StoringFacts>, string]>([
    ['nothing was looked at', { checks: [] }, 'was not looked at'],
    [
      'one check was left out',
      { checks: good().checks.filter(({ check }) => check !== 'SEAL_SIGNATURE') },
      'SEAL_SIGNATURE was not looked at',
    ],
    ['there is one copy', { copies: [copyIn('a', one)] }, 'copies in 1 places'],
    ['both copies are in one place', { copies: [copyIn('a', one), copyIn('a', one)] }, 'copies in 1 places'],
    [
      'a third copy is in a place that has one',
      { copies: [copyIn('a', one), copyIn('b', one), copyIn('b', one)] },
      'copies in 2 places',
    ],
    [
      'other bytes were read back',
      { copies: [copyIn('a', one), copyIn('b', one, { sha256: '0'.repeat(64) })] },
      'place b is not the package',
    ],
    [
      'fewer bytes were read back',
      { copies: [copyIn('a', one, { size: 1 }), copyIn('b', one)] },
      'place a is not the package',
    ],
    [
      'a lock ends a second too early',
      { copies: [copyIn('a', one), copyIn('b', one, { lock: { mode: 'COMPLIANCE', until: '2056-12-31T15:59:58Z' } })] },
      'place b holds its lock until',
    ],
    ['the lock was asked for too short a time', { lockUntil: '2056-12-31T15:59:58Z' }, 'needed is 2056'],
    ['no lock was asked for', { lockUntil: null }, 'a lock was asked for until null'],
    [
      'a check failed and there are copies',
      { checks: [{ check: 'ZIP_STRUCTURE', ok: false, detail: '' }] },
      'has no copies',
    ],
  ])('is not decided on where %s', (_, more, message) => {
    expect(() => decided({ ...good(), ...more })).toThrow(message);
  });
});

it('a case that is stored is not stored again; one that was refused may come again', () => {
  const { after } = decided(good()).made;
  const considered = { input: one.link, scheme: undefined };
  expect(storeRule.consider({ ...considered, state: after.state })).toMatchObject({
    do: 'park',
    reason: 'CASE_ALREADY_STORED',
  });
  expect(storeRule.consider({ ...considered, state: { holding: null } })).toEqual({ do: 'gather' });
});

it('every check of the packaging is required', () => {
  expect(REQUIRED_CHECKS).toEqual(['PACKAGE_DIGEST', ...CHECKS, 'AS_ANNOUNCED']);
});
