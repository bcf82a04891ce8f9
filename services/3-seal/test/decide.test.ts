import {
  CaseSealed,
  type CheckLink,
  Malformed,
  type RawRecord,
  type SealFacts,
  SealManifest,
} from '@guidang/contracts';
import { blank, makeLink, openLink, redecide, SchemeBook } from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestOf, sealRule } from '../src/decide.ts';
import { SealMismatch } from '../src/facts-hold.ts';
import { type CheckedInput, parseInput, type SealInput } from '../src/input.ts';
import { gather, prearchiveOf } from './gathered.ts';
import { type Laboratory, laboratory, portsWithout } from './laboratory.ts';
import { type SampleCase, sampleCase, sampleScheme } from './sample-case.ts';

let lab: Laboratory;
let one: SampleCase;
let input: CheckedInput;
let facts: SealFacts;
const AT = '2026-03-05T02:42:00.000Z';
const scheme = sampleScheme();

beforeAll(async () => {
  lab = laboratory();
  one = sampleCase({ refusals: 1 });
  const { vault } = await prearchiveOf(one);
  facts = await gather({ ...portsWithout(lab), vault }, one);
  input = parseInput(one.record).value as CheckedInput;
});
afterAll(() => lab.clear());

const other = (type: Exclude<SealInput['type'], 'CaseChecked'>): SealInput => ({ type });
const decide = (changed: SealFacts) =>
  sealRule.decide({ state: { sealed: false }, input, scheme, facts: changed, at: AT });

describe('what seal considers', () => {
  const considered = (value: SealInput, sealed = false, known = true) =>
    sealRule.consider({ state: { sealed }, input: value, scheme: known ? scheme : undefined });

  it.each([
    ['MaterialChecked', 'MATERIAL_ONLY'],
    ['CaseRefused', 'CASE_REFUSED'],
    ['CaseAwaitingReview', 'CASE_AWAITING_REVIEW'],
    ['FindingResolved', 'REVIEW_ONLY'],
    ['ResolutionRefused', 'REVIEW_ONLY'],
  ] as const)('passes over %s, whatever came before', (type, reason) => {
    expect(considered(other(type))).toEqual({ do: 'skip', reason });
    expect(considered(other(type), true)).toEqual({ do: 'skip', reason });
    expect(sealRule.schemeOf({ sealed: false }, other(type))).toBeUndefined();
  });

  it('gathers for a case that has passed the check, under the scheme its head names', () => {
    expect(sealRule.schemeOf({ sealed: false }, input)).toEqual({ id: 'physician-registration', version: 1 });
    expect(considered(input)).toEqual({ do: 'gather' });
  });

  it('parks a case that is sealed already, known scheme or not', () => {
    expect(considered(input, true)).toMatchObject({ do: 'park', reason: 'CASE_ALREADY_SEALED' });
    expect(considered(input, true, false)).toMatchObject({ do: 'park', reason: 'CASE_ALREADY_SEALED' });
  });

  it('parks a case whose scheme nobody published', () => {
    expect(considered(input, false, false)).toMatchObject({ do: 'park', reason: 'SCHEME_UNKNOWN' });
  });
});

