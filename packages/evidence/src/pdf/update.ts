import { sha256 } from '../digest.ts';
import type { PdfDocument } from './document.ts';
import {
  arrayValue,
  numberValue,
  type PdfDict,
  PdfFault,
  type PdfRef,
  type PdfValue,
  pdfText,
  refValue,
  stringValue,
} from './value.ts';

/** A piece of an update: an object's text, or bytes whose places somebody wants to know. */
interface Written {
  readonly num: number;
  readonly gen: number;
  readonly body: Buffer;
}

/** Bytes of the /ID of a trailer (ISO 32000-1 §14.4). */
const ID_BYTES = 16;

/**
 * An incremental update (ISO 32000-1 §7.5.6): the bytes there were stay as they are, and what is new follows them. The cross-reference is of the kind
 * the file has; the first half of /ID is kept and the second renewed, without which a PDF/A would be none any more (ISO 19005-2 §6.1.3).
 */
export class PdfUpdate {
  readonly document: PdfDocument;
  private readonly written: Written[] = [];
  private next: number;

  constructor(document: PdfDocument) {
    if (document.limit !== document.source.length) throw new PdfFault('a file is updated whole');
    this.document = document;
    this.next = document.size;
  }

  /** A number for a new object. */
  take(): PdfRef {
    return refValue(this.next++);
  }

  /** Writes an object, new or in place of what had its number. */
  put(ref: PdfRef, value: PdfValue): PdfRef {
    return this.putBody(ref, Buffer.from(pdfText(value), 'latin1'));
  }

  putBody(ref: PdfRef, body: Buffer): PdfRef {
    if (this.written.some((w) => w.num === ref.num)) throw new PdfFault(`object ${ref.num} is written twice`);
    this.written.push({ num: ref.num, gen: ref.gen, body });
    return ref;
  }

  /** A new object. */
  add(value: PdfValue): PdfRef {
    return this.put(this.take(), value);
  }

  /** A new stream, not packed. */
  addStream(data: Uint8Array, entries: readonly (readonly [string, PdfValue])[] = []): PdfRef {
    const dict: PdfDict = { kind: 'dict', entries: new Map([...entries, ['Length', numberValue(data.length)]]) };
    return this.putBody(
      this.take(),
      Buffer.concat([Buffer.from(`${pdfText(dict)}\nstream\n`, 'latin1'), data, Buffer.from('\nendstream', 'latin1')]),
    );
  }

  /** The file with the update, and where the body of each object written starts. */
  bytes(): { readonly file: Buffer; readonly places: ReadonlyMap<number, number> } {
    const { source } = this.document;
    const parts: Buffer[] = [source];
    let at = source.length;
    const push = (bytes: Buffer): void => {
      parts.push(bytes);
      at += bytes.length;
    };
    if (source.at(-1) !== 0x0a) push(Buffer.from('\n'));
    const places = new Map<number, number>();
    const offsets = new Map<number, Written & { offset: number }>();
    for (const object of this.written) {
      offsets.set(object.num, { ...object, offset: at });
      push(Buffer.from(`${object.num} ${object.gen} obj\n`, 'latin1'));
      places.set(object.num, at);
      push(object.body);
      push(Buffer.from('\nendobj\n', 'latin1'));
    }
    const start = at;
    push(this.document.sections[0]!.kind === 'table' ? this.table(offsets) : this.streamed(offsets, start));
    push(Buffer.from(`startxref\n${start}\n%%EOF\n`, 'latin1'));
    return { file: Buffer.concat(parts), places };
  }

  private id(): PdfValue {
    const [first] = this.document.list(this.document.trailer.entries.get('ID'));
    const renewed = sha256(Buffer.concat([this.document.source, ...this.written.map((w) => w.body)])).subarray(
      0,
      ID_BYTES,
    );
    const kept = first?.kind === 'string' ? first : stringValue(sha256(this.document.source).subarray(0, ID_BYTES));
    return arrayValue([kept, stringValue(renewed)]);
  }

  private trailer(size: number): [string, PdfValue][] {
    const { entries } = this.document.trailer;
    const kept = ['Root', 'Info'].flatMap((key) =>
      entries.has(key) ? [[key, entries.get(key)!] as [string, PdfValue]] : [],
    );
    return [
      ['Size', numberValue(size)],
      ...kept,
      ['Prev', numberValue(this.document.sections[0]!.offset)],
      ['ID', this.id()],
    ];
  }

  /** Runs of numbers that follow one another, each a subsection. */
  private runs(
    offsets: ReadonlyMap<number, { offset: number; gen: number }>,
  ): [number, { offset: number; gen: number }[]][] {
    const runs: [number, { offset: number; gen: number }[]][] = [];
    for (const num of [...offsets.keys()].sort((a, b) => a - b)) {
      const last = runs.at(-1);
      const entry = offsets.get(num)!;
      if (last && last[0] + last[1].length === num) last[1].push(entry);
      else runs.push([num, [entry]]);
    }
    return runs;
  }

  private table(offsets: ReadonlyMap<number, { offset: number; gen: number }>): Buffer {
    const lines = this.runs(offsets).map(
      ([first, entries]) =>
        `${first} ${entries.length}\n${entries.map(({ offset, gen }) => `${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} n \n`).join('')}`,
    );
    const trailer: PdfDict = { kind: 'dict', entries: new Map(this.trailer(this.next)) };
    return Buffer.from(`xref\n${lines.join('')}trailer\n${pdfText(trailer)}\n`, 'latin1');
  }

  private streamed(offsets: ReadonlyMap<number, { offset: number; gen: number }>, start: number): Buffer {
    const own = this.next;
    const all = new Map([...offsets, [own, { offset: start, gen: 0 }]]);
    const runs = this.runs(all);
    const data = Buffer.concat(
      runs.flatMap(([, entries]) =>
        entries.map(({ offset, gen }) => {
          const row = Buffer.alloc(8);
          row[0] = 1;
          row.writeUIntBE(offset, 1, 5);
          row.writeUInt16BE(gen, 6);
          return row;
        }),
      ),
    );
    const dict: PdfDict = {
      kind: 'dict',
      entries: new Map<string, PdfValue>([
        ['Type', { kind: 'name', name: 'XRef' }],
        ['W', arrayValue([1, 5, 2].map(numberValue))],
        ['Index', arrayValue(runs.flatMap(([first, entries]) => [first, entries.length]).map(numberValue))],
        ...this.trailer(own + 1),
        ['Length', numberValue(data.length)],
      ]),
    };
    return Buffer.concat([
      Buffer.from(`${own} 0 obj\n${pdfText(dict)}\nstream\n`, 'latin1'),
      data,
      Buffer.from('\nendstream\nendobj\n', 'latin1'),
    ]);
  }
}
