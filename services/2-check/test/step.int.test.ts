import {
  type CaseCaptured,
  type CheckLink,
  type ClosingFacts,
  type Finding,
  LINKS,
  type PublishedScheme,
  parseLink,
  type RawRecord,
  schemeKey,
} from '@guidang/contracts';
import { contentNameOf, sha256Hex } from '@guidang/evidence';
import { openScanner, ScannerUnavailable } from '@guidang/formats';
import { type CaseKind, type CasePlan, labCase } from '@guidang/lab/cases';
import { blank, type CaseMemory, ChainJudge, makeLink, openLink, SchemeBook } from '@guidang/stream';
import { MemoryStore, vaultOver } from '@guidang/vault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckState, checkRule } from '../src/decide.ts';
import { linesOf } from '../src/gather/chain.ts';
import { type CheckPorts, checkStep } from '../src/step.ts';
import { Captured, HEAD, materialOf } from './capture.ts';
import { capturedCase } from './lab-case.ts';
import { type RealPorts, realPorts } from './real.ts';

let ports: RealPorts;
beforeAll(() => {
  ports = realPorts();
});
afterAll(() => ports.close());

const signal = new AbortController().signal;
const AT = '2026-06-01T00:00:00.000Z';

interface Written {
  readonly link: CheckLink;
  readonly bytes: Uint8Array;
  readonly input: RawRecord;
}

/** Runs the step over the links of capture, as the runtime does, with the real store and the real scanner. */
async function run(capture: Captured, scheme: PublishedScheme, by: CheckPorts = ports): Promise<Written[]> {
  const step = checkStep(by);
  const written: Written[] = [];
  let memory: CaseMemory<CheckState> = blank(checkRule, capture.case);
  for (const record of capture.records) {
    const input = checkRule.parse(record);
    const { state } = memory;
    if (checkRule.consider({ state, input: input.value, scheme }).do !== 'gather') continue;
    const links = async () => written.map(({ bytes }) => bytes);
    const facts = await step.gather({ state, input: input.value, scheme, case: input.case, record, links, signal });
    const made = makeLink(checkRule, memory, { record, input, scheme, facts, at: AT, software: '0.1.0' });
    memory = made.after;
    written.push({
      link: LINKS.check.parse(JSON.parse(Buffer.from(made.bytes).toString())),
      bytes: made.bytes,
      input: record,
    });
  }
  return written;
}

function published({ scheme }: CasePlan): { scheme: PublishedScheme; book: SchemeBook } {
  const book = new SchemeBook();
  const record = { topic: 'registry.schemes', partition: 0, offset: 0, timestamp: 0, headers: {} };
  const [key, value] = [Buffer.from(schemeKey(scheme.id, scheme.version)), Buffer.from(JSON.stringify(scheme))];
  return { scheme: book.add({ ...record, key, value }), book };
}

const closings = (written: readonly Written[]): CheckLink[] =>
  written.map(({ link }) => link).filter(({ type }) => type !== 'MaterialChecked');
const brief = ({ item, outcome, code, object }: Pick<Finding, 'item' | 'outcome' | 'code' | 'object'>) =>
  `${item} ${outcome} ${code} ${object}`;

describe('cases of the lab', () => {
  it.each<[CaseKind, string, readonly CheckLink['type'][]]>([
    ['granted', '', ['CaseChecked']],
    ['ended', '', ['CaseChecked']],
    ['replaced', '', ['CaseChecked']],
    ['amended', '', ['CaseRefused', 'CaseChecked']],
    ['closed-too-early', '', ['CaseRefused']],
    ['virus', 'in-docx', ['CaseRefused']],
    ['virus', 'behind-pdf', ['CaseRefused']],
    ['fake-extension', 'executable', ['CaseRefused']],
    ['zip-bomb', '', ['CaseRefused']],
  ])('%s %s', async (kind, variant, types) => {
    const plan = await labCase('check', 7, { kind, ...(variant && { variant }), files: 14 });
    const { scheme, book } = published(plan);
    const written = await run(await capturedCase(plan, ports.vault), scheme);
    const ends = closings(written);
    expect(ends.map(({ type }) => type)).toEqual(types);

    const told = ends.flatMap((link) => ('findings' in link.body ? link.body.findings : []));
    for (const expected of plan.expect.findings) expect(told.map(brief)).toContain(brief(expected));
    const refusing = told.filter(({ outcome, level }) => outcome === 'FAIL' && level === 'BLOCK').map(brief);
    if (plan.expect.findings.length === 0) expect(refusing).toEqual([]);

    // Nobody is named in a link, and each is decided again the same.
    const text = written.map(({ bytes }) => Buffer.from(bytes).toString()).join('\n');
    for (const personal of plan.personal) expect(text).not.toContain(personal);
    const judge = new ChainJudge(checkRule, book);
    for (const [offset, { bytes, input }] of written.entries()) {
      const at = { topic: 'archive.check', partition: 0, offset, timestamp: Date.parse(AT), headers: {} };
      expect(judge.judge(openLink('check', { ...at, key: input.key, value: bytes }), input)).toEqual([]);
    }
  });
});

