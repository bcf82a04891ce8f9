import { NULL, type PdfDict, PdfFault, type PdfStream, type PdfValue } from './value.ts';

const MAX_DEPTH = 60;
/** A signature's room has less; what is longer is no string of a document's structure. */
const MAX_STRING_BYTES = 8_000_000;
const fail = (what: string): never => {
  throw new PdfFault(what);
};

const WHITE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const DELIMITER = new Set(Buffer.from('()<>[]{}/%', 'latin1'));
const isRegular = (byte: number | undefined): boolean => byte !== undefined && !WHITE.has(byte) && !DELIMITER.has(byte);
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Reads the objects of a file from a place on (ISO 32000-1 §7.2, §7.3). Throws PdfFault, which says where. */
export class PdfReader {
  readonly source: Buffer;
  at: number;
  /** Bytes from here on do not exist for this reader. */
  readonly limit: number;

  constructor(source: Buffer, at = 0, limit: number = source.length) {
    this.source = source;
    this.at = at;
    this.limit = limit;
  }

  peek(): number | undefined {
    return this.at < this.limit ? this.source[this.at] : undefined;
  }

  /** Passes over white space and comments. */
  skip(): void {
    for (;;) {
      const byte = this.peek();
      if (byte === undefined) return;
      if (byte === 0x25) {
        while (this.at < this.limit && this.source[this.at] !== 0x0a && this.source[this.at] !== 0x0d) this.at++;
      } else if (WHITE.has(byte)) this.at++;
      else return;
    }
  }

  /** Whether the keyword stands next; if so it is passed over. */
  keyword(word: string): boolean {
    this.skip();
    const end = this.at + word.length;
    if (end > this.limit || this.source.toString('latin1', this.at, end) !== word) return false;
    if (isRegular(end < this.limit ? this.source[end] : undefined)) return false;
    this.at = end;
    return true;
  }

  /** A whole number that is not negative. */
  whole(): number {
    this.skip();
    const start = this.at;
    while (isDigit(this.peek())) this.at++;
    if (this.at === start || this.at - start > 12) fail(`a number is expected at byte ${start}`);
    return Number(this.source.toString('latin1', start, this.at));
  }

  value(depth = 0): PdfValue {
    if (depth > MAX_DEPTH) fail(`values nested too deeply at byte ${this.at}`);
    this.skip();
    const byte = this.peek();
    switch (byte) {
      case 0x2f:
        return this.name();
      case 0x28:
        return this.literal();
      case 0x3c:
        return this.source[this.at + 1] === 0x3c ? this.dict(depth) : this.hex();
      case 0x5b:
        return this.array(depth);
      case undefined:
        return fail(`the file ends at byte ${this.at} where a value is expected`);
      default:
        return this.numberOrWord();
    }
  }

  private name(): PdfValue {
    const start = ++this.at;
    while (isRegular(this.peek())) this.at++;
    const name = this.source
      .toString('latin1', start, this.at)
      .replace(/#([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
    return { kind: 'name', name };
  }

  private literal(): PdfValue {
    const start = this.at++;
    const bytes: number[] = [];
    for (let open = 1; open > 0; ) {
      const byte = this.peek();
      if (byte === undefined) return fail(`a string that starts at byte ${start} does not end`);
      this.at++;
      if (bytes.length > MAX_STRING_BYTES) fail(`a string without end at byte ${start}`);
      if (byte === 0x5c) this.escape(bytes);
      else {
        if (byte === 0x28) open++;
        if (byte === 0x29) open--;
        if (open > 0) bytes.push(byte);
      }
    }
    return { kind: 'string', bytes: Buffer.from(bytes), start, end: this.at };
  }

  private escape(bytes: number[]): void {
    const byte = this.peek();
    this.at++;
    const plain = { n: 0x0a, r: 0x0d, t: 0x09, b: 0x08, f: 0x0c }[String.fromCharCode(byte ?? 0)];
    if (plain !== undefined) bytes.push(plain);
    else if (byte === 0x0d) {
      if (this.peek() === 0x0a) this.at++;
    } else if (byte !== undefined && byte >= 0x30 && byte <= 0x37) {
      let code = byte - 0x30;
      for (let i = 0; i < 2 && (this.peek() ?? 0) >= 0x30 && (this.peek() ?? 0xff) <= 0x37; i++)
        code = code * 8 + this.source[this.at++]! - 0x30;
      bytes.push(code & 0xff);
    } else if (byte !== undefined && byte !== 0x0a) bytes.push(byte);
  }

  private hex(): PdfValue {
    const start = this.at++;
    const end = this.source.indexOf(0x3e, this.at);
    if (end < 0 || end >= this.limit) fail(`a string that starts at byte ${start} does not end`);
    const digits = this.source.toString('latin1', this.at, end).replace(/[\0\t\n\f\r ]+/g, '');
    if (!/^[0-9A-Fa-f]*$/.test(digits)) fail(`a string that is not hexadecimal at byte ${start}`);
    this.at = end + 1;
    return {
      kind: 'string',
      bytes: Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex'),
      start,
      end: this.at,
    };
  }

  private array(depth: number): PdfValue {
    const start = this.at++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skip();
      if (this.peek() === 0x5d) break;
      if (this.peek() === undefined) fail(`an array that starts at byte ${start} does not end`);
      items.push(this.value(depth + 1));
    }
    this.at++;
    return { kind: 'array', items };
  }

