import { type CheckProfile, CODE_LISTS } from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';
import { describe, expect, it } from 'vitest';
import domains from '../data/domains-1.json' with { type: 'json' };
import metadata from '../data/metadata-1.json' with { type: 'json' };
import {
  ageLimits,
  faultsOfScheme,
  ITEMS,
  judgeCase,
  judgeMaterial,
  ProfileNotValid,
  rulesOf,
  STAGE_ITEMS,
} from '../src/index.ts';
import { BASES, STAGE_BASES } from '../src/rules/bases.ts';
import { CALENDARS } from '../src/rules/calendars.ts';
import { canonical } from '../src/rules/canonical.ts';
import { faultsOfProfile } from '../src/rules/profile.ts';
import { closing, material, SCHEME, step } from './specimens.ts';

const EVERY = [...ITEMS, ...STAGE_ITEMS.transfer, ...STAGE_ITEMS.preservation];
const under = (check: CheckProfile) => rulesOf({ check });
const items = (of: CheckProfile['items']): CheckProfile => ({ base: 'dat70@1', items: of });
const of = (item: string, check: CheckProfile) =>
  [...judgeCase(under(check), closing()), ...judgeMaterial(under(check), material())].filter((f) => f.item === item);

describe('rule sets that were published', () => {
  // Cases were checked by these. A set that has to differ gets a number of its own.
  it.each([
    ['dat70@1', BASES.get('dat70@1'), 'sha256:1bd9a975128cce5bdc83ba3504de9db600e5b1f5471353570f4f32c2fc2450fb'],
    ['dat70@2', BASES.get('dat70@2'), 'sha256:71a8d493aa9f2cd31139bd48cc7d4dc5b41fc245faad13f5a739bbe68b30a3b1'],
    ['dat70@3', BASES.get('dat70@3'), 'sha256:3b0de716a586d264919696d75805b03755e59391303392872e7af951d5abc024'],
    ['dat70@4', BASES.get('dat70@4'), 'sha256:c1541558a93cc6352946c5dcf38c9d2cd2a8707056548c5830d2d786c4bf8eeb'],
    ['gd@1', STAGE_BASES.receipt, 'sha256:7cb5a1e963ee43cd1a443a44cef5ee70bd08e9cc1f313333561e85ff43a0515e'],
    ['yj@1', STAGE_BASES.transfer, 'sha256:67041525905f028a06da996da5f920c74b80033b3d2ff17740fd9f50d9258dc1'],
    ['cq@1', STAGE_BASES.preservation, 'sha256:9149def173d6a21ad6ff149a9373d99dbd2b651adc938f3e46663b781ee1bbaf'],
    ['cn@1', CALENDARS.get('cn@1'), 'sha256:e955e28d81ddfa396cc6c6a54b5a4991a679c11f086fc8fdc9e8dbed3f7b4a03'],
    ['domains@1', domains, 'sha256:6cd6503913c3f847ec3b6decb0f2c3989ec5102f4dbc93e7daa035e3dcf20e26'],
    ['metadata@1', metadata, 'sha256:fe5fefa72781905800aa912aed433c8ecbf91d8f7598d0f79c11a71c56d02107'],
  ])('%s is what it was', (_, data, digest) => {
    expect(contentNameOf(canonical(data))).toBe(digest);
  });

  it('name items that there are, with parameters that are theirs', () => {
    for (const { items: ruled } of [...BASES.values(), ...Object.values(STAGE_BASES)])
      for (const [code, { parameters }] of Object.entries(ruled)) {
        const item = EVERY.find((one) => one.code === code);
        expect(item?.parameters.safeParse(parameters).error, code).toBeUndefined();
      }
  });

  it('have every item of archiving, and none that is locked below BLOCK: nothing can be lowered past it', () => {
    for (const { id, items: ruled } of BASES.values()) {
      expect(Object.keys(ruled), id).toEqual(ITEMS.map(({ code }) => code));
      for (const { code, locked } of ITEMS) if (locked) expect(ruled[code]!.level, `${id} ${code}`).toBe('BLOCK');
    }
  });

  it('differ in digest', () => {
    expect(under({ base: 'dat70@2' }).digest).not.toBe(rulesOf(null).digest);
  });

  it('have every list of values that contracts have, value by value', () => {
    for (const name of ['applicantKind', 'channel', 'caseKind', 'action', 'stepState'] as const)
      expect(domains.domains[name].values).toEqual(CODE_LISTS[name]);
  });
});