describe('what seal decides', () => {
  it('is that the case is sealed, with what package goes on from', () => {
    const { head, closing } = one.dossier;
    expect(decide(facts)).toEqual({
      do: 'emit',
      type: 'CaseSealed',
      version: 1,
      body: {
        round: 2,
        head,
        closing,
        manifest: facts.manifest.content,
        document: facts.document.content,
        chain: facts.chain.content,
        suite: 'international',
      },
    });
  });

  it('tells the publisher nothing: what it waits for is the archive', () => {
    const { link } = sealed();
    expect(sealRule.feedback(link as never, input)).toEqual([]);
    expect(sealRule.evolve(sealRule.initial(one.number), link as never, '')).toEqual({ sealed: true });
  });

  it('is nothing where there is nothing to seal', () => {
    expect(() =>
      sealRule.decide({ state: { sealed: false }, input: other('CaseRefused'), scheme, facts, at: AT }),
    ).toThrow('nothing to seal');
  });

  const zero = '0'.repeat(64);
  const change = <K extends keyof SealFacts>(key: K, to: (value: SealFacts[K]) => SealFacts[K]): SealFacts => ({
    ...facts,
    [key]: to(structuredClone(facts[key])),
  });
  const without = <T>(list: T[], at: number): T[] => list.toSpliced(at < 0 ? list.length + at : at, 1);

  it.each<[what: string, changed: () => SealFacts, field: string]>([
    ['the chain is one link short', () => change('chain', (c) => ({ ...c, links: c.links - 1 })), 'chain.links'],
    [
      'the chain grew by another link than this',
      () => change('chain', (c) => ({ ...c, size: c.size + 1 })),
      'chain.size',
    ],
    [
      'the chain is another object',
      () => change('chain', (c) => ({ ...c, content: `sha256:${zero}` })),
      'manifest.content',
    ],
    ['the chain has another SM3', () => change('chain', (c) => ({ ...c, sm3: zero })), 'manifest.content'],
    ['a link is left out', () => change('links', (l) => without(l, 3)), 'links'],
    ['a link stands twice', () => change('links', (l) => [...without(l, 3).toSpliced(2, 0, l[2]!)]), 'links[3]'],
    ['two links changed places', () => change('links', (l) => l.toSpliced(2, 2, l[3]!, l[2]!)), 'links[2]'],
    [
      'a link has another digest',
      () => change('links', (l) => l.with(1, { ...l[1]!, sha256: zero })),
      'manifest.content',
    ],
    [
      'a link has another id',
      () => change('links', (l) => l.with(1, { ...l[1]!, id: `capture-${zero.slice(32)}` })),
      'manifest.content',
    ],
    [
      'a link has a type that its step does not write',
      () => change('links', (l) => l.with(1, { ...l[1]!, type: 'CaseChecked' })),
      'links[1]',
    ],
    [
      'a link has a type out of order',
      () => change('links', (l) => l.with(1, { ...l[1]!, type: 'CaseReopened' })),
      'links[1]',
    ],
    [
      'a link is of a step that comes later',
      () => change('links', (l) => l.with(1, { ...l[1]!, step: 'store' })),
      'links[1]',
    ],
    [
      'the last link is not the one answered',
      () => change('links', (l) => l.with(-1, { ...l.at(-1)!, sha256: zero })),
      'links',
    ],
    [
      'the link before it is not the one it names',
      () => change('links', (l) => l.with(-2, { ...l.at(-2)!, sha256: zero })),
      `links[`,
    ],
    ['findings of a link are left out', () => change('findings', (f) => without(f, 1)), 'findings'],
    [
      'findings stand under another link',
      () => change('findings', (f) => f.with(0, { ...f[0]!, link: zero })),
      'findings',
    ],
    [
      'a warning is kept back',
      () => change('findings', (f) => f.map((g) => ({ ...g, detail: [] }))),
      'manifest.content',
    ],
    [
      'an item is called passed that was not',
      () =>
        change('findings', (f) =>
          f.with(0, { ...f[0]!, summary: f[0]!.summary.map((s) => ({ ...s, items: [...s.items, 'GD-1-1'] })) }),
        ),
      'manifest.content',
    ],
    [
      'the document is another',
      () => change('document', (d) => ({ ...d, content: `sha256:${zero}` })),
      'manifest.content',
    ],
    [
      'the manifest is another',
      () => change('manifest', (m) => ({ ...m, content: `sha256:${zero}` })),
      'manifest.content',
    ],
    ['the manifest has another length', () => change('manifest', (m) => ({ ...m, size: m.size + 1 })), 'manifest.size'],
    ['the manifest has another SM3', () => change('manifest', (m) => ({ ...m, sm3: zero })), 'manifest.sm3'],
    ['the timestamp is over another root', () => change('timestamp', (t) => ({ ...t!, root: zero })), 'timestamp.path'],
    ['the path leads elsewhere', () => change('timestamp', (t) => ({ ...t!, path: [[zero]] })), 'timestamp.path'],
    ['the path is no path', () => change('timestamp', (t) => ({ ...t!, path: [['z']] })), 'timestamp.path'],
    ['the evidence record is another', () => change('evidenceRecord', () => 'MAA='), 'evidenceRecord'],
    ['there is no evidence record', () => change('evidenceRecord', () => null), 'signature'],
    [
      'there is no seal at all',
      () => ({ ...facts, signature: null, timestamp: null, evidenceRecord: null }),
      'signature',
    ],
    [
      'the validation data are others',
      () => change('validation', (v) => ({ ...v, content: `sha256:${zero}` })),
      'manifest.content',
    ],
    [
      'the signed document is no longer than the one that was drawn',
      () => change('drawn', (d) => ({ ...d, size: facts.document.size })),
      'drawn.size',
    ],
  ])('is nothing from facts where %s', (_, changed, field) => {
    const before = structuredClone(facts);
    expect(() => decide(changed())).toThrow(SealMismatch);
    expect(() => decide(changed())).toThrow(field);
    expect(facts).toEqual(before);
  });

  it('is nothing under another scheme than the manifest names', () => {
    const another = { ...scheme, digest: `sha256:${zero}` as const };
    expect(() => sealRule.decide({ state: { sealed: false }, input, scheme: another, facts, at: AT })).toThrow(
      'manifest.content',
    );
  });

  it('is nothing for another case with the facts of this one', () => {
    const stranger = sampleCase({ refusals: 1, number: `${one.number.slice(0, -1)}9` });
    const theirs = parseInput(stranger.record).value;
    expect(() => sealRule.decide({ state: { sealed: false }, input: theirs, scheme, facts, at: AT })).toThrow(
      SealMismatch,
    );
  });
});

