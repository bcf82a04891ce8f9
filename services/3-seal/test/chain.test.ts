import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chainLines, withLine } from '../src/chain/lines.ts';
import { ChainBroken, verifyChain } from '../src/chain/verify.ts';
import { sampleCase } from './sample-case.ts';

type Json = Record<string, unknown> & { input: Record<string, unknown>; body: Record<string, unknown> };

const one = sampleCase({ refusals: 1 });
const LINES = [...one.before, one.record.value!];
const open = (line: Uint8Array): Json => JSON.parse(Buffer.from(line).toString());
const close = (json: unknown): Uint8Array => Buffer.from(JSON.stringify(json));
const typeOf = (line: Uint8Array): unknown => open(line).type;
const at = (type: string, lines = LINES): number => lines.findIndex((line) => typeOf(line) === type);
const hash = (line: Uint8Array): string => createHash('sha256').update(line).digest('hex');

const changed = (index: number, change: (json: Json) => void): Uint8Array[] => {
  const json = open(LINES.at(index)!);
  change(json);
  return LINES.with(index, close(json));
};

/** The chain with one link changed and every link after it made to fit again, as a forger would. */
function forged(index: number, change: (json: Json) => void): Uint8Array[] {
  const lines: Uint8Array[] = [];
  const last = new Map<unknown, string>();
  const renamed = new Map<unknown, string>();
  LINES.forEach((line, i) => {
    const json = open(line);
    if (i === index) change(json);
    json.previous = last.get(json.step) ?? null;
    json.input.sha256 = renamed.get(json.input.sha256) ?? json.input.sha256;
    for (const named of (json.body.checked as { link: string }[] | undefined) ?? [])
      named.link = renamed.get(named.link) ?? named.link;
    lines.push(close(json));
    last.set(json.step, hash(lines.at(-1)!));
    renamed.set(hash(line), hash(lines.at(-1)!));
  });
  return lines;
}

describe('a chain that holds together', () => {
  it('is told link by link, and finding by finding but for the last', () => {
    const { links, findings } = verifyChain(LINES);
    expect(links.map(({ sha256 }) => sha256)).toEqual(LINES.map(hash));
    expect(links.at(-1)).toMatchObject({ step: 'check', type: 'CaseChecked', sha256: hash(one.record.value!) });
    expect(findings.map(({ about }) => about)).toEqual(['form', 'M1', 'M2', 'M3', 'M4', 'M5', 'case']);
    expect(findings[2]).toEqual({
      link: hash(LINES.filter((line) => typeOf(line) === 'MaterialChecked')[2]!),
      about: 'M2',
      summary: [
        { object: 'file:M2/1', outcome: 'PASS', items: ['GD-1-2', 'GD-3-2', 'GD-4-2'] },
        { object: 'file:M2/2', outcome: 'PASS', items: ['GD-1-2', 'GD-3-2', 'GD-4-2'] },
      ],
      detail: [expect.objectContaining({ item: 'GD-3-3', outcome: 'WARN' })],
    });
    expect(findings.at(-1)).toMatchObject({ detail: [{ item: 'GD-2-3', outcome: 'FAIL' }] });
  });

  it('may be that of a case of one round, or of many', () => {
    for (const refusals of [0, 3]) {
      const { before, record } = sampleCase({ refusals });
      expect(verifyChain([...before, record.value!]).links).toHaveLength(before.length + 1);
    }
  });
});

