import type { Dossier, Finding } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { type CaseFacts, callsForSomebody, judgeCase } from '../src/index.ts';
import { captured, closing, described, dossier, RESULT, SCHEME, step } from './specimens.ts';

const brief = (findings: readonly Finding[]) => findings.map(({ item, outcome, code }) => `${item} ${outcome} ${code}`);
const calling = (facts: CaseFacts): Finding[] => judgeCase(facts).filter(callsForSomebody);
const inOrder = dossier();
const [m1, r1] = inOrder.materials as [Dossier['materials'][0], Dossier['materials'][0]];
const stated = (changes: Partial<Dossier['closing']>): Partial<Dossier> => ({
  closing: { ...inOrder.closing, ...changes },
});
const scan = { collected: 'scan', confirmed: true } as const;
const SIGNATURE = captured('sign.png', { format: 'png', size: 777 });

describe('a case in order', () => {
  it('passes every item that is built, and every other one says why it did not run', () => {
    const findings = judgeCase(closing());
    expect(brief(findings.filter(({ outcome }) => outcome === 'PASS'))).toEqual([
      'GD-1-2 PASS METADATA_FITS',
      'GD-1-3 PASS METADATA_FITS',
      'GD-1-4 PASS METADATA_FITS',
      'GD-1-5 PASS PLAUSIBLE',
      'GD-1-6 PASS METADATA_FITS',
      'GD-1-8 PASS NO_DUPLICATES',
      'GD-1-11 PASS CONTENTS_CHECKED',
      'GD-2-1 PASS ITEMS_AGREE',
      'GD-2-2 PASS BYTES_AGREE',
      'GD-2-3 PASS METADATA_FITS',
      'GD-2-4 PASS METADATA_FITS',
      'GD-2-5 PASS PROCESS_COMPLETE',
      'GD-2-6 PASS NUMBERING_CONTINUOUS',
      'GD-2-8 PASS ATTACHMENTS_THERE',
      'GD-2-9 PASS SCOPE_MET',
      'GD-4-1 PASS SCANNER_CURRENT',
      'GD-LOCAL-CHAIN PASS CHAIN_WHOLE',
    ]);
    expect(brief(findings.filter(({ outcome }) => outcome !== 'PASS'))).toEqual([
      'GD-1-1 NOT_RUN SIGNATURES_NOT_VERIFIED',
      'GD-1-7 NOT_RUN NO_PACKAGE_YET',
      'GD-1-9 NOT_RUN NAME_NOT_KNOWN',
      'GD-1-12 NOT_RUN NO_PACKAGE_YET',
      'GD-1-13 NOT_RUN NO_PACKAGE_YET',
      'GD-1-14 NOT_RUN NO_PACKAGE_YET',
      'GD-2-10 NOT_RUN NO_PACKAGE_YET',
      'GD-2-11 NOT_RUN NO_PACKAGE_YET',
      'GD-3-1 NOT_RUN NO_PACKAGE_YET',
      'GD-3-2 NOT_RUN NOT_LOADED_YET',
      'GD-3-5 NOT_RUN NOT_BUILT',
      'GD-3-6 NOT_RUN NOT_BUILT',
      'GD-3-7 NOT_RUN NAME_NOT_KNOWN',
      'GD-4-3 NOT_APPLICABLE NO_CARRIER',
      'GD-4-4 NOT_APPLICABLE NO_CARRIER',
      'GD-4-5 NOT_APPLICABLE NO_CARRIER',
      'GD-4-6 NOT_APPLICABLE NO_CARRIER',
      'GD-4-7 NOT_RUN PERSON_NEEDED',
    ]);
  });

  it('counts countersignatures among the files, or does not', () => {
    const materials = [{ ...m1, ...scan, countersignature: SIGNATURE }, r1];
    const counted = (files: number, bytes: number) =>
      brief(calling(closing({ materials, closing: { ...inOrder.closing, files, bytes } })));
    expect(counted(2, 80_000)).toEqual([]);
    expect(counted(3, 80_777)).toEqual([]);
    expect(counted(4, 80_778)).toEqual(['GD-2-1 FAIL FILES_DIFFER', 'GD-2-2 FAIL BYTES_DIFFER']);
  });

  it('may be turned down without a licence', () => {
    const turnedDown = {
      materials: [m1],
      results: [],
      closing: { ...inOrder.closing, outcome: 'refused', materials: 1, files: 1, bytes: 40_000 },
    } as const;
    const findings = judgeCase(closing({ ...turnedDown, materials: [m1], results: [] }));
    expect(findings.filter(callsForSomebody)).toEqual([]);
    expect(brief(findings)).toContain('GD-2-8 NOT_APPLICABLE NO_ATTACHMENTS');
  });
});

