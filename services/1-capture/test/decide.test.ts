import { describe, expect, it } from 'vitest';
import { body, captured, foundBut, given, type Took } from './chain.ts';
import {
  accepted,
  added,
  amended,
  CASE,
  closed,
  file,
  issued,
  reformed,
  replaced,
  SOURCE,
  step,
  withdrawn,
} from './events.ts';

const told = (took: Took) => (took.do === 'emit' ? took.told.map(({ type, missing }) => ({ type, missing })) : took);
const SCHEME = { id: 'test-permit', version: 2 };
const scan = { scan: { confirmed: true, countersignature: file('sign.png') } };

describe('when a case is accepted', () => {
  it('its dossier opens, with the form, and the publisher hears what is missing', () => {
    const took = given().when(accepted({ submission: 'S-1', promisedAt: '2026-03-20T00:00:00Z' }));
    expect(body(took, 'CaseOpened')).toMatchObject({
      head: { case: CASE, source: SOURCE, scheme: SCHEME, submission: 'S-1', promisedAt: '2026-03-20T00:00:00Z' },
      form: captured(file('form.json')),
      refused: [],
      missing: ['A01', 'A02'],
    });
    expect(told(took)).toEqual([{ type: 'dossier.opened', missing: ['A01', 'A02'] }]);
  });

  it('what was not said stands as null, and who applied stands without the form', () => {
    const { head } = body(given().when(accepted()), 'CaseOpened');
    expect(head).toMatchObject({ promisedAt: null, submission: null });
    expect(Object.keys(head.applicant)).toEqual(['kind', 'reference']);
  });

  it('it opens without its form where that could not be taken in, and says so', () => {
    const event = accepted();
    const took = given().when(event, foundBut(event, 0));
    expect(body(took, 'CaseOpened')).toMatchObject({
      form: null,
      refused: [{ name: 'form.json', code: 'NOT_FOUND', field: 'data.applicant.form' }],
      missing: ['form', 'A01', 'A02'],
    });
    expect(told(took)).toEqual([
      { type: 'dossier.opened', missing: ['form', 'A01', 'A02'] },
      { type: 'material.refused', missing: ['form', 'A01', 'A02'] },
    ]);
  });
});

describe('when another application form comes', () => {
  const event = accepted();
  const UNFORMED = [event, (e: typeof event) => foundBut(e, 0)] as const;

  it('it is in force, the head carries the commitment that it opens, and the earlier one stays as a superseded material', () => {
    const { chain, when } = given(accepted());
    const took = when(reformed('form-2.json', 'somebody else'));
    const { head, form, superseded, missing } = body(took, 'FormCaptured');
    expect(form).toEqual(captured(file('form-2.json')));
    expect(head).toEqual({ ...chain.state.head, applicant: { kind: '2', reference: head.applicant.reference } });
    expect(head.applicant.reference).not.toBe(body(given().when(accepted()), 'CaseOpened').head.applicant.reference);
    expect(superseded).toMatchObject({ material: 'form.1', item: null, files: [captured(file('form.json'))] });
    expect(missing).toEqual(['A01', 'A02']);
    expect(chain.state).toMatchObject({ form, head, superseded: [{ material: 'form.1' }] });
    expect(told(took)).toEqual([{ type: 'dossier.missing', missing: ['A01', 'A02'] }]);
  });

  it('it stands in for one that could not be taken in, and nothing is superseded', () => {
    const { chain, when } = given([...UNFORMED]);
    expect(chain.state.form).toBeNull();
    expect(body(when(reformed()), 'FormCaptured')).toMatchObject({ superseded: null, missing: ['A01', 'A02'] });
    expect(chain.state).toMatchObject({ form: captured(file('form-2.json')), superseded: [] });
  });

  it('where it cannot be taken in, the earlier one stays in force and the publisher hears why', () => {
    const { chain, when } = given(accepted());
    const before = chain.state;
    const again = reformed();
    const took = when(again, foundBut(again, 0));
    expect(body(took, 'MaterialRefused')).toMatchObject({
      material: 'form',
      refused: [{ name: 'form-2.json', code: 'NOT_FOUND', field: 'data.form' }],
      missing: ['A01', 'A02'],
    });
    expect(told(took)).toEqual([{ type: 'material.refused', missing: ['A01', 'A02'] }]);
    expect(chain.state).toEqual({ ...before, seen: chain.state.seen });
    expect(when(replaced('form', 'm1', 'A01'))).toMatchObject({ do: 'park', reason: 'MATERIAL_UNKNOWN' });
  });

  it('each earlier one has an identifier of its own, whatever the publisher has called its materials', () => {
    const { chain, when } = given(accepted(), added('form.1', 'A01'), reformed('b.json'));
    when(reformed('c.json'));
    expect(chain.state.superseded.map(({ material, files }) => [material, files[0]!.name])).toEqual([
      ['form.2', 'form.json'],
      ['form.3', 'b.json'],
    ]);
    expect(when(added('form.2', 'A01'))).toMatchObject({ do: 'park', reason: 'MATERIAL_EXISTS' });
  });

  it('a case that went back takes one after its amendment, and closes with it', () => {
    const { when } = given(...[accepted(), added('m1', 'A01'), added('m2', 'A02'), issued('r1'), closed()], amended());
    when(reformed());
    const { dossier, complete } = body(when(closed()), 'CaseCaptured');
    expect(complete).toBe(true);
    expect(dossier).toMatchObject({ form: { name: 'form-2.json' }, superseded: [{ files: [{ name: 'form.json' }] }] });
  });
});

