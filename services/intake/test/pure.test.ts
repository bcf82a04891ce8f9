import { LIMITS, type Malformed } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { ownershipOf, refusalOf } from '../src/admission.ts';
import { Config } from '../src/config.ts';
import { Gate } from '../src/gate.ts';
import { digestOfKey, KeyRing, type KeyRow, type PublishingSystem } from '../src/keys.ts';
import { RecentCases } from '../src/recent-cases.ts';
import { eventsIn } from '../src/routes/events.ts';
import { accepted, amended, from, HEALTH, keyOf, LAND, SOURCE, step } from './specimens.ts';

const CASE = 'GD-2026-000001';

describe('a key', () => {
  const { key, seed } = keyOf('onestop');
  const other = keyOf('land', 'https://land.example.gov.cn', [LAND]);
  const rows: KeyRow[] = [
    { ...seed, disabledAt: null },
    { ...other.seed, disabledAt: null },
  ];
  const ring = async (of: KeyRow[] = rows): Promise<KeyRing> => {
    const made = new KeyRing(async () => of);
    await made.refresh(new Date('2026-06-01T00:00:00Z'));
    return made;
  };

  it('lets its own system in and says who it is', async () => {
    const keys = await ring();
    expect(keys.open(`Bearer ${key}`)).toEqual({ id: 'onestop', source: SOURCE, departments: new Set([HEALTH]) });
    expect(keys.open(`Bearer ${other.key}`)?.id).toBe('land');
  });

  it.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['no scheme', key],
    ['another scheme', `Basic ${key}`],
    ['a key cut short', `Bearer ${key.slice(0, -1)}`],
    ['a key with more', `Bearer ${key}x`],
    ['one character changed', `Bearer ${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`],
    ['the name of another key with this secret', `Bearer ${key.replace('onestop', 'land')}`],
    ['a name nobody has', `Bearer ${key.replace('onestop', 'nobody')}`],
    ['the digest in place of the key', `Bearer ${digestOfKey(key)}`],
    ['__proto__', `Bearer gd___proto___${'a'.repeat(43)}`],
  ])('%s lets nobody in', async (_, header) => expect((await ring()).open(header)).toBeUndefined());

  it('lets nobody in from the moment it is disabled', async () => {
    const at = (iso: string): KeyRow[] => [{ ...seed, disabledAt: new Date(iso) }];
    expect((await ring(at('2026-05-31T23:59:59Z'))).open(`Bearer ${key}`)).toBeUndefined();
    expect((await ring(at('2026-06-01T00:00:01Z'))).open(`Bearer ${key}`)).toBeDefined();
  });

  it('goes on letting in while the keys cannot be read', async () => {
    let away = false;
    const keys = new KeyRing(async () => {
      if (away) throw new Error('no database');
      return rows;
    });
    await keys.refresh();
    away = true;
    await expect(keys.refresh()).rejects.toThrow('no database');
    expect(keys.open(`Bearer ${key}`)).toBeDefined();
  });
});