/** For each item a case that fails it alone: what it says, and on what evidence. */
const FAILING: readonly (readonly [
  why: string,
  facts: CaseFacts,
  finding: string,
  evidence: object,
  object?: string,
])[] = [
  [
    'two results with one number',
    closing(
      {
        results: [RESULT, { ...RESULT, name: '副本' }],
        materials: [m1, r1, { ...r1, material: 'r2', files: [captured('r2.pdf')] }],
      },
      { scheme: { ...SCHEME, items: SCHEME.items.map(({ atMost: _, ...one }) => one) } },
    ),
    'GD-1-8 FAIL NUMBER_TWICE',
    { count: 2, places: ['results[0]', 'results[1]'] },
  ],
  [
    'a material that was never looked at',
    closing({}, { checked: new Map([...closing().checked!].filter(([name]) => name !== 'r1')) }),
    'GD-1-11 FAIL CONTENT_NOT_CHECKED',
    {},
    'material:r1',
  ],
  [
    'other files in force than were looked at',
    closing({}, { checked: new Map([...closing().checked!, ['m1', 'other']]) }),
    'GD-1-11 FAIL CONTENT_CHANGED',
    {},
    'material:m1',
  ],
  [
    'more materials stated than there are',
    closing(stated({ materials: 3 })),
    'GD-2-1 FAIL MATERIALS_DIFFER',
    { stated: 3, found: 2 },
  ],
  [
    'fewer files stated than there are',
    closing(stated({ files: 1 })),
    'GD-2-1 FAIL FILES_DIFFER',
    { stated: 1, found: 2, withCountersignatures: 2 },
  ],
  [
    'another number of bytes stated',
    closing(stated({ bytes: 80_001 })),
    'GD-2-2 FAIL BYTES_DIFFER',
    { stated: 80_001, found: 80_000, withCountersignatures: 80_000 },
  ],
  [
    'a required step never recorded',
    closing({ steps: inOrder.steps.slice(0, 2) }),
    'GD-2-5 FAIL STEP_MISSING',
    { steps: ['decide'], count: 1 },
  ],
  [
    'a required step still to be done',
    closing({ steps: inOrder.steps.with(2, step('decide', 3, { state: '1' })) }),
    'GD-2-5 FAIL STEP_NOT_FINISHED',
    { steps: ['decide'], count: 1 },
  ],
  [
    'a step that nobody knows',
    closing({ steps: [...inOrder.steps, step('dream', 4)] }),
    'GD-2-5 WARN STEP_UNKNOWN',
    { steps: ['dream'], count: 1 },
  ],
  [
    'decided before it was reviewed',
    closing({ steps: [step('receive', 1), step('review', 3), step('decide', 2)] }),
    'GD-2-5 WARN STEP_OUT_OF_ORDER',
    { steps: ['decide'], count: 1 },
  ],
  [
    'a link of capture left out',
    closing({}, { captured: { links: 8, fault: 'GAP', line: 5 } }),
    'GD-2-6 FAIL NUMBERING_GAP',
    { line: 5 },
  ],
  [
    'a chain that does not hold together',
    closing({}, { captured: { links: 9, fault: 'PREVIOUS_HASH', line: 4 } }),
    'GD-LOCAL-CHAIN FAIL CHAIN_BROKEN',
    { fault: 'PREVIOUS_HASH', line: 4 },
  ],
  [
    'a chain that is not there',
    closing({}, { captured: { links: 0, fault: 'NOT_FOUND', line: null } }),
    'GD-LOCAL-CHAIN FAIL CHAIN_BROKEN',
    { fault: 'NOT_FOUND', line: null },
  ],
  [
    'a result without its document',
    closing({ results: [RESULT, { ...RESULT, number: '2' }] }),
    'GD-2-8 FAIL RESULT_WITHOUT_DOCUMENT',
    { results: 2, documents: 1 },
  ],
  [
    'scans confirmed and nothing signed',
    closing({ materials: [{ ...m1, ...scan }, r1] }),
    'GD-2-8 WARN COUNTERSIGNATURE_MISSING',
    { scans: 1 },
  ],
  ['a required material missing', closing({ materials: [r1] }), 'GD-2-9 FAIL REQUIRED_MISSING', { items: ['A01'] }],
  [
    'granted without a licence',
    closing({ materials: [m1], results: [] }),
    'GD-2-9 FAIL REQUIRED_MISSING',
    { items: ['C01'] },
  ],
  ['no application form', closing({ form: null }), 'GD-2-9 FAIL REQUIRED_MISSING', { items: ['form'] }],
  [
    'a material that answers no item',
    closing({ materials: [m1, r1, described('x', null)] }),
    'GD-2-9 WARN UNLISTED',
    {},
    'material:x',
  ],
  [
    'the same where the scheme refuses such',
    closing({ materials: [m1, r1, described('x', 'Z99')] }, { scheme: { ...SCHEME, unlisted: 'refuse' } }),
    'GD-2-9 FAIL UNLISTED_REFUSED',
    {},
    'material:x',
  ],
  [
    'two application forms where one is taken',
    closing({ materials: [m1, r1, described('m2', 'A01')] }),
    'GD-2-9 FAIL TOO_MANY',
    { item: 'A01', atMost: 1, found: 2 },
  ],
  [
    'an application paper among the results',
    closing({ materials: [m1, r1, described('m2', 'A02', { group: 'process' })] }),
    'GD-2-9 WARN GROUP_DIFFERS',
    { item: 'A02', expected: 'application', found: 'process' },
    'material:m2',
  ],
  [
    'one file handed in twice',
    closing({ materials: [m1, r1, described('m2', 'A02', { files: m1.files })] }),
    'GD-1-8 WARN SAME_CONTENT',
    { count: 2, places: ['file:m1/1', 'file:m2/1'] },
  ],
  ['no virus scanner', closing({}, { scanner: null }), 'GD-4-1 FAIL NO_SCANNER', {}],
  [
    'signatures a month old',
    closing({}, { scanner: { engine: 'ClamAV', signaturesAt: '2026-02-08T08:00:00Z' } }),
    'GD-4-1 FAIL SIGNATURES_EXPIRED',
    { engine: 'ClamAV', signaturesAt: '2026-02-08T08:00:00Z', days: 30 },
  ],
  [
    'signatures a week old',
    closing({}, { scanner: { engine: 'ClamAV', signaturesAt: '2026-03-03T08:00:00Z' } }),
    'GD-4-1 WARN SIGNATURES_OLD',
    { engine: 'ClamAV', signaturesAt: '2026-03-03T08:00:00Z', days: 7 },
  ],
  [
    'signatures that do not say how old they are',
    closing({}, { scanner: { engine: 'ClamAV', signaturesAt: null } }),
    'GD-4-1 WARN SIGNATURES_UNDATED',
    { engine: 'ClamAV' },
  ],
];

