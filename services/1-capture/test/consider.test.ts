import { type CaseEvent, LIMITS, type Park } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { captureRule } from '../src/decide.ts';
import { foundBut, given, type Took } from './chain.ts';
import {
  accepted,
  added,
  again,
  amended,
  closed,
  file,
  issued,
  reformed,
  replaced,
  step,
  withdrawn,
} from './events.ts';

/** What does not lead to gathering: the reason, and the fields it names. */
const put = (took: Took): { did: string; reason: string; fields: string[] } => {
  if (took.do === 'emit') return { did: 'emit', reason: took.link.type, fields: [] };
  return { did: took.do, reason: took.reason, fields: took.do === 'park' ? took.faults.map(({ field }) => field) : [] };
};
const parked = (reason: string, ...fields: string[]) => ({ did: 'park', reason, fields });
const gathered = (type: string) => ({ did: 'emit', reason: type, fields: [] });
const DUPLICATE = { did: 'skip', reason: 'DUPLICATE', fields: [] };

const OPEN = [accepted()];
const CLOSED = [accepted(), closed()];
const WITHDRAWN = [accepted(), withdrawn()];
const REOPENED = [accepted(), closed(), amended()];
const others: readonly [string, CaseEvent][] = [
  ['another form', reformed()],
  ['a material', added('m1', 'A01')],
  ['a replacement', replaced('m1', 'm2', 'A01')],
  ['a step', step()],
  ['a result', issued('r1')],
  ['a closing', closed()],
  ['a withdrawal', withdrawn()],
];

describe('the place of an event in its case', () => {
  it.each([...others, ['an amendment', amended()] as const])('%s of a case never accepted is parked', (_, event) => {
    expect(put(given().when(event))).toEqual(parked('CASE_UNKNOWN', 'case'));
  });

  it.each(others)('%s is not taken once the case is closed', (_, event) => {
    expect(put(given(...CLOSED).when(event))).toEqual(parked('CASE_CLOSED', 'case'));
  });

  it.each([...others, ['an amendment', amended()] as const, ['an acceptance', accepted()] as const])(
    '%s is not taken once the case is withdrawn',
    (_, event) => {
      expect(put(given(...WITHDRAWN).when(event))).toEqual(parked('CASE_WITHDRAWN', 'case'));
    },
  );

  it.each([
    ['accepted twice', OPEN, accepted(), parked('CASE_ALREADY_OPEN', 'case')],
    ['accepted again after its closing', CLOSED, accepted(), parked('CASE_CLOSED', 'case')],
    ['amended while it is open', OPEN, amended(), parked('CASE_OPEN', 'case')],
    ['amended before it was accepted', [], amended(), parked('CASE_UNKNOWN', 'case')],
    ['amended after its closing', CLOSED, amended(), gathered('CaseReopened')],
    ['amended twice', REOPENED, amended(), parked('CASE_OPEN', 'case')],
    ['withdrawn while it is open', OPEN, withdrawn(), gathered('CaseWithdrawn')],
    ['withdrawn after an amendment', REOPENED, withdrawn(), gathered('CaseWithdrawn')],
    ['closed again after an amendment', REOPENED, closed(), gathered('CaseCaptured')],
  ] as const)('a case %s', (_, before, event, expected) => {
    expect(put(given(...before).when(event))).toEqual(expected);
  });
});

describe('a case belongs to the system that opened it', () => {
  const events = [...others, ['an amendment', amended()], ['an acceptance', accepted()]] as const;

  it.each(events)('%s of another system is parked, whatever became of the case', (_, event) => {
    for (const before of [OPEN, CLOSED, WITHDRAWN, REOPENED]) {
      const { chain, when } = given(...before);
      const { state } = chain;
      expect(put(when({ ...event, source: 'urn:dg:other' }))).toEqual(parked('SOURCE_DIFFERS', 'source'));
      expect(chain.state).toEqual(state);
    }
  });

  it('also where an acceptance of another system was put aside before it', () => {
    const { when } = given();
    expect(put(when({ ...accepted({ scheme: { id: 'none', version: 1 } }), source: 'urn:dg:other' })).reason).toBe(
      'SCHEME_UNKNOWN',
    );
    expect(put(when(accepted()))).toEqual(gathered('CaseOpened'));
    expect(put(when(added('m1', 'A01')))).toEqual(gathered('MaterialCaptured'));
  });
});