describe('a chain that does not hold together', () => {
  const swap = (a: number, b: number): Uint8Array[] => LINES.with(a, LINES[b]!).with(b, LINES[a]!);
  const firstChecked = at('MaterialChecked');

  it.each<[what: string, lines: () => readonly Uint8Array[], says: string]>([
    ['no line', () => [], 'does not end'],
    ['a line that is no JSON', () => LINES.with(2, Buffer.from('{')), 'no link'],
    ['a line that is no UTF-8', () => LINES.with(2, Buffer.from([0x7b, 0xff, 0x7d])), 'no link'],
    ['an empty line', () => LINES.with(2, Buffer.alloc(0)), 'no link'],
    ['a line of another case', () => changed(3, (l) => Object.assign(l, { case: 'DG-000000' })), 'another case'],
    ['a link left out', () => LINES.toSpliced(3, 1), 'a gap'],
    ['a link that stands twice', () => LINES.toSpliced(3, 0, LINES[3]!), 'a gap'],
    ['two links that changed places', () => swap(2, 3), 'a gap'],
    ['white space that was not there', () => LINES.with(2, Buffer.from(`${Buffer.from(LINES[2]!)} `)), 'does not name'],
    ['a changed field', () => changed(2, (l) => Object.assign(l.body, { about: 'x' })), 'does not name'],
    [
      'the first link replaced',
      () => changed(0, (l) => Object.assign(l, { previous: hash(LINES[0]!) })),
      'does not name',
    ],
    ['the end cut off', () => LINES.slice(0, -1), 'does not end'],
    ['only what capture wrote', () => LINES.slice(0, firstChecked), 'does not end'],
  ])('has %s', (_, lines, says) => {
    expect(() => verifyChain(lines())).toThrow(ChainBroken);
    expect(() => verifyChain(lines())).toThrow(says);
  });

  it.each<[what: string, lines: () => readonly Uint8Array[], says: string]>([
    ['a type its step does not write', () => forged(2, (l) => Object.assign(l, { type: 'CaseSealed' })), 'writes no'],
    ['a step that comes later', () => forged(2, (l) => Object.assign(l, { step: 'store', seq: 0 })), 'writes no'],
    [
      'links in an order that is not legal',
      () => forged(2, (l) => Object.assign(l, { type: 'CaseOpened' })),
      'may not follow',
    ],
    [
      'an answer to another topic',
      () => forged(2, (l) => Object.assign(l.input, { topic: 'case.decisions' })),
      'another topic',
    ],
    [
      'an answer to another partition',
      () => forged(2, (l) => Object.assign(l.input, { partition: 3 })),
      'out of order',
    ],
    [
      'an answer to a record answered before',
      () => forged(2, (l) => Object.assign(l.input, { offset: 101 })),
      'out of order',
    ],
    [
      'a check of what was never captured',
      () => forged(firstChecked, (l) => Object.assign(l.input, { sha256: hash(Buffer.from('x')) })),
      'answers no link',
    ],
    [
      'a check of a link that is not checked so',
      () => forged(firstChecked, (l) => Object.assign(l.input, { sha256: hash(LINES[at('ProcessStepRecorded')]!) })),
      'answers no link',
    ],
    [
      'another dossier than was closed',
      () =>
        forged(LINES.length - 1, (l) =>
          Object.assign((l.body.dossier as Json).closing as Json, { outcome: 'refused' }),
        ),
      'not the one that capture closed',
    ],
    [
      'another round than was closed',
      () => forged(LINES.length - 1, (l) => Object.assign(l.body, { round: 1 })),
      'not the one that capture closed',
    ],
    [
      'a check that rests on a link that is not there',
      () =>
        forged(LINES.length - 1, (l) =>
          Object.assign((l.body.checked as Json[])[0]!, { link: hash(Buffer.from('x')) }),
        ),
      'rests on a link',
    ],
    [
      'a check that rests on a link about something else',
      () => forged(LINES.length - 1, (l) => Object.assign((l.body.checked as Json[])[0]!, { material: 'M9' })),
      'rests on a link',
    ],
  ])('has, though every hash fits, %s', (_, lines, says) => {
    expect(() => verifyChain(lines())).toThrow(ChainBroken);
    expect(() => verifyChain(lines())).toThrow(says);
  });

  it('closes another round than the last', () => {
    const first = hash(LINES[at('CaseCaptured')]!);
    const lines = forged(LINES.length - 1, (l) => Object.assign(l.input, { sha256: first }));
    expect(() => verifyChain(lines)).toThrow('does not answer the last closing');
  });

  it('is told by the line where it breaks', () => {
    expect(() => verifyChain(changed(4, (l) => Object.assign(l, { seq: 9 })))).toThrow(
      expect.objectContaining({ line: 5 }),
    );
  });
});

describe('a chain object', () => {
  it('is the links, a line feed after each', () => {
    const object = LINES.reduce((bytes: Uint8Array, line) => withLine(bytes, line), Buffer.alloc(0));
    expect(chainLines(object)).toEqual(LINES.map((line) => Buffer.from(line)));
    expect(object).toEqual(Buffer.concat([one.chainObject, one.record.value!, Buffer.from('\n')]));
  });

  it('cut short in its last line is none', () => {
    expect(() => chainLines(one.chainObject.subarray(0, -1))).toThrow('no end');
  });

  it('may be empty, and then holds nothing', () => expect(chainLines(Buffer.alloc(0))).toEqual([]));
});