describe('a case that is not in order', () => {
  const rows = FAILING.map(([why, facts, finding, evidence, object = 'case']) => ({
    why,
    facts,
    finding,
    evidence,
    object,
  }));
  it.each(rows)('$why', ({ facts, finding, evidence, object }) => {
    const found = calling(facts);
    expect(brief(found)).toEqual([finding]);
    expect(found[0]).toMatchObject({ object });
    expect(found[0]!.evidence).toEqual(evidence);
  });

  it('every fault is told, not the first', () => {
    const found = calling(closing({ form: null, materials: [], steps: [], results: [], ...stated({}) }));
    expect(brief(found)).toEqual([
      'GD-2-1 FAIL MATERIALS_DIFFER',
      'GD-2-1 FAIL FILES_DIFFER',
      'GD-2-2 FAIL BYTES_DIFFER',
      'GD-2-5 FAIL STEP_MISSING',
      'GD-2-9 FAIL REQUIRED_MISSING',
    ]);
    expect(found.at(-1)!.evidence).toEqual({ items: ['form', 'A01', 'C01'] });
  });
});

describe('what is not known of a case', () => {
  it('is never a pass', () => {
    const unknown = judgeCase(closing({}, { scheme: null, checked: null, captured: null, scanner: undefined }));
    const of = (item: string) => brief(unknown.filter((finding) => finding.item === item));
    expect(of('GD-1-11')).toEqual(['GD-1-11 NOT_RUN NOT_LOOKED_AT']);
    expect(of('GD-2-5')).toEqual(['GD-2-5 NOT_RUN SCHEME_UNKNOWN']);
    expect(of('GD-2-6')).toEqual(['GD-2-6 NOT_RUN CHAIN_NOT_READ']);
    expect(of('GD-2-9')).toEqual(['GD-2-9 NOT_RUN SCHEME_UNKNOWN']);
    expect(of('GD-4-1')).toEqual(['GD-4-1 NOT_RUN NOT_ASKED']);
    expect(of('GD-LOCAL-CHAIN')).toEqual(['GD-LOCAL-CHAIN NOT_RUN NOT_LOOKED_AT']);
  });
});
