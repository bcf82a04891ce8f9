import { CaseCaptured, type Dossier, type Scheme } from '@guidang/contracts';
import { MATTERS, schemeOf } from '@guidang/lab/matters';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dryRun } from '../src/dry-run/dry-run.ts';
import { judge } from '../src/dry-run/judge.ts';
import { bytesOf } from '../src/folder.ts';
import { portions } from '../src/portions.ts';
import { compare } from '../src/scheme/compare.ts';
import { DAT46 } from '../src/scheme/dat46.ts';
import { ownSettings } from '../src/scheme/own.ts';
import { type Frame, type Levels, resolve } from '../src/scheme/resolve.ts';
import { Settings } from '../src/scheme/settings.ts';
import { COMPLETE } from './settings.ts';

const FRAME: Frame = {
  ...{ id: 'x', version: 2, validFrom: '2026-01-01T00:00:00Z' },
  matter: {
    code: schemeOf(MATTERS[0]!).matter.code,
    name: '医师执业注册',
    type: '01',
    statutoryDays: 20,
    promisedDays: 5,
  },
  department: { id: schemeOf(MATTERS[0]!).department.uscc, name: '卫生健康局', fonds: 'J031' },
};
const levels = (given: Partial<Levels>): Levels => ({ city: {}, department: {}, matter: {}, ...given });
const sourceOf = (field: string, given: Partial<Levels>) =>
  resolve(levels(given), FRAME).sources.find((one) => one.field === field);
const local = {
  id: 'local_grade',
  name: '等级',
  kind: 'simple',
  type: 'text',
  obligation: 'optional',
  repeatable: false,
  source: 'business',
} as const;