describe('when a material comes', () => {
  it('it is counted, and the publisher hears what is still missing', () => {
    const took = given(accepted()).when(added('m1', 'A01', scan));
    expect(body(took, 'MaterialCaptured')).toEqual({
      scheme: SCHEME,
      material: {
        material: 'm1',
        item: 'A01',
        group: 'application',
        name: '材料 m1',
        collected: 'upload',
        confirmed: true,
        files: [captured(file('m1.pdf'))],
        countersignature: captured(file('sign.png')),
      },
      unlisted: false,
      missing: ['A02'],
    });
    expect(told(took)).toEqual([{ type: 'dossier.missing', missing: ['A02'] }]);
  });

  it('nothing is said once nothing is missing', () => {
    const took = given(accepted(), added('m1', 'A01')).when(added('m2', 'A02'));
    expect(body(took, 'MaterialCaptured').missing).toEqual([]);
    expect(told(took)).toEqual([]);
  });

  it.each([
    ['names no item', [], added('x', null), null],
    ['names an item the scheme does not list', [], added('x', 'Z99'), null],
    ['is the last that its item takes', [added('m1', 'A02')], added('x', 'A02'), 'A02'],
    ['is more than its item takes', [added('m1', 'A02'), added('m2', 'A02')], added('x', 'A02'), null],
    [
      'comes for an item that takes any number',
      Array.from({ length: 5 }, (_, i) => added(`m${i}`, 'A01')),
      added('x', 'A01'),
      'A01',
    ],
    ['answers an item nobody has to answer', [], added('x', 'A90'), 'A90'],
  ] as const)('it %s', (_, before, event, item) => {
    const took = given(accepted(), ...before).when(event);
    const { unlisted, material } = body(took, 'MaterialCaptured');
    expect({ unlisted, item: material.item }).toEqual({ unlisted: item === null, item });
  });

  it('it does not answer an item by being unlisted', () => {
    expect(body(given(accepted()).when(added('m1', null)), 'MaterialCaptured').missing).toEqual(['A01', 'A02']);
  });

  it('every file that could not be taken in is named, and the material is not', () => {
    const event = added('m1', 'A01', { files: [file('1.pdf'), file('2.pdf'), file('3.pdf')], ...scan });
    const { chain, when } = given(accepted());
    const took = when(event, foundBut(event, 1, 3));
    expect(body(took, 'MaterialRefused')).toMatchObject({
      material: 'm1',
      name: '材料 m1',
      refused: [
        { name: '2.pdf', field: 'data.files[1]' },
        { name: 'sign.png', field: 'data.scan.countersignature' },
      ],
      missing: ['A01', 'A02'],
    });
    expect(told(took)).toEqual([{ type: 'material.refused', missing: ['A01', 'A02'] }]);
    expect(chain.state.materials).toEqual([]);
  });

  it('a refused one may be sent again under its identifier', () => {
    const { chain, when } = given(accepted(), [added('m1', 'A01'), (e) => foundBut(e, 0)]);
    const again = body(when(added('m1', 'A01')), 'MaterialCaptured');
    expect(again).not.toHaveProperty('insteadOf');
    expect(chain.state).toMatchObject({ refused: [], materials: [{ material: 'm1' }] });
  });
});