describe('the rules of a scheme', () => {
  it('are those of the first base where it says nothing, and have a digest', () => {
    const rules = rulesOf(SCHEME);
    expect(rules).toMatchObject({ base: 'dat70@1', rounds: 3, persons: { review: 1, overrule: 2 } });
    expect(rules.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(rulesOf(null).digest).toBe(rules.digest);
    expect(under({ base: 'dat70@1' }).digest).toBe(rules.digest);
  });

  it.each<[string, CheckProfile]>([
    ['a parameter', items({ 'GD-4-1': { parameters: { oldDays: 3 } } })],
    ['a level', items({ 'GD-LOCAL-LIMIT': { level: 'BLOCK' } })],
    ['a mode', items({ 'GD-3-4': { mode: 'MANUAL' } })],
    ['an item turned off', items({ 'GD-1-6': { off: true } })],
    ['a day', { base: 'dat70@1', calendar: { off: ['2026-06-01'], on: [], known: [] } }],
    ['rounds', { base: 'dat70@1', rounds: 5 }],
  ])('are other rules, with another digest, for %s', (_, check) => {
    expect(under(check).digest).not.toBe(rulesOf(null).digest);
    expect(under(structuredClone(check)).digest).toBe(under(check).digest);
  });

  it('have the same digest in whatever order they were written down', () => {
    const [a, b] = [{ off: true }, { level: 'WARN' as const }];
    expect(under(items({ 'GD-1-6': a, 'GD-1-2': b })).digest).toBe(under(items({ 'GD-1-2': b, 'GD-1-6': a })).digest);
  });

  it.each<[string, CheckProfile, object]>([
    ['a base there is not', { base: 'dat70@99' }, { field: 'check.base', rule: 'BASE_UNKNOWN' }],
    ['an item there is not', items({ 'GD-9-9': {} }), { field: 'check.items.GD-9-9', rule: 'ITEM_UNKNOWN' }],
    ['fixity turned off', items({ 'GD-1-1': { off: true } }), { field: 'check.items.GD-1-1.off', rule: 'ITEM_LOCKED' }],
    ['viruses let pass', items({ 'GD-4-2': { level: 'WARN' } }), { rule: 'ITEM_LOCKED' }],
    ['a machine that looks at a disc', items({ 'GD-4-5': { mode: 'AUTO' } }), { rule: 'MODE_NOT_POSSIBLE' }],
    ['a parameter there is not', items({ 'GD-4-1': { parameters: { oldWeeks: 1 } } }), { rule: 'PARAMETER' }],
    ['a parameter of another type', items({ 'GD-4-1': { parameters: { oldDays: '7' } } }), { rule: 'PARAMETER' }],
  ])('do not hold with %s', (_, check, fault) => {
    expect(faultsOfScheme({ check })).toEqual([expect.objectContaining(fault)]);
    expect(() => under(check)).toThrow(ProfileNotValid);
  });
});

describe('what a profile may say', () => {
  it('is nothing of an item that its base does not have', () => {
    const later = { ...ITEMS[0]!, code: 'GD-9-1' };
    expect(faultsOfProfile(items({ 'GD-9-1': {} }), [...ITEMS, later])).toEqual([
      { field: 'check.items.GD-9-1', rule: 'ITEM_UNKNOWN' },
    ]);
  });

  it('is of a locked item nothing lower than it has', () => {
    const levels = (['INFO', 'WARN', 'BLOCK'] as const).map((level) =>
      faultsOfScheme({ check: items({ 'GD-4-2': { level } }) }),
    );
    expect(levels.map((faults) => faults.map(({ rule }) => rule))).toEqual([['ITEM_LOCKED'], ['ITEM_LOCKED'], []]);
  });

  it.each([
    ['GD-3-5', { sustained: ['pdf'] }, { sustained: [] }],
    ['GD-1-6', { allowed: '★'.repeat(200) }, { allowed: '★'.repeat(201) }],
  ])('of %s has its bounds', (code, within, beyond) => {
    const faults = (parameters: object) => faultsOfScheme({ check: items({ [code]: { parameters } } as never) });
    expect(faults(within)).toEqual([]);
    expect(faults(beyond)).toMatchObject([{ rule: 'PARAMETER' }]);
  });
});

describe('ages of applicants', () => {
  it('are those of GD-1-5, whatever else the rules have', () => {
    expect(ageLimits(rulesOf(null))).toEqual({ leastAge: 0, mostAge: 130 });
    const parameters = { leastAge: 18, mostAge: 65 };
    expect(ageLimits(under(items({ 'GD-1-5': { parameters } })))).toEqual(parameters);
  });
});

describe('rules as text', () => {
  it('are the same in whatever order, and leave out what is not said', () => {
    expect(canonical({ b: [1, null], a: undefined, c: { z: 'x', y: true } })).toBe(
      '{"b":[1,null],"c":{"y":true,"z":"x"}}',
    );
    expect(canonical(undefined)).toBe('null');
  });
});

describe('an item under other rules', () => {
  it('that is turned off says so only where it judges', () => {
    const check = items({ 'GD-4-1': { off: true }, 'GD-3-4': { off: true } });
    expect(of('GD-4-1', check)).toMatchObject([{ code: 'ITEM_OFF', object: 'case' }]);
    expect(of('GD-3-4', check)).toMatchObject([{ code: 'ITEM_OFF', object: 'material:m1' }]);
  });

  it('that is turned off does not run, and says so of the case and of each material', () => {
    const found = of('GD-1-6', items({ 'GD-1-6': { off: true } }));
    expect(found).toMatchObject([
      { outcome: 'NOT_RUN', code: 'ITEM_OFF', object: 'case', evidence: { rules: 'dat70@1' } },
      { outcome: 'NOT_RUN', code: 'ITEM_OFF', object: 'material:m1' },
    ]);
  });

  it('has the level it is given', () => {
    expect(of('GD-LOCAL-LIMIT', items({ 'GD-LOCAL-LIMIT': { level: 'BLOCK' } }))).toMatchObject([{ level: 'BLOCK' }]);
    expect(of('GD-2-5', items({ 'GD-2-5': { level: 'INFO' } }))).toMatchObject([{ level: 'INFO', outcome: 'PASS' }]);
  });

  it('that is left to people does not pass without them, and keeps what was found', () => {
    const check = items({ 'GD-3-4': { mode: 'MANUAL' } });
    expect(of('GD-3-4', check)).toMatchObject([
      {
        outcome: 'MANUAL_REVIEW',
        code: 'LEFT_TO_PEOPLE',
        object: 'file:m1/1',
        evidence: { found: 'READABLE', format: 'pdf' },
      },
    ]);
    const broken = judgeMaterial(under(check), material({ inspection: { readable: 'no' } }));
    expect(broken.find(({ item }) => item === 'GD-3-4')).toMatchObject({ outcome: 'FAIL', code: 'UNREADABLE' });
  });

  it('judges by its parameters, the others staying as they are', () => {
    const strict = items({ 'GD-1-2': { parameters: { most: { title: 5 } } } });
    expect(of('GD-1-2', strict).find(({ object }) => object === 'material:m1')).toMatchObject({
      outcome: 'FAIL',
      evidence: { values: ['name title 7 > 5'] },
    });
    const narrow = items({ 'GD-1-4': { parameters: { domains: { apply_channel: ['2'] } } } });
    expect(of('GD-1-4', narrow)[0]).toMatchObject({
      evidence: { values: ['head.channel apply_channel channel'] },
    });
    const asks = items({ 'GD-2-4': { parameters: { required: ['promise_time'], optional: ['position_name'] } } });
    const bare = closing({
      head: { ...closing().dossier.head, promisedAt: null },
      steps: [...closing().dossier.steps.slice(0, 2), step('decide', 3, { person: { id: 'S-1', post: '' } })],
    });
    expect(judgeCase(under(asks), bare).find(({ item }) => item === 'GD-2-4')).toMatchObject({
      outcome: 'FAIL',
      evidence: { values: ['head.promisedAt promise_time'] },
    });
  });
});
