import { archiveTopic, type CaseStored, type Copy, LINKS, linkHeaders, type RawRecord } from '@guidang/contracts';
import { CHECKS } from '@guidang/packaging';
import { blank, ChainJudge, makeLink, openLink, SchemeBook } from '@guidang/stream';
import { describe, expect, it } from 'vitest';
import { storeRule, storeRules } from '../src/decide.ts';
import { REQUIRED_CHECKS } from '../src/required-checks.ts';
import { VALUE_ITEMS } from '../src/rule/receipt.ts';
import type { StoringFacts } from '../src/rule/storing.ts';
import { FOREVER, type Packaged, packagedCase, receivedOf } from './packages.ts';

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
  received: receivedOf(packaged),
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
    const { link, made } = decided({ ...good(), checks, copies: [], lockUntil: null });
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
    ['nobody said what was received', { received: undefined as never }, 'what was received'],
    [
      'an item of metadata was left out',
      { received: { ...good().received!, metadata: good().received!.metadata.slice(1) } },
      'not those of its items',
    ],
    [
      'a finding is none of metadata',
      {
        received: {
          ...good().received!,
          metadata: good().received!.metadata.map((one) => ({ ...one, item: 'GD-4-2' })),
        },
      },
      'not those of its items',
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

describe('the four properties of a package as it is received', () => {
  const judgementIn = (facts: StoringFacts) => {
    const { body } = decided(facts).link as { body: { judgement?: CaseStored['body']['judgement'] } };
    return body.judgement!;
  };
  /** The checks, with these failing. */
  const failing = (...codes: string[]): StoringFacts => ({
    ...good(),
    checks: good().checks.map((one) => (codes.includes(one.check) ? { ...one, ok: false } : one)),
    ...{ copies: [], lockUntil: null },
  });
  const rest = (facts: StoringFacts) =>
    judgementIn(facts)
      .findings.filter(({ outcome }) => outcome !== 'PASS')
      .map(({ item, outcome, code, evidence }) => [item, outcome, code, evidence]);

  it('stand in the link, passes included, under rules it names', () => {
    const { findings, counts, rules } = judgementIn(good());
    expect(findings.map(({ item, code }) => `${item} ${code}`)).toEqual([
      'GD-1-7 CODES_FIT',
      'GD-1-12 DOCUMENTS_FIT',
      'GD-1-13 LAYOUT_FITS',
      'GD-1-14 PACKAGE_UNCHANGED',
      'GD-2-10 METADATA_WHOLE',
      'GD-2-11 FILES_AGREE',
      'GD-3-1 METADATA_READABLE',
      ...VALUE_ITEMS.map((item) => `${item} METADATA_FITS`),
    ]);
    expect(counts).toMatchObject({ PASS: 13, FAIL: 0, NOT_RUN: 0 });
    expect(rules.base).toBe('gd@1');
  });

  it.each<[string, StoringFacts, unknown[]]>([
    [
      'a 档号 that the rule does not give',
      failing('REFERENCE_CODE'),
      ['GD-1-7', 'FAIL', 'CODE_NOT_BY_RULE', { count: 1, faults: ['REFERENCE_CODE'] }],
    ],
    [
      'a readme that is another',
      failing('README'),
      ['GD-1-12', 'FAIL', 'DOCUMENT_FAULTY', { readme: 'faulty', catalogue: 'there' }],
    ],
    [
      'a folder that is missing',
      failing('BAG_INFO'),
      ['GD-1-13', 'FAIL', 'LAYOUT_MISSING', { profile: 'guidang-1', count: 1, places: ['BAG_INFO'] }],
    ],
    [
      'a list of materials that lacks one',
      failing('MATERIAL_LIST'),
      ['GD-2-10', 'FAIL', 'METADATA_LACKING', { count: 1, lacking: ['MATERIAL_LIST'] }],
    ],
    [
      'a manifest that nobody can read',
      failing('SEAL_MANIFEST'),
      ['GD-3-1', 'FAIL', 'METADATA_UNREADABLE', { count: 1, faults: ['SEAL_MANIFEST'] }],
    ],
  ])('fail for %s, that item alone', (_, facts, finding) => {
    expect(rest(facts)).toEqual([finding]);
  });

  it('fail for a package that is another on receipt, and for a file less', () => {
    const received = { ...good().received!, sha256: '0'.repeat(64) };
    expect(rest({ ...failing('PACKAGE_DIGEST'), received })[0]!.slice(0, 3)).toEqual([
      ...['GD-1-14', 'FAIL', 'PACKAGE_CHANGED'],
    ]);
    const { files } = good().received!;
    expect(rest({ ...failing('BAG_COMPLETE'), received: { ...good().received!, files: files - 1 } })).toContainEqual([
      ...['GD-2-11', 'FAIL', 'FILES_DIFFER'],
      { stated: files, found: files - 1 },
    ]);
  });

  it('say of bytes that could not be opened that nobody looked, and that they are not the package', () => {
    const facts: StoringFacts = {
      checks: [{ check: 'PACKAGE_DIGEST', ok: false, detail: 'x' }],
      ...{ copies: [], lockUntil: null },
      received: { ...good().received!, sha256: null, bytes: 0, files: 0 },
    };
    expect(rest(facts).map(([item, outcome]) => `${item} ${outcome}`)).toEqual([
      'GD-1-7 NOT_RUN',
      'GD-1-12 NOT_RUN',
      'GD-1-13 NOT_RUN',
      'GD-1-14 FAIL',
      'GD-2-10 NOT_RUN',
      'GD-2-11 FAIL',
      'GD-3-1 NOT_RUN',
    ]);
  });

  it('were not judged by store@1, whose links are decided again as they were', () => {
    const [now, , before] = storeRules;
    expect(storeRules.map(({ rules }) => rules)).toEqual(['store@3', 'store@2', 'store@1']);
    const { received: _, ...facts } = good();
    const situation = { state: { holding: null }, input: one.link, scheme: undefined, at: '2026-03-05T11:00:01.000Z' };
    expect(before!.decide({ ...situation, facts })).not.toHaveProperty('body.judgement');
    expect(() => now.decide({ ...situation, facts })).toThrow('what was received');
  });
});

it('every check of the packaging is required', () => {
  expect(REQUIRED_CHECKS).toEqual(['PACKAGE_DIGEST', ...CHECKS, 'AS_ANNOUNCED']);
});
