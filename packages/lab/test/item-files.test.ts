import { openInspector } from '@guidang/formats';
import { callsForSomebody, judgeMaterial, type MaterialFacts, rulesOf } from '@guidang/properties';
import { afterAll, describe, expect, it } from 'vitest';
import { pdf } from '../../formats/test/pdfs.ts';
import { picture } from '../../formats/test/specimens.ts';
import { aloneInMaterial } from './judged.ts';

/**
 * The items that judge files, on real ones: bytes made by code, always the same, opened by the real readers. On facts alone they are tried in packages/properties; hostile files, signed ones, scans and viruses
 * stand in hostile-inputs.test.ts, signed.test.ts, packages/formats/test and virus.int.test.ts.
 */
const inspector = openInspector({ workers: 1, limits: { timeMs: 60_000 } });
afterAll(() => inspector.close());
const rules = rulesOf({ check: { base: 'dat70@3' } });

const paper = () => pdf({ pages: 1 });
const cut = async () => {
  const whole = await picture(1200, 800).jpeg().toBuffer();
  return whole.subarray(0, Math.floor(whole.length * 0.6));
};

type Change = (facts: MaterialFacts) => MaterialFacts;
type First = MaterialFacts['files'][number];
const first =
  (change: (file: First) => First): Change =>
  (facts) => ({ ...facts, files: facts.files.map(change) });

/** What makes the file, its name, what else is otherwise about it, and all that is said of it but that it passes. */
type Row = readonly [
  what: string,
  make: () => Promise<Buffer> | Buffer,
  name: string,
  change: Change | null,
  says: readonly string[],
];
const ROWS: readonly Row[] = [
  ['a PDF', paper, 'a.pdf', null, []],
  [
    'another one than was taken in',
    paper,
    'a.pdf',
    first((file) => ({ ...file, captured: { ...file.captured, content: `sha256:${'e'.repeat(64)}` } })),
    ['GD-1-1 FAIL SHA256_DIFFERS'],
  ],
  [
    'one whose SM3 was recorded otherwise',
    paper,
    'a.pdf',
    first((file) => ({ ...file, captured: { ...file.captured, sm3: 'e'.repeat(64) } })),
    ['GD-1-1 FAIL SM3_DIFFERS'],
  ],
  ['a PDF that is called a picture', paper, 'a.jpg', null, ['GD-1-10 FAIL EXTENSION_DISAGREES']],
  [
    'one that is gone',
    paper,
    'a.pdf',
    first((file) => ({ ...file, looked: { ...file.looked!, bytes: null, inspection: null, scan: null } })),
    ['GD-1-11 FAIL CONTENT_MISSING'],
  ],
  ['a picture that breaks off', cut, 'a.jpg', null, ['GD-2-7 FAIL CONTENT_INCOMPLETE', 'GD-3-4 FAIL UNREADABLE']],
  [
    'a format that is not accepted here',
    paper,
    'a.pdf',
    first((file) => ({ ...file, accepted: { formats: ['ofd'], by: 'scheme' } })),
    ['GD-3-3 FAIL FORMAT_NOT_ACCEPTED'],
  ],
  [
    'a picture of a format that goes out of use',
    () => picture().gif().toBuffer(),
    'a.gif',
    null,
    ['GD-3-5 WARN FORMAT_AT_RISK'],
  ],
  [
    'a PDF that runs a script',
    () => pdf({ catalog: '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>' }),
    'a.pdf',
    null,
    ['GD-3-8 WARN ACTIVE_CONTENT'],
  ],
];

describe('a file, by what is said of it', () => {
  it.each(ROWS)('%s', { timeout: 90_000 }, async (_, make, name, change, says) => {
    const facts = await aloneInMaterial(await make(), name, inspector);
    const found = judgeMaterial(rules, change ? change(facts) : facts).filter(({ object }) => object === 'file:m1/1');
    const calling = found.filter(callsForSomebody);
    expect(calling.map(({ item, outcome, code }) => `${item} ${outcome} ${code}`)).toEqual(says);
    for (const { evidence } of found) expect(Object.keys(evidence)).not.toEqual([]);
    // What is in order passes every item that judges files, by name.
    if (says.length === 0)
      expect(found.filter(({ outcome }) => outcome === 'PASS').map(({ item }) => item)).toEqual([
        ...['GD-1-1', 'GD-1-10', 'GD-1-11', 'GD-2-7', 'GD-3-3', 'GD-3-4', 'GD-3-5', 'GD-3-6', 'GD-3-8', 'GD-4-2'],
      ]);
  });
});