describe('a scheme put together from its levels', () => {
  it('is complete in itself, whoever says what', () => {
    const { items, ...rest } = COMPLETE;
    const { scheme, faults } = resolve(levels({ city: rest, matter: { items } }), FRAME);
    expect(faults).toEqual([]);
    expect(scheme).toMatchObject({
      id: 'x',
      version: 2,
      retention: COMPLETE.retention,
      limits: { statutoryWorkingDays: 20, promisedWorkingDays: 5 },
    });
    expect(scheme!.referenceCode.fonds).toBe('J031');
    expect(scheme!.metadata!.elements.length).toBe(88);
  });
  it('takes the nearest level that says something, and tells which levels it covers', () => {
    const said = {
      city: { ...COMPLETE, retention: 'D10' },
      department: { retention: 'D30' },
      matter: { retention: 'Y' },
    } as Partial<Levels>;
    expect(resolve(levels(said), FRAME).scheme?.retention).toBe('Y');
    expect(sourceOf('retention', said)).toEqual({
      field: 'retention',
      origin: 'matter',
      covers: ['department', 'city'],
      said: [
        { by: 'matter', value: 'Y' },
        { by: 'department', value: 'D30' },
        { by: 'city', value: 'D10' },
      ],
    });
    expect(sourceOf('openness', said)).toMatchObject({ field: 'openness', origin: 'city', covers: [] });
    expect(sourceOf('referenceCode.fonds', said)?.origin).toBe('registry');
  });
  it('adds materials up by their codes, and the nearest level says what one is', () => {
    const mine = { ...COMPLETE.items![0]!, name: '另一名称' };
    const { scheme } = resolve(levels({ city: COMPLETE, matter: { items: [mine] } }), FRAME);
    expect(scheme!.items).toHaveLength(COMPLETE.items!.length);
    expect(scheme!.items.find(({ code }) => code === mine.code)!.name).toBe('另一名称');
    expect(scheme!.origins).toMatchObject({
      [`items.${mine.code}`]: 'matter',
      [`items.${COMPLETE.items![1]!.code}`]: 'city',
    });
  });
  it('leaves out what a level below does not want, and never what it says itself', () => {
    const [first, second] = COMPLETE.items!;
    const matter = { items: [first!], without: [first!.code, second!.code, 'microform_identifier'] };
    const { scheme } = resolve(levels({ city: COMPLETE, matter }), FRAME);
    const codes = scheme!.items.map(({ code }) => code);
    expect([codes.includes(first!.code), codes.includes(second!.code)]).toEqual([true, false]);
    expect(scheme!.metadata!.elements.map(({ id }) => id)).not.toContain('microform_identifier');
  });
  it('has the elements of DA/T 46-2009 below all levels, with domains and obligations that a level may say otherwise', () => {
    const title = {
      ...DAT46.find(({ id }) => id === 'security_classification')!,
      domain: ['公开'],
      note: '本市只用公开',
    };
    const { scheme } = resolve(
      levels({ city: { ...COMPLETE, elements: [title] }, matter: { elements: [local] } }),
      FRAME,
    );
    const byId = new Map(scheme!.metadata!.elements.map((one) => [one.id, one]));
    expect(byId.get('security_classification')!.domain).toEqual(['公开']);
    expect(byId.get('local_grade')).toEqual(local);
    expect(byId.size).toBe(89);
  });
  it('takes the rules of the check whole from the nearest level, and refuses those by which no case could be checked', () => {
    const check = { base: 'dat70@1', items: { 'GD-2-9': { level: 'WARN' as const } } };
    const given = { city: { ...COMPLETE, check: { base: 'dat70@1' } }, department: { check } };
    expect(resolve(levels(given), FRAME).scheme?.check).toEqual(check);
    expect(sourceOf('check', given)).toMatchObject({ origin: 'department', covers: ['city'] });
    const wrong = { base: 'dat70@1', items: { 'GD-1-1': { off: true }, 'GD-9-9': {} } };
    const { scheme, faults } = resolve(levels({ city: COMPLETE, matter: { check: wrong } }), FRAME);
    expect(scheme).toBeUndefined();
    expect(faults.map(({ field, rule }) => `${field} ${rule}`)).toEqual([
      'check.items.GD-1-1.off ITEM_LOCKED',
      'check.items.GD-9-9 ITEM_UNKNOWN',
    ]);
  });
  it('says of everything that is missing where it can be said', () => {
    const { scheme, faults } = resolve(levels({}), FRAME);
    expect(scheme).toBeUndefined();
    for (const field of ['retention', 'sharing', 'openness', 'steps', 'unlisted'])
      expect(faults.find((fault) => fault.field === field)?.message).toMatch(/市级默认/);
    expect(faults.map(({ rule }) => rule)).toContain('NO_RESULT');
  });
  it('is the same bytes for the same levels, in whatever order their members stand', () => {
    const turned = Object.fromEntries(Object.entries(COMPLETE).reverse()) as Settings;
    const [one, other] = [COMPLETE, turned].map((city) => resolve(levels({ city }), FRAME).scheme!);
    expect(bytesOf(one!).equals(bytesOf(other!))).toBe(true);
  });
  it('begun again from what it said of its own comes to the same scheme', () => {
    const pick = fc.subarray(Object.keys(COMPLETE) as (keyof Settings)[]);
    fc.assert(
      fc.property(pick, pick, (atDepartment, atMatter) => {
        const only = (keys: readonly string[]): Settings =>
          Object.fromEntries(Object.entries(COMPLETE).filter(([key]) => keys.includes(key)));
        const said = levels({ city: COMPLETE, department: only(atDepartment), matter: only(atMatter) });
        const { scheme } = resolve(said, FRAME);
        expect(resolve({ ...said, matter: ownSettings(scheme!) }, FRAME).scheme).toEqual(scheme);
      }),
      { numRuns: 60 },
    );
  });
});