describe('an event that comes a second time', () => {
  it.each([
    ['the acceptance', [], accepted()],
    ['a material', OPEN, added('m1', 'A01')],
    ['a step', OPEN, step()],
    ['a result', OPEN, issued('r1')],
    ['the closing', OPEN, closed()],
    ['the withdrawal', OPEN, withdrawn()],
    ['the amendment', CLOSED, amended()],
  ] as const)('%s changes nothing', (_, before, event) => {
    expect(put(given(...before, event).when(again(event)))).toEqual(DUPLICATE);
  });

  it('is known by source and id, whatever else it says by now', () => {
    const { when } = given(accepted(), added('m1', 'A01', {}, 'same-id'));
    expect(put(when(added('m2', 'A02', {}, 'same-id')))).toEqual(DUPLICATE);
    expect(put(when({ ...added('m3', 'A02', {}, 'same-id'), source: 'urn:dg:other' }))).toEqual(
      parked('SOURCE_DIFFERS', 'source'),
    );
  });

  it('was answered with bad news and is not asked about again', () => {
    const event = added('m1', 'A01');
    const { when } = given(accepted(), [event, (e) => foundBut(e, 0)]);
    expect(put(when(again(event)))).toEqual(DUPLICATE);
  });

  it('may be taken when it was only parked the first time', () => {
    const event = amended();
    const { when } = given(...OPEN);
    expect(put(when(event))).toEqual(parked('CASE_OPEN', 'case'));
    when(closed());
    expect(put(when(again(event)))).toEqual(gathered('CaseReopened'));
  });
});

describe('the scheme a case is accepted under', () => {
  it.each([
    ['no such scheme', { scheme: { id: 'test-none', version: 2 } }, parked('SCHEME_UNKNOWN', 'data.scheme')],
    ['no such version', { scheme: { id: 'test-permit', version: 3 } }, parked('SCHEME_UNKNOWN', 'data.scheme')],
    [
      'the scheme of another matter',
      { matter: { code: '11441900007330360K3000131022000', name: '食品经营许可证核发' } },
      parked('SCHEME_MISMATCH', 'data.matter.code'),
    ],
    [
      "another department's scheme, every difference named",
      { department: { uscc: '114419000073301681', name: '东莞市人力资源和社会保障局', fonds: '0102' } },
      parked('SCHEME_MISMATCH', 'data.department.uscc', 'data.department.fonds'),
    ],
  ])('%s: parked', (_, changes, expected) => {
    expect(put(given().when(accepted(changes)))).toEqual(expected);
  });

  it('is the case\u2019s own for ever: it is asked for where something is counted, and nowhere else', () => {
    const { state } = given(accepted()).chain;
    const own = { id: 'test-permit', version: 2 };
    const asked = [added('m1', 'A01'), replaced('m1', 'm2', 'A01'), issued('r1'), closed()];
    for (const event of asked) expect(captureRule.schemeOf(state, event)).toEqual(own);
    for (const event of [step(), withdrawn(), amended(), accepted()])
      expect(captureRule.schemeOf(state, event)).toBeUndefined();
    for (const event of asked) expect(captureRule.schemeOf(captureRule.initial('X'), event)).toBeUndefined();
  });

  it('must be at hand where something is counted', () => {
    const { state } = given(accepted()).chain;
    const considered = captureRule.consider({ state, input: added('m1', 'A01'), scheme: undefined });
    expect(considered).toMatchObject({ do: 'park', reason: 'SCHEME_UNKNOWN', faults: [{ field: 'case' }] });
  });
});

