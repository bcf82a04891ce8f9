import { createHash } from 'node:crypto';
import { type CapturedFile, type Dossier, type Finding, SealManifest } from '@guidang/contracts';
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../src/chain/verify.ts';
import { type CheckedInput, parseInput } from '../src/input.ts';
import { sealedFindings } from '../src/manifest/findings.ts';
import { type ManifestParts, manifestOf } from '../src/manifest/manifest.ts';
import { objectsOf } from '../src/manifest/objects.ts';
import { type SampleCase, sampleCase } from './sample-case.ts';

const DOCUMENT = { content: `sha256:${'d'.repeat(64)}`, sm3: 'e'.repeat(64), size: 77_000 } as const;
const REPORT = {
  document: { content: `sha256:${'1'.repeat(64)}`, sm3: '2'.repeat(64), size: 90_000 },
  data: { content: `sha256:${'3'.repeat(64)}`, sm3: '4'.repeat(64), size: 30_000 },
} as const;
const VALIDATION = { content: `sha256:${'a'.repeat(64)}`, sm3: 'f'.repeat(64), size: 1_100 } as const;
const CHAIN = { content: `sha256:${'c'.repeat(64)}`, sm3: 'b'.repeat(64), size: 40_000 } as const;

const parts = (one: SampleCase): ManifestParts => {
  const verified = verifyChain([...one.before, one.record.value!]);
  return {
    scheme: one.scheme.digest,
    chain: { ...CHAIN, links: verified.links.length },
    document: DOCUMENT,
    validation: VALIDATION,
    ...verified,
  };
};
const inputOf = (one: SampleCase): CheckedInput => parseInput(one.record).value as CheckedInput;
const manifest = (one: SampleCase): Buffer => manifestOf(inputOf(one), parts(one));

describe('the manifest', () => {
  const one = sampleCase({ refusals: 1 });
  const bytes = manifest(one);
  const parsed = SealManifest.parse(JSON.parse(bytes.toString()));

  it('keeps its contract, with the keys in its order and no white space', () => {
    expect(JSON.stringify(parsed)).toBe(bytes.toString());
  });

  it('is the same whatever the order in which check wrote its keys', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : value && typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([k, v]) => [k, turned(v)]),
            )
          : value;
    const json = JSON.parse(Buffer.from(one.record.value!).toString());
    const { dossier, round } = json.body;
    const record = {
      ...one.record,
      value: Buffer.from(JSON.stringify({ ...json, body: { ...json.body, round, dossier: turned(dossier) } })),
    };
    expect(manifestOf(parseInput(record).value as CheckedInput, parts(one)).equals(bytes)).toBe(true);
  });

  it('has not changed since it was first written: whoever changes this changes the format', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      '058875e11a6afc47ed8330c11293fa5bf10462ed8dc4467f10d6027324b8d607',
    );
  });

  it('names every link and every finding', () => {
    expect(parsed.links).toHaveLength(one.before.length + 1);
    expect(parsed.findings.checks.map(({ about }) => about)).toEqual(['form', 'M1', 'M2', 'M3', 'M4', 'M5', 'case']);
    expect(parsed.findings.case.map(({ outcome }) => outcome)).toEqual([
      'PASS',
      'NOT_APPLICABLE',
      'NOT_RUN',
      'MANUAL_REVIEW',
    ]);
    const items = parsed.findings.checks.flatMap(({ summary, detail }) => [
      ...summary.flatMap((group) => group.items),
      ...detail.map(({ item }) => item),
    ]);
    // Three items on each of eleven files, one warning, one refusal of the first round.
    expect(items).toHaveLength(3 * 11 + 2);
  });

  it('of a case of fifty files stays small enough to travel in a link as facts', () => {
    const large = sampleCase({ materials: 25, filesEach: 2 });
    const { links, findings } = parts(large);
    expect(JSON.stringify({ links, findings }).length).toBeLessThan(32_000);
    expect(manifest(large).length).toBeLessThan(128_000);
  });
});