describe('two schemes compared', () => {
  const base = resolve(levels({ city: COMPLETE }), FRAME).scheme!;
  it('differ nowhere where they say the same, whatever their version', () => {
    expect(compare(base, { ...base, version: 9, origins: {} })).toEqual([]);
  });
  it('name what was added, removed and changed by codes', () => {
    const [first, second, ...rest] = base.items;
    const more = { ...first!, code: 'A99' };
    const other: Scheme = {
      ...base,
      retention: 'Y',
      items: [more, { ...second!, formats: ['ofd'] }, ...rest.toReversed()],
    };
    expect(compare(base, other).map(({ path, kind }) => [path, kind])).toEqual(
      [
        [`items.${first!.code}`, 'removed'],
        [`items.${second!.code}.formats`, 'changed'],
        ['items.A99', 'added'],
        ['retention', 'changed'],
      ].toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
    );
  });
  it('turn around where they are taken in the other order', () => {
    const other = { ...base, sharing: 'none', items: base.items.slice(1) } as Scheme;
    const turn = { added: 'removed', removed: 'added', changed: 'changed' } as const;
    expect(compare(other, base)).toEqual(
      compare(base, other).map(({ path, kind, before, after }) => ({
        path,
        kind: turn[kind],
        before: after,
        after: before,
      })),
    );
  });
});

const scheme = schemeOf(MATTERS[0]!);
const material = (item: string | null, over: object = {}) => ({
  ...{
    material: `m-${item}`,
    item,
    group: 'application',
    name: 'x',
    collected: 'upload',
    confirmed: null,
    countersignature: null,
  },
  files: [
    {
      name: 'x.pdf',
      content: `sha256:${'0'.repeat(64)}`,
      sm3: '0'.repeat(64),
      size: 1,
      puid: null,
      format: 'pdf',
      pages: 1,
    },
  ],
  ...over,
});
const step = (code: string, state = '2') => ({ step: code, state }) as never;
const dossier = (over: object = {}): Dossier =>
  ({
    head: { applicant: { kind: '1' }, channel: '1', kind: '2' },
    materials: scheme.items.filter(({ required }) => required !== 'optional').map(({ code }) => material(code)),
    steps: scheme.steps.map(({ code }) => step(code)),
    closing: { outcome: 'granted' },
    ...over,
  }) as unknown as Dossier;