describe('identifiers of materials', () => {
  it.each([
    ['in force', [accepted(), added('m1', 'A01')], added('m1', 'A02'), parked('MATERIAL_EXISTS', 'data.material')],
    [
      'superseded',
      [accepted(), added('m1', 'A01'), replaced('m1', 'm2', 'A01')],
      added('m1', 'A01'),
      parked('MATERIAL_EXISTS', 'data.material'),
    ],
    [
      'replaced under the same identifier',
      [accepted(), added('m1', 'A01')],
      replaced('m1', 'm1', 'A01'),
      parked('MATERIAL_EXISTS', 'data.material'),
    ],
    [
      'in use and taken for a result',
      [accepted(), added('m1', 'A01')],
      issued('m1'),
      parked('MATERIAL_EXISTS', 'data.document.material'),
    ],
    ['never heard of', OPEN, replaced('m1', 'm2', 'A01'), parked('MATERIAL_UNKNOWN', 'data.replaces')],
    [
      'superseded before',
      [accepted(), added('m1', 'A01'), replaced('m1', 'm2', 'A01')],
      replaced('m1', 'm3', 'A01'),
      parked('MATERIAL_UNKNOWN', 'data.replaces'),
    ],
    ['free', [accepted(), added('m1', 'A01')], added('m2', 'A01'), gathered('MaterialCaptured')],
  ] as const)('one that is %s', (_, before, event, expected) => {
    expect(put(given(...before).when(event))).toEqual(expected);
  });
});

describe('how much a case may hold', () => {
  const many = (n: number, from = 0): { files: object[] } => ({
    files: Array.from({ length: n }, (_, i) => file(`f${from + i}.pdf`)),
  });
  /** Up to 1,999 files: the form, and nine materials of 200 with one of 198. */
  const nearlyFull = (): CaseEvent[] => [
    accepted(),
    ...Array.from({ length: 9 }, (_, i) => added(`m${i}`, 'A90', many(200, i * 200))),
    added('m9', 'A90', many(198, 1800)),
  ];

  it('takes the file that fills it, and not the one after that', () => {
    const { when } = given(...nearlyFull());
    expect(put(when(added('x', 'A90', many(2, 5000))))).toEqual(parked('TOO_MANY_FILES', 'data.files'));
    const signed = { scan: { confirmed: true, countersignature: file('sign.png') } };
    expect(put(when(added('y', 'A90', signed)))).toEqual(parked('TOO_MANY_FILES', 'data.files'));
    expect(put(when(added('z', 'A90')))).toEqual(gathered('MaterialCaptured'));
    expect(put(when(issued('r')))).toEqual(parked('TOO_MANY_FILES', 'data.document.files'));
  });

  it('counts what was superseded, since it stays', () => {
    const { when } = given(...nearlyFull());
    expect(put(when(replaced('m0', 'x', 'A90', many(2, 5000))))).toEqual(parked('TOO_MANY_FILES', 'data.files'));
  });

  it('counts no files of events that bring none', () => {
    const { when } = given(...nearlyFull(), added('last', 'A90'));
    expect(put(when(step()))).toEqual(gathered('ProcessStepRecorded'));
    expect(put(when(closed()))).toEqual(gathered('CaseCaptured'));
  });

  it('takes a limited number of steps and of results', () => {
    const steps = given(accepted(), ...Array.from({ length: LIMITS.stepsPerCase }, () => step()));
    expect(put(steps.when(step()))).toEqual(parked('TOO_MANY_STEPS', 'data'));
    const results = given(accepted(), ...Array.from({ length: LIMITS.resultsPerCase }, (_, i) => issued(`r${i}`)));
    expect(put(results.when(issued('one-more')))).toEqual(parked('TOO_MANY_RESULTS', 'data.result'));
  });
});

it('says every refusal in both languages, and names no value', () => {
  const secret = 'M-SECRET-77';
  const parks = [
    given().when(added(secret, 'A01')),
    given(...CLOSED).when(added(secret, 'A01')),
    given(...WITHDRAWN).when(added(secret, 'A01')),
    given(...OPEN).when(accepted()),
    given(...OPEN).when({ ...step(), source: `urn:${secret}` }),
    given(...OPEN).when(amended()),
    given().when(accepted({ scheme: { id: secret, version: 1 } })),
    given(...OPEN).when(replaced(secret, 'm2', 'A01')),
    given(accepted(), added(secret, 'A01')).when(added(secret, 'A01')),
  ] as Park[];
  for (const { faults, reason } of parks)
    for (const { message, rule } of faults) {
      expect(rule).toBe(reason);
      expect(message).toMatch(/\p{sc=Han}.* \/ [a-z]/u);
      expect(message).not.toContain(secret);
    }
});