describe('closing', () => {
  const plan = labCase('check', 9, { kind: 'amended', files: 12 });

  it('puts the chain of the case down: links of capture, the closing, and our own, and names it', async () => {
    const capture = await capturedCase(await plan, ports.vault);
    const written = await run(capture, published(await plan).scheme);
    const ends = written.filter(({ link }) => link.type !== 'MaterialChecked');
    expect(ends).toHaveLength(2);
    for (const { link, input } of ends) {
      const { chain, captured } = link.facts as ClosingFacts;
      const object = await ports.vault.read('prearchive', chain.content, chain.size);
      const before = capture.records.slice(0, capture.records.indexOf(input) + 1).map(({ value }) => value!);
      const own = written.slice(0, link.seq).map(({ bytes }) => bytes);
      expect(linesOf(object).map(sha256Hex)).toEqual([...before, ...own].map((bytes) => sha256Hex(bytes)));
      expect(object.at(-1)).toBe(0x0a);
      expect(chain).toEqual({ content: contentNameOf(object), size: object.length, links: before.length + own.length });
      expect(captured).toEqual({ links: before.length - 1, fault: null, line: null });
    }
  });

  it.each<
    [string, (capture: Captured) => { content?: `sha256:${string}`; object?: Buffer; size?: number }, object, number]
  >([
    [
      'that is not there',
      () => ({ content: `sha256:${'0'.repeat(64)}` }),
      { links: 0, fault: 'NOT_FOUND', line: null },
      1,
    ],
    ['that is larger than it says', () => ({ size: 10 }), { links: 0, fault: 'CORRUPT', line: null }, 1],
    [
      'of another case',
      () => {
        const other = new Captured({ ...HEAD, case: 'OTHER-CASE-1' });
        other.opened();
        other.closed();
        return { object: other.chain, content: contentNameOf(other.chain), size: other.chain.length };
      },
      { links: 1, fault: 'OTHER_CASE', line: 1 },
      2,
    ],
  ])('a chain object of capture %s is told, and what is there is handed on', async (_, make, captured, lines) => {
    const vault = vaultOver(new MemoryStore());
    const capture = new Captured();
    capture.opened();
    capture.added(materialOf('m1', 'A01'));
    const { object, ...changes } = make(capture);
    capture.closed({}, changes);
    if (object) await vault.put('prearchive', object);
    else if (changes.content === undefined) await vault.put('prearchive', capture.chain);
    const closing = parseLink('capture', capture.records.at(-1)!) as CaseCaptured;
    const facts = (await checkStep({ ...ports, vault }).gather({
      ...{ state: checkRule.initial(capture.case), input: closing, scheme: undefined, case: capture.case },
      ...{ record: capture.records.at(-1)!, links: async () => [], signal },
    })) as ClosingFacts;
    expect(facts.captured).toEqual(captured);
    expect(facts.chain.links).toBe(lines);
  });

  it('waits for a scanner that is not there', async () => {
    const scanner = openScanner({ host: '127.0.0.1', port: 1 });
    const [capture, { scheme }] = [await capturedCase(await plan, ports.vault), published(await plan)];
    await expect(run(capture, scheme, { ...ports, scanner })).rejects.toThrow(ScannerUnavailable);
    scanner.close();
  });
});