describe('a draft before a past case', () => {
  const codes = (judged: ReturnType<typeof judge>) => judged.objections.map(({ code, object }) => `${code} ${object}`);
  const made = MATTERS[0]!.items;
  it('objects to nothing where all is there', () => {
    expect(judge({ ...scheme, items: scheme.items.map((one) => ({ ...one, formats: ['pdf'] })) }, dossier())).toEqual({
      objections: [],
      undecided: [],
    });
  });
  it.each<[string, Partial<Scheme>, object, string]>([
    [
      'a material that is asked for now',
      { items: [...scheme.items, { ...scheme.items[0]!, code: 'A80' }] },
      {},
      'REQUIRED_MISSING A80',
    ],
    [
      'a format that is not taken any more',
      { items: scheme.items.map((one) => ({ ...one, formats: ['ofd'] })) },
      {},
      `FORMAT_NOT_ACCEPTED ${made[0]!.code}`,
    ],
    [
      'a step that is required now',
      { steps: [...scheme.steps, { code: 'publicity', name: '公示', required: true }] },
      {},
      'STEP_MISSING publicity',
    ],
    [
      'a step that was not finished',
      {},
      { steps: scheme.steps.map(({ code }, at) => step(code, at === 0 ? '1' : '2')) },
      `STEP_NOT_FINISHED ${scheme.steps[0]!.code}`,
    ],
    [
      'a material out of scope that is refused now',
      { unlisted: 'refuse' },
      { materials: [...dossier().materials, material(null)] },
      'UNLISTED_REFUSED m-null',
    ],
    [
      'more than are taken now',
      { items: scheme.items.map((one) => ({ ...one, atMost: 0 })) },
      {},
      `TOO_MANY ${made[0]!.code}`,
    ],
    [
      'a material asked for on a condition that holds',
      {
        items: [
          ...scheme.items,
          {
            ...scheme.items[0]!,
            code: 'A81',
            required: 'optional',
            requiredWhen: { any: [{ all: [{ field: 'channel', asks: 'is', values: ['1'] }] }] },
          },
        ],
      },
      {},
      'REQUIRED_WHEN_MISSING A81',
    ],
  ])('objects to %s', (_, change, over, expected) => {
    expect(codes(judge({ ...scheme, ...change } as Scheme, dossier(over)))).toContain(expected);
  });
  it('refuses nobody for what the rules of the draft turn off, or only warn of', () => {
    const without = { ...scheme, items: [...scheme.items, { ...scheme.items[0]!, code: 'A80' }] };
    const under = (item: object) => ({ ...without, check: { base: 'dat70@1', items: { 'GD-2-9': item } } }) as Scheme;
    expect(codes(judge(without, dossier()))).toContain('REQUIRED_MISSING A80');
    expect(codes(judge(under({ off: true }), dossier()))).not.toContain('REQUIRED_MISSING A80');
    expect(codes(judge(under({ level: 'WARN' }), dossier()))).not.toContain('REQUIRED_MISSING A80');
    expect(codes(judge({ ...without, check: { base: 'none@1' } }, dossier()))).toContain('REQUIRED_MISSING A80');
  });
  it('says of a condition on form fields that nobody knows', () => {
    const asked = {
      ...scheme.items[0]!,
      code: 'A82',
      required: 'optional' as const,
      requiredWhen: { any: [{ all: [{ field: 'form.面积', asks: 'filled' as const, values: [] }] }] },
    };
    expect(judge({ ...scheme, items: [...scheme.items, asked] }, dossier()).undecided).toEqual(['A82']);
  });
  it('is counted over many: so many of so many, these, for these reasons', () => {
    const past = (n: number, over = {}) => ({
      ...{
        case: `C${n}`,
        matter: 'm',
        department: 'd',
        scheme: { id: 'x', version: 1 },
        round: 1,
        closedAt: '2026-01-01T00:00:00Z',
      },
      dossier: dossier(over),
    });
    const draft = {
      ...scheme,
      items: scheme.items.map((one) => ({ ...one, formats: ['pdf'] })).concat([{ ...scheme.items[0]!, code: 'A80' }]),
    };
    const cases = [past(1), past(2, { materials: [...dossier().materials, material('A80')] }), past(3, { steps: [] })];
    const own = { ...scheme, items: scheme.items.map((one) => ({ ...one, formats: ['pdf'] })) };
    const run = dryRun(draft, cases, () => own);
    expect(run).toMatchObject({ cases: 3, refused: 2, newlyRefused: 2, noLongerRefused: 0 });
    expect(run.items.map((one) => one.case)).toEqual(['C1', 'C3']);
    expect(run.items[1]!.newly.map(({ code }) => code)).toEqual(['REQUIRED_MISSING']);
    expect(run.reasons[0]).toEqual({ code: 'REQUIRED_MISSING', object: 'A80', cases: 2 });
  });
  it('reads closings as capture writes them', () => {
    expect(CaseCaptured.shape.type.value).toBe('CaseCaptured');
  });
});

describe('settings', () => {
  it('refuse what a scheme would refuse', () => {
    for (const wrong of [{ retention: 'X' }, { steps: [] }, { referenceCode: { width: 9 } }, { unknown: 1 }])
      expect(Settings.safeParse(wrong).success).toBe(false);
  });
});

describe('what goes to the bus', () => {
  it('goes in portions that a broker takes, in its order, with nothing left out', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (sizes, most) => {
        const records = sizes.map((size, at) => ({ at, value: new Uint8Array(size) }));
        const cut = portions(records, most);
        expect(cut.flat()).toEqual(records);
        for (const portion of cut) {
          expect(portion.length).toBeGreaterThan(0);
          const bytes = portion.reduce((sum, { value }) => sum + value.length, 0);
          expect(bytes <= most || portion.filter(({ value }) => value.length > 0).length === 1).toBe(true);
        }
      }),
    );
  });
});