describe('whether a system may say this', () => {
  const system: PublishingSystem = { id: 'onestop', source: SOURCE, departments: new Set([HEALTH]) };
  const mine = { case: CASE, source: SOURCE, department: HEALTH };
  const foreign = { ...accepted(CASE), source: 'https://other.example.gov.cn' };
  const land = from.accepted(CASE, {
    ...(accepted(CASE).data as Parameters<typeof from.accepted>[1]),
    department: { uscc: LAND, name: '东莞市自然资源局', fonds: 'J047' },
  });

  it.each([
    ['opens a case of its department', undefined, [accepted(CASE)]],
    ['opens a case and goes on', undefined, [accepted(CASE), step(CASE)]],
    ['adds to a case it opened', mine, [step(CASE), amended(CASE, 1)]],
    ['says the opening again', mine, [accepted(CASE)]],
  ])('yes where it %s', (_, known, events) => {
    expect(refusalOf(system, known, events, true)).toBeUndefined();
  });

  it.each([
    ['speaks as another system', undefined, [foreign], 403, 'SOURCE_NOT_YOURS', '[0].source'],
    ['speaks as another system in the middle', mine, [step(CASE), foreign], 403, 'SOURCE_NOT_YOURS', '[1].source'],
    ['opens a case of another department', undefined, [land], 403, 'DEPARTMENT_NOT_YOURS', '[0].data.department.uscc'],
    ['adds to a case nobody opened', undefined, [step(CASE)], 409, 'CASE_UNKNOWN', '[0].case'],
    ['opens a case after it added to it', undefined, [step(CASE), accepted(CASE)], 409, 'CASE_UNKNOWN', '[0].case'],
    [
      'adds to a case of another system',
      { ...mine, source: 'https://o.example' },
      [step(CASE)],
      403,
      'CASE_NOT_YOURS',
      undefined,
    ],
    [
      'adds to a case of a department it lost',
      { ...mine, department: LAND },
      [step(CASE)],
      403,
      'DEPARTMENT_NOT_YOURS',
      undefined,
    ],
    [
      'opens a case again that another system opened',
      { ...mine, source: 'https://o.example' },
      [accepted(CASE)],
      403,
      'CASE_NOT_YOURS',
      undefined,
    ],
  ] as const)('no where it %s', (_, known, events, status, code, field) => {
    const refusal = refusalOf(system, known, events, true);
    expect(refusal).toMatchObject({ status, code });
    expect(refusal?.details.faults?.[0]?.field).toBe(field);
  });

  it('and a single event is named without a place', () => {
    expect(refusalOf(system, undefined, [foreign], false)?.details.faults?.[0]?.field).toBe('source');
  });

  it('the same holds for asking', () => {
    expect(ownershipOf(system, mine)).toBeUndefined();
    expect(ownershipOf(system, { ...mine, source: 'x' })?.status).toBe(403);
  });
});

describe('a body', () => {
  const now = Date.parse('2026-06-01T00:00:00Z');
  const take = (value: unknown): ReturnType<typeof eventsIn> =>
    eventsIn(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), CASE, now, 8_000_000);
  const faults = (value: unknown): string[] => {
    try {
      take(value);
    } catch (error) {
      return (error as Malformed).faults.map(({ field, rule }) => `${field} ${rule}`);
    }
    throw new Error('nothing was refused');
  };

  it('is one event or several', () => {
    expect(take(step(CASE))).toEqual({ events: [step(CASE)], batch: false });
    expect(take([accepted(CASE), step(CASE)])).toEqual({ events: [accepted(CASE), step(CASE)], batch: true });
  });

  it.each([
    ['none', [], [' BATCH']],
    ['501', Array.from({ length: 501 }, (_, n) => amended(CASE, n)), [' BATCH']],
    ['a case number that is not that of the address', step('GD-2026-000002'), ['case KEY_MISMATCH']],
    ['an ID number', step(CASE, '440524188001010014'), ['data.opinion PERSONAL_ID_NUMBER']],
    [
      'an ID number in the second of three',
      [step(CASE), step(CASE, '电话13800138000'), step(CASE)],
      ['[1].data.opinion PERSONAL_PHONE'],
    ],
    [
      'faults in several',
      [{ ...step(CASE), time: 'x' }, 7, step(CASE), null, []],
      ['[0].time INVALID_FORMAT', '[1] NOT_AN_OBJECT', '[3] NOT_AN_OBJECT', '[4] NOT_AN_OBJECT'],
    ],
    [
      'a member twice',
      `[${JSON.stringify(step(CASE)).replace('"version":1', '"version":1,"version":1')}]`,
      [' DUPLICATE_KEY'],
    ],
    ['depth', `[{"a":${'['.repeat(LIMITS.depth + 1)}${']'.repeat(LIMITS.depth + 1)}}]`, [' TOO_DEEP']],
    ['broken JSON', '[{', [' NOT_JSON']],
    ['a value of more than a record holds', [{ ...step(CASE), extra: 'x'.repeat(1_100_000) }], ['[0] TOO_LARGE']],
  ])('with %s is refused', (_, value, expected) => expect(faults(value)).toEqual(expected));

  it('names at most two hundred faults', () => {
    expect(faults(Array.from({ length: 300 }, () => 7))).toHaveLength(200);
  });
});