describe('the objects of a case', () => {
  const { dossier } = sampleCase();
  const objects = objectsOf(dossier, DOCUMENT, REPORT);
  const usesOf = (role: string) => objects.flatMap(({ uses }) => uses.filter((use) => use.role === role));

  it('are form, files, countersignatures, what was superseded, the process record, and the report of the check', () => {
    expect(usesOf('form')).toEqual([
      { role: 'form', inForce: true, material: null, item: null, group: null, name: '申请表单.json' },
    ]);
    expect(usesOf('file').filter(({ inForce }) => inForce)).toHaveLength(10);
    expect(usesOf('file').filter(({ inForce }) => !inForce)).toMatchObject([{ material: 'M90', item: 'A03' }]);
    expect(
      usesOf('countersignature')
        .map(({ material }) => material)
        .sort(),
    ).toEqual(['M2', 'M4']);
    expect(usesOf('document')).toMatchObject([{ name: '办理过程.pdf', material: null }]);
    expect(usesOf('report').map(({ name }) => name)).toEqual(['四性检测报告.pdf', '四性检测报告.json']);
  });

  it('are as they were in cases sealed before there were reports', () => {
    const before = objectsOf(dossier, DOCUMENT, undefined);
    expect(before).toEqual(objects.filter(({ uses }) => uses.every(({ role }) => role !== 'report')));
  });

  it('stand in the order of their names, each once, with all that it is in the case', () => {
    const [first, second] = dossier.materials;
    const shared: Dossier = { ...dossier, materials: [first!, { ...second!, files: first!.files }] };
    const found = objectsOf(shared, DOCUMENT, REPORT);
    expect(found.map(({ content }) => content)).toEqual(found.map(({ content }) => content).sort());
    expect(new Set(found.map(({ content }) => content)).size).toBe(found.length);
    const twice = found.find(({ content }) => content === first!.files[0]!.content)!;
    expect(twice.uses.map(({ material }) => material)).toEqual(['M1', 'M2']);
  });

  it('may lack the form, where it could not be taken in', () => {
    expect(objectsOf({ ...dossier, form: null }, DOCUMENT, REPORT)).toHaveLength(objects.length - 1);
  });

  it('have both digests, size and format as captured', () => {
    const file: CapturedFile = dossier.materials[0]!.files[0]!;
    const { name: _, pages: __, ...kept } = file;
    expect(objects.find(({ content }) => content === file.content)).toMatchObject(kept);
  });
});

describe('findings as the manifest lists them', () => {
  const finding = (item: string, outcome: Finding['outcome'], object = 'case'): Finding => ({
    item,
    outcome,
    level: 'BLOCK',
    object,
    code: 'SEEN',
    evidence: { n: 1 },
  });

  it('are in short where nothing was found, in full where somebody should read them, and none is left out', () => {
    const all = [
      finding('GD-1-1', 'PASS'),
      finding('GD-1-2', 'NOT_RUN'),
      finding('GD-1-3', 'FAIL'),
      finding('GD-1-4', 'PASS', 'file:M1/1'),
      finding('GD-1-5', 'PASS'),
      finding('GD-1-6', 'WARN'),
      finding('GD-1-7', 'MANUAL_REVIEW'),
      finding('GD-1-8', 'NOT_APPLICABLE'),
    ];
    expect(sealedFindings('a'.repeat(64), 'case', all)).toEqual({
      link: 'a'.repeat(64),
      about: 'case',
      summary: [
        { object: 'case', outcome: 'PASS', items: ['GD-1-1', 'GD-1-5'] },
        { object: 'case', outcome: 'NOT_RUN', items: ['GD-1-2'] },
        { object: 'file:M1/1', outcome: 'PASS', items: ['GD-1-4'] },
        { object: 'case', outcome: 'NOT_APPLICABLE', items: ['GD-1-8'] },
      ],
      detail: [all[2], all[5], all[6]],
    });
  });
});