/** The link as the step would write it. */
const sealed = () =>
  makeLink(sealRule, blank(sealRule, one.number), {
    record: one.record,
    input: parseInput(one.record),
    scheme,
    facts,
    at: AT,
    software: '0.1.0',
  });

describe('a sealing link', () => {
  const recordOf = (value: Uint8Array): RawRecord => ({
    ...one.record,
    topic: 'archive.seal',
    offset: 12,
    value,
  });
  const book = (): SchemeBook => {
    const published = new SchemeBook();
    published.add({ ...one.record, topic: 'registry.schemes', value: Buffer.from(JSON.stringify(scheme.scheme)) });
    return published;
  };
  const judge = (bytes: Uint8Array) =>
    redecide(sealRule, blank(sealRule, one.number), openLink('seal', recordOf(bytes)), one.record, book()).findings;

  it('keeps its contract and is decided again byte for byte', () => {
    const { link, bytes } = sealed();
    expect(CaseSealed.parse(link)).toEqual(link);
    expect(judge(bytes)).toEqual([]);
  });

  it('changed in any fact that the manifest is made of, is found out', () => {
    const json = Buffer.from(sealed().bytes).toString('utf8');
    for (const [from, to] of [
      ['"LOW_RESOLUTION"', '"NO_RESOLUTION"'],
      ['"outcome":"PASS","items":["GD-1-2"', '"outcome":"NOT_RUN","items":["GD-1-2"'],
      [`"type":"MaterialCaptured"`, `"type":"ResultCaptured"`],
      ['"outcome":"granted"', '"outcome":"refused"'],
    ] as const) {
      expect(json).toContain(from);
      expect(judge(Buffer.from(json.replace(from, to)))).toMatchObject([{ code: 'DECISION_DIFFERS' }]);
    }
  });

  it('names a manifest that anybody can make again from the link and what it answers', () => {
    const bytes = manifestOf(input, { ...facts, scheme: scheme.digest });
    const manifest = SealManifest.parse(JSON.parse(bytes.toString()));
    expect(JSON.stringify(manifest)).toBe(bytes.toString());
    expect(bytes).toHaveLength(facts.manifest.size);
  });
});

describe('a record of archive.check', () => {
  const changed = (change: (link: CheckLink) => void, key: string = one.number): RawRecord => {
    const link = JSON.parse(Buffer.from(one.record.value!).toString()) as CheckLink;
    change(link);
    return { ...one.record, key: Buffer.from(key), value: Buffer.from(JSON.stringify(link)) };
  };

  it.each<[what: string, record: () => RawRecord, rule: string]>([
    ['without a value', () => ({ ...one.record, value: null }), 'EMPTY'],
    ['that is no JSON', () => ({ ...one.record, value: Buffer.from('{') }), 'NOT_JSON'],
    ['under the key of another case', () => changed(() => {}, 'DG-000000'), 'KEY_MISMATCH'],
  ])('%s is malformed', (_, record, rule) => {
    expect(() => parseInput(record())).toThrow(Malformed);
    try {
      parseInput(record());
    } catch (error) {
      expect((error as Malformed).faults[0]!.rule).toBe(rule);
    }
  });

  it.each<[what: string, change: (link: CheckLink) => void]>([
    ['with a field that is not of the contract', (link) => Object.assign(link, { more: 1 })],
    ['of a type that check does not write', (link) => Object.assign(link, { type: 'CaseSealed' })],
    ['without its dossier', (link) => Object.assign(link, { body: {} })],
  ])('%s is malformed', (_, change) => {
    expect(() => parseInput(changed(change))).toThrow(Malformed);
  });

  it('is known by the id of its link', () => {
    expect(parseInput(one.record)).toMatchObject({ id: expect.stringMatching(/^check-/), case: one.number });
  });
});