describe('when a material is replaced', () => {
  it('the earlier one stays, superseded, and the new one stands in its place', () => {
    const { chain, when } = given(accepted(), added('m1', 'A01'), added('m2', 'A02'));
    const took = when(replaced('m1', 'm3', 'A01'));
    expect(body(took, 'MaterialSuperseded')).toMatchObject({
      scheme: SCHEME,
      material: { material: 'm3' },
      replaces: 'm1',
      reason: '重新扫描',
      unlisted: false,
      missing: [],
    });
    expect(chain.state).toMatchObject({
      materials: [{ material: 'm2' }, { material: 'm3' }],
      superseded: [{ material: 'm1' }],
    });
  });

  it('the one that goes makes room in an item that is full', () => {
    const before = [accepted(), added('m1', 'B01')];
    expect(body(given(...before).when(replaced('m1', 'm2', 'B01')), 'MaterialSuperseded').unlisted).toBe(false);
    expect(body(given(...before).when(added('m2', 'B01')), 'MaterialCaptured').unlisted).toBe(true);
  });

  it('an item is missing again where the new one answers another', () => {
    const took = given(accepted(), added('m1', 'A01'), added('m2', 'A02')).when(replaced('m1', 'm3', 'A90'));
    expect(body(took, 'MaterialSuperseded').missing).toEqual(['A01']);
    expect(told(took)).toEqual([{ type: 'dossier.missing', missing: ['A01'] }]);
  });

  it('a replacement that is refused leaves the earlier one in force', () => {
    const event = replaced('m1', 'm2', 'A01');
    const { chain, when } = given(accepted(), added('m1', 'A01'));
    expect(body(when(event, foundBut(event, 0)), 'MaterialRefused')).toMatchObject({
      replaces: 'm1',
      missing: ['A02'],
    });
    expect(chain.state).toMatchObject({
      materials: [{ material: 'm1' }],
      superseded: [],
      refused: [{ material: 'm2', replaces: 'm1' }],
    });
  });

  it('what was refused can be replaced as well: there is nothing to supersede', () => {
    const { chain, when } = given(accepted(), [added('m1', 'A01'), (e) => foundBut(e, 0)]);
    expect(body(when(replaced('m1', 'm2', 'A01')), 'MaterialCaptured')).toMatchObject({
      material: { material: 'm2' },
      insteadOf: 'm1',
    });
    expect(chain.state.refused).toEqual([]);
  });

  it('what replaces a refused replacement supersedes what that was to supersede', () => {
    const { chain, when } = given(accepted(), added('m1', 'A01'), [replaced('m1', 'm2', 'A01'), (e) => foundBut(e, 0)]);
    expect(body(when(replaced('m2', 'm3', 'A01')), 'MaterialSuperseded')).toMatchObject({
      material: { material: 'm3' },
      replaces: 'm1',
      insteadOf: 'm2',
    });
    expect(chain.state).toMatchObject({
      materials: [{ material: 'm3' }],
      superseded: [{ material: 'm1' }],
      refused: [],
    });
  });

  it('a refused replacement supersedes nothing any more once another one did', () => {
    const { chain, when } = given(
      accepted(),
      added('m1', 'A01'),
      [replaced('m1', 'm2', 'A01'), (e) => foundBut(e, 0)],
      replaced('m1', 'm3', 'A01'),
    );
    expect(body(when(replaced('m2', 'm4', 'A01')), 'MaterialCaptured').insteadOf).toBe('m2');
    expect(chain.state.materials.map(({ material }) => material)).toEqual(['m3', 'm4']);
  });

  it('a second refusal under the same identifier takes the place of the first', () => {
    const { chain } = given(
      accepted(),
      added('m1', 'A01'),
      [added('m2', 'A01'), (e) => foundBut(e, 0)],
      [replaced('m1', 'm2', 'A01'), (e) => foundBut(e, 0)],
    );
    expect(chain.state.refused).toEqual([{ material: 'm2', replaces: 'm1' }]);
  });
});