  private dict(depth: number): PdfDict {
    const start = this.at;
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.skip();
      if (this.peek() === 0x3e && this.source[this.at + 1] === 0x3e) break;
      const key = this.value(depth + 1);
      if (key.kind !== 'name') return fail(`a key that is no name in the dictionary at byte ${start}`);
      // Readers differ in which of two equal keys they take: such a file shows one thing to one and another to the next.
      if (entries.has(key.name)) return fail(`the key /${key.name} stands twice in the dictionary at byte ${start}`);
      entries.set(key.name, this.value(depth + 1));
    }
    this.at += 2;
    return { kind: 'dict', entries };
  }

  private numberOrWord(): PdfValue {
    const start = this.at;
    while (isRegular(this.peek())) this.at++;
    const text = this.source.toString('latin1', start, this.at);
    if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true' };
    if (text === 'null') return NULL;
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text))
      return fail(`${JSON.stringify(text.slice(0, 20))} at byte ${start} is no value`);
    if (!/^\d{1,10}$/.test(text)) return { kind: 'number', text };
    // "12 0 R" is one value; anything else after a number is the next one's affair.
    const back = this.at;
    this.skip();
    const second = this.at;
    while (isDigit(this.peek())) this.at++;
    if (this.at > second && this.at - second <= 5) {
      const gen = Number(this.source.toString('latin1', second, this.at));
      if (this.keyword('R')) return { kind: 'ref', num: Number(text), gen };
    }
    this.at = back;
    return { kind: 'number', text };
  }
}

/** An object as it stands in the file: `12 0 obj … endobj` (§7.3.10), a stream with its bytes. */
export interface PdfObject {
  readonly num: number;
  readonly gen: number;
  readonly value: PdfValue;
}

/**
 * Reads the object that starts at a byte. The length of a stream may itself be an object: whoever knows the others is asked.
 * @param lengthOf the number behind a reference, or null
 */
export const readObject = (
  source: Buffer,
  at: number,
  limit: number,
  lengthOf: (num: number) => number | null,
): PdfObject => {
  if (at < 0 || at >= limit) fail(`an object is said to be at byte ${at}, outside of the file`);
  const reader = new PdfReader(source, at, limit);
  const num = reader.whole();
  const gen = reader.whole();
  if (!reader.keyword('obj')) fail(`no object at byte ${at}`);
  const value = reader.value();
  if (value.kind !== 'dict' || !reader.keyword('stream')) {
    if (!reader.keyword('endobj')) fail(`the object at byte ${at} does not end`);
    return { num, gen, value };
  }
  // The keyword is followed by CR LF or LF (§7.3.8.1).
  let start = reader.at;
  if (source[start] === 0x0d && source[start + 1] === 0x0a) start += 2;
  else if (source[start] === 0x0a) start += 1;
  else fail(`no line feed after the keyword stream at byte ${start}`);
  const length = value.entries.get('Length');
  const bytes = length?.kind === 'ref' ? lengthOf(length.num) : length?.kind === 'number' ? Number(length.text) : null;
  if (bytes === null || !Number.isSafeInteger(bytes) || bytes < 0 || start + bytes > limit)
    return fail(`the stream at byte ${start} has no length that fits`);
  const after = new PdfReader(source, start + bytes, limit);
  if (!after.keyword('endstream')) fail(`the stream at byte ${start} does not end where its length says`);
  const stream: PdfStream = { kind: 'stream', dict: value, raw: source.subarray(start, start + bytes) };
  return { num, gen, value: stream };
};
