import { unpackBudget, unpacked } from './filter.ts';
import { PdfReader, readObject } from './read.ts';
import { NULL, type PdfDict, PdfFault, type PdfStream, type PdfValue } from './value.ts';
import { type Entry, readSections, type Section } from './xref.ts';

/** A file no larger than this is taken apart in memory. */
const MAX_PDF_BYTES = 512_000_000;
const MAX_HOPS = 30;

/** A PDF file taken apart as far as signatures need: cross-reference, trailer, objects on demand. */
export class PdfDocument {
  readonly source: Buffer;
  readonly limit: number;
  /** The newest first. */
  readonly sections: readonly Section[];
  readonly trailer: PdfDict;
  private readonly entries = new Map<number, Entry>();
  private readonly objects = new Map<number, PdfValue>();
  private readonly bundles = new Map<number, readonly (readonly [number, PdfValue])[]>();
  private readonly open = new Set<number>();
  private readonly budget = unpackBudget();

  /** Throws PdfFault. `limit`: the file as it was when it had that many bytes. */
  constructor(bytes: Uint8Array, limit: number = bytes.length) {
    if (limit > MAX_PDF_BYTES) throw new PdfFault(`a file of ${limit} bytes`);
    this.source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.limit = limit;
    if (!/%PDF-[12]\.\d/.test(this.source.toString('latin1', 0, Math.min(1024, limit))))
      throw new PdfFault('no header of a PDF at byte 0');
    this.sections = readSections(this.source, limit, this.budget);
    this.trailer = this.sections[0]!.trailer;
    for (const section of this.sections)
      for (const [num, entry] of section.entries) if (!this.entries.has(num)) this.entries.set(num, entry);
    if (this.sections.some((section) => section.trailer.entries.has('Encrypt')))
      throw new PdfFault('the file is encrypted');
  }

  /** Number that the next new object may have. */
  get size(): number {
    let size = 0;
    for (const num of this.entries.keys()) size = Math.max(size, num + 1);
    return size;
  }

  /** Numbers of all objects that are there. */
  numbers(): number[] {
    return [...this.entries].filter(([, entry]) => entry.kind !== 'free').map(([num]) => num);
  }

  entry(num: number): Entry | undefined {
    return this.entries.get(num);
  }

  /** The object of a number; null of PDF where there is none (ISO 32000-1 §7.3.10). */
  object(num: number): PdfValue {
    const known = this.objects.get(num);
    if (known) return known;
    const entry = this.entries.get(num);
    if (!entry || entry.kind === 'free') return NULL;
    if (this.open.has(num)) throw new PdfFault(`object ${num} needs itself to be read`);
    this.open.add(num);
    try {
      const value = entry.kind === 'at' ? this.plain(num, entry.offset) : this.bundled(num, entry.stream, entry.index);
      this.objects.set(num, value);
      return value;
    } finally {
      this.open.delete(num);
    }
  }

  private plain(num: number, offset: number): PdfValue {
    const found = readObject(this.source, offset, this.limit, (of) => {
      const value = this.object(of);
      return value.kind === 'number' ? Number(value.text) : null;
    });
    if (found.num !== num)
      throw new PdfFault(`object ${found.num} stands at byte ${offset} where object ${num} is said to be`);
    return found.value;
  }

  /** An object out of an object stream (§7.5.7). */
  private bundled(num: number, stream: number, index: number): PdfValue {
    const bundle = this.bundles.get(stream) ?? this.readBundle(stream);
    this.bundles.set(stream, bundle);
    const found = bundle[index];
    if (found?.[0] !== num) throw new PdfFault(`object ${num} is not number ${index} in object stream ${stream}`);
    return found[1];
  }

  private readBundle(num: number): readonly (readonly [number, PdfValue])[] {
    const stream = this.entries.get(num)?.kind === 'at' ? this.object(num) : NULL;
    if (stream.kind !== 'stream') throw new PdfFault(`object ${num} is no object stream`);
    const number = (key: string): number => {
      const value = stream.dict.entries.get(key);
      return value?.kind === 'number' && /^\d{1,9}$/.test(value.text) ? Number(value.text) : 0;
    };
    const data = unpacked(stream, this.budget);
    const first = number('First');
    const count = number('N');
    const head = new PdfReader(data, 0, Math.min(first, data.length));
    const places: [number, number][] = [];
    for (let i = 0; i < count; i++) places.push([head.whole(), first + head.whole()]);
    return places.map(([of, at]) => [of, new PdfReader(data, Math.min(at, data.length)).value()] as const);
  }

  /** Follows references to what they stand for. */
  resolve(value: PdfValue | undefined): PdfValue {
    let found = value ?? NULL;
    for (let hops = 0; found.kind === 'ref'; hops++) {
      if (hops > MAX_HOPS) throw new PdfFault(`object ${found.num} leads nowhere`);
      found = this.object(found.num);
    }
    return found;
  }

  dict(value: PdfValue | undefined): PdfDict | null {
    const found = this.resolve(value);
    return found.kind === 'dict' ? found : null;
  }

  stream(value: PdfValue | undefined): PdfStream | null {
    const found = this.resolve(value);
    return found.kind === 'stream' ? found : null;
  }

  list(value: PdfValue | undefined): readonly PdfValue[] {
    const found = this.resolve(value);
    return found.kind === 'array' ? found.items : [];
  }

  /** The document catalogue and its number (§7.7.2). */
  catalog(): { readonly num: number; readonly dict: PdfDict } {
    const root = this.trailer.entries.get('Root');
    const dict = this.dict(root);
    if (root?.kind !== 'ref' || !dict) throw new PdfFault('no document catalogue');
    return { num: root.num, dict };
  }
}

export const isName = (value: PdfValue | undefined, ...names: readonly string[]): boolean =>
  value?.kind === 'name' && names.includes(value.name);