describe('when a result is issued', () => {
  it('its document is a material like any other, and the result is kept beside it', () => {
    const { chain, when } = given(accepted());
    expect(body(when(issued('r1')), 'ResultCaptured')).toMatchObject({
      scheme: SCHEME,
      result: { number: '建字第441900202600001号' },
      material: { material: 'r1', item: 'C01', group: 'result' },
      unlisted: false,
      missing: ['A01', 'A02'],
    });
    expect(chain.state).toMatchObject({ results: [{ name: '建设工程规划许可证' }], materials: [{ material: 'r1' }] });
  });

  it('a second one is unlisted where the scheme takes one', () => {
    expect(body(given(accepted(), issued('r1')).when(issued('r2')), 'ResultCaptured').unlisted).toBe(true);
  });

  it('without its document there is no result', () => {
    const event = issued('r1');
    const { chain, when } = given(accepted());
    expect(body(when(event, foundBut(event, 0)), 'MaterialRefused')).toMatchObject({
      material: 'r1',
      refused: [{ field: 'data.document.files[0]' }],
    });
    expect(chain.state.results).toEqual([]);
    expect(body(when(issued('r1')), 'ResultCaptured').material.material).toBe('r1');
  });
});

it('a step of the handling is kept as it was said, and nobody is told', () => {
  const event = step();
  const took = given(accepted()).when(event);
  expect(body(took, 'ProcessStepRecorded').step).toEqual(event.data);
  expect(told(took)).toEqual([]);
});

describe('when a case is closed', () => {
  const all = () => [accepted(), added('m1', 'A01'), added('m2', 'A02')];

  it.each([
    ['granted, with everything', [...all(), issued('r1')], 'granted', []],
    ['granted, without its result', all(), 'granted', ['C01']],
    ['refused, without a result', all(), 'refused', []],
    ['ended, without a result', all(), 'ended', []],
    ['granted, with nothing at all', [accepted()], 'granted', ['A01', 'A02', 'C01']],
  ] as const)('%s', (_, before, outcome, missing) => {
    const took = given(...before).when(closed(outcome));
    expect(body(took, 'CaseCaptured')).toMatchObject({ complete: missing.length === 0, missing, round: 1 });
    expect(told(took)).toEqual([{ type: 'case.captured', missing }]);
  });

  it('the link holds the whole dossier: what is in force, what is not any more, steps, results and closing', () => {
    const closing = closed();
    const { chain, when } = given(...all(), step(), replaced('m1', 'm3', 'A01'), issued('r1'), step('decide'));
    const { dossier, chain: object } = body(when(closing), 'CaseCaptured');
    expect(dossier).toMatchObject({
      head: { case: CASE },
      form: { name: 'form.json' },
      materials: [{ material: 'm2' }, { material: 'm3' }, { material: 'r1' }],
      superseded: [{ material: 'm1' }],
      steps: [{ step: 'accept' }, { step: 'decide' }],
      results: [{ name: '建设工程规划许可证' }],
      closing: closing.data,
    });
    expect(object.links).toBe(chain.links.length - 1);
  });

  it('a form that could not be taken in is missing to the end', () => {
    const event = accepted();
    const took = given([event, (e) => foundBut(e, 0)], added('m1', 'A01'), added('m2', 'A02')).when(closed('refused'));
    expect(body(took, 'CaseCaptured')).toMatchObject({ complete: false, missing: ['form'], dossier: { form: null } });
  });

  it('it can be amended and closed again, round after round', () => {
    const { chain, when } = given(accepted(), added('m1', 'A01'), closed());
    expect(body(when(amended()), 'CaseReopened')).toEqual({ round: 2, reason: '补正缺失材料' });
    expect(chain.state.phase).toBe('open');
    when(added('m2', 'A02'));
    when(issued('r1'));
    const second = body(when(closed()), 'CaseCaptured');
    expect(second).toMatchObject({ round: 2, complete: true });
    expect(second.dossier.materials).toHaveLength(3);
    expect(body(when(amended()), 'CaseReopened').round).toBe(3);
  });
});

it('a case that is withdrawn says when and why, and is over', () => {
  const { chain, when } = given(accepted());
  const took = when(withdrawn());
  expect(body(took, 'CaseWithdrawn')).toEqual({ withdrawnAt: '2026-03-02T08:00:00Z', reason: '申请人撤回' });
  expect(told(took)).toEqual([{ type: 'case.withdrawn', missing: undefined }]);
  expect(chain.state.phase).toBe('withdrawn');
});