describe('recent cases', () => {
  it('are asked for once, and one that is not known yet again', async () => {
    const asked: string[] = [];
    const there = new Map<string, { case: string; source: string; department: string }>();
    const cases = new RecentCases({
      caseOf: async (of) => {
        asked.push(of);
        return there.get(of);
      },
    });
    expect(await cases.find(CASE)).toBeUndefined();
    there.set(CASE, { case: CASE, source: SOURCE, department: HEALTH });
    for (let n = 0; n < 3; n++) expect((await cases.find(CASE))?.source).toBe(SOURCE);
    expect(asked).toEqual([CASE, CASE]);
  });

  it('are ten thousand at most: the one remembered longest goes first', async () => {
    const asked: string[] = [];
    const cases = new RecentCases({
      caseOf: async (of) => {
        asked.push(of);
        return { case: of, source: SOURCE, department: HEALTH };
      },
    });
    for (let n = 0; n <= 10_000; n++) await cases.find(`C-${n}`);
    await cases.find('C-10000');
    await cases.find('C-0');
    expect(asked.slice(-2)).toEqual(['C-10000', 'C-0']);
    expect(asked).toHaveLength(10_002);
  });
});

describe('a gate', () => {
  it('lets in as many as there is room for, and others when somebody left', () => {
    const gate = new Gate(2);
    const leave = gate.enter();
    gate.enter();
    expect([gate.enter(), gate.inside]).toEqual([undefined, 2]);
    leave?.();
    expect(gate.enter()).toBeDefined();
  });

  it('lets in a share of each who comes, so that nobody takes all the room', () => {
    const gate = new Gate(3, 2);
    const leave = gate.enter('a');
    gate.enter('a');
    expect(gate.enter('a')).toBeUndefined();
    expect(gate.enter('b')).toBeDefined();
    expect(gate.enter('c')).toBeUndefined();
    leave?.();
    expect(gate.enter('a')).toBeDefined();
  });
});

describe('the configuration', () => {
  const env = {
    KAFKA_BROKERS: '127.0.0.1:9092',
    DATABASE_URL: 'postgresql://intake:x@127.0.0.1:5432/guidang?schema=intake',
    VAULT_PLACES: JSON.stringify([
      { name: 'a', endpoint: 'http://127.0.0.1:1', region: 'r', service: { accessKeyId: 'a', secretAccessKey: 'b' } },
    ]),
    HTTP_PORT: '13180',
  };

  it('has a default for everything but where things are', () => {
    expect(Config.parse(env)).toMatchObject({ INTAKE_KEYS: [], INTAKE_BUCKET: 'intake', EVENTS_MAX_BYTES: 8_388_608 });
  });

  it('tells all its faults at once', () => {
    const wrong = {
      ...env,
      HTTP_PORT: 'x',
      INTAKE_KEYS: '[{"id":"A","digest":"1","source":"","departments":[]}]',
      UPLOADS_AT_ONCE: '0',
    };
    const paths = Config.safeParse(wrong).error!.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    expect(new Set(paths.map((path) => path.split(' ')[0]))).toEqual(
      new Set(['HTTP_PORT', 'INTAKE_KEYS', 'UPLOADS_AT_ONCE']),
    );
    expect(paths.filter((path) => path.startsWith('INTAKE_KEYS')).length).toBeGreaterThanOrEqual(4);
  });
});
