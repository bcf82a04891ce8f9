import { type UnpackBudget, unpacked } from './filter.ts';
import { PdfReader, readObject } from './read.ts';
import { type PdfDict, PdfFault, type PdfValue } from './value.ts';

/** Where an object lies: at a byte, inside an object stream, or nowhere. */
export type Entry =
  | { readonly kind: 'at'; readonly offset: number; readonly gen: number }
  | { readonly kind: 'in'; readonly stream: number; readonly index: number }
  | { readonly kind: 'free' };

/** One section of the cross-reference (ISO 32000-1 §7.5.4, §7.5.8): what one saving of the file has written. */
export interface Section {
  readonly offset: number;
  readonly kind: 'table' | 'stream';
  readonly entries: ReadonlyMap<number, Entry>;
  readonly trailer: PdfDict;
}

const MAX_SECTIONS = 500;
const MAX_OBJECTS = 1_000_000;
const fail = (what: string): never => {
  throw new PdfFault(what);
};
const whole = (value: PdfValue | undefined): number | null =>
  value?.kind === 'number' && /^\d{1,12}$/.test(value.text) ? Number(value.text) : null;

const readTable = (reader: PdfReader, offset: number): Section => {
  const entries = new Map<number, Entry>();
  while (!reader.keyword('trailer')) {
    const first = reader.whole();
    const count = reader.whole();
    if (first + count > MAX_OBJECTS) fail(`${first + count} objects in the cross-reference at byte ${offset}`);
    for (let i = 0; i < count; i++) {
      const place = reader.whole();
      const gen = reader.whole();
      if (reader.keyword('n')) entries.set(first + i, { kind: 'at', offset: place, gen });
      else if (reader.keyword('f')) entries.set(first + i, { kind: 'free' });
      else fail(`an entry that is neither n nor f in the cross-reference at byte ${reader.at}`);
    }
  }
  const trailer = reader.value();
  return trailer.kind === 'dict'
    ? { offset, kind: 'table', entries, trailer }
    : fail(`no trailer after the cross-reference at byte ${offset}`);
};

const readStream = (source: Buffer, offset: number, limit: number, budget: UnpackBudget): Section => {
  const { value } = readObject(source, offset, limit, () => null);
  if (value.kind !== 'stream') return fail(`no cross-reference at byte ${offset}`);
  const { dict } = value;
  const type = dict.entries.get('Type');
  if (type?.kind !== 'name' || type.name !== 'XRef') fail(`no cross-reference at byte ${offset}`);
  const data = unpacked(value, budget);
  const widths = dict.entries.get('W');
  const [a, b, c] = widths?.kind === 'array' ? widths.items.map(whole) : [];
  if (a == null || b == null || c == null || a > 4 || b > 6 || c > 4)
    return fail(`widths of the cross-reference at byte ${offset}`);
  const size = whole(dict.entries.get('Size')) ?? 0;
  const index = dict.entries.get('Index');
  const ranges = index?.kind === 'array' ? index.items.map((item) => whole(item) ?? -1) : [0, size];
  const entries = new Map<number, Entry>();
  const row = a + b + c;
  const field = (at: number, width: number, otherwise: number): number =>
    width === 0 ? otherwise : data.readUIntBE(at, width);
  let at = 0;
  for (let r = 0; r + 1 < ranges.length; r += 2) {
    const [first, count] = [ranges[r]!, ranges[r + 1]!];
    if (first < 0 || count < 0 || first + count > MAX_OBJECTS || at + count * row > data.length)
      fail(`entries of the cross-reference at byte ${offset} are not there`);
    for (let i = 0; i < count; i++, at += row) {
      const kind = field(at, a, 1);
      const [second, third] = [field(at + a, b, 0), field(at + a + b, c, 0)];
      if (kind === 0) entries.set(first + i, { kind: 'free' });
      else if (kind === 1) entries.set(first + i, { kind: 'at', offset: second, gen: third });
      else if (kind === 2) entries.set(first + i, { kind: 'in', stream: second, index: third });
    }
  }
  return { offset, kind: 'stream', entries, trailer: dict };
};

const readSection = (source: Buffer, offset: number, limit: number, budget: UnpackBudget): Section => {
  if (offset < 0 || offset >= limit) fail(`a cross-reference is said to be at byte ${offset}, outside of the file`);
  const reader = new PdfReader(source, offset, limit);
  return reader.keyword('xref') ? readTable(reader, offset) : readStream(source, offset, limit, budget);
};

/** Where the last cross-reference starts: the number after the last `startxref`, which stands before the end of the file. */
const lastOffset = (source: Buffer, limit: number): number => {
  const tail = Math.max(0, limit - 2048);
  const found = source.subarray(tail, limit).lastIndexOf('startxref');
  if (found < 0) fail('no startxref at the end of the file');
  const reader = new PdfReader(source, tail + found + 9, limit);
  const offset = reader.whole();
  const rest = source.toString('latin1', reader.at, limit);
  if (!/^\s*%%EOF[\s\0]*$/.test(rest)) fail(`the file does not end after startxref at byte ${tail + found}`);
  return offset;
};

/** All sections, the newest first. A hybrid file's hidden stream (§7.5.8.4) belongs to the section that names it. */
export const readSections = (source: Buffer, limit: number, budget: UnpackBudget): readonly Section[] => {
  const sections: Section[] = [];
  const seen = new Set<number>();
  let total = 0;
  for (let offset: number | null = lastOffset(source, limit); offset !== null; ) {
    if (seen.has(offset)) fail(`the cross-reference at byte ${offset} comes again`);
    if (sections.length >= MAX_SECTIONS) fail(`more than ${MAX_SECTIONS} updates`);
    seen.add(offset);
    const section = readSection(source, offset, limit, budget);
    const hidden = whole(section.trailer.entries.get('XRefStm'));
    const beside = hidden === null ? null : readSection(source, hidden, limit, budget);
    sections.push(beside ? { ...section, entries: new Map([...section.entries, ...beside.entries]) } : section);
    total += section.entries.size;
    if (total > MAX_OBJECTS) fail(`more than ${MAX_OBJECTS} objects`);
    const previous = section.trailer.entries.get('Prev');
    offset =
      previous === undefined ? null : (whole(previous) ?? fail(`/Prev of the cross-reference at byte ${offset}`));
  }
  return sections;
};
