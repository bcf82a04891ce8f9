/** What a non-validating reader says of a document (XML 1.0, fifth edition), without ever following a reference out of it. */
export interface XmlFacts {
  /** null: well-formed. Otherwise the first fault, with the character it was found at. */
  readonly fault: string | null;
  readonly root: {
    readonly name: string;
    readonly namespace: string | null;
    readonly attributes: ReadonlyMap<string, string>;
  } | null;
  readonly doctype: boolean;
  /** A document type that names something outside the document, or declares entities. */
  readonly reachesOut: boolean;
  readonly deepest: number;
}

const DEEPEST = 512;
const NAME =
  '[A-Za-z_:\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\ud800-\\udfff][\\w:.\\-\\u00b7\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u203f\\u2040\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\udfff\\uf900-\\ufdcf\\ufdf0-\\ufffd]*';
const OPEN = new RegExp(`<(${NAME})`, 'y');
const CLOSE = new RegExp(`</(${NAME})\\s*>`, 'y');
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const END = /\s*(\/?)>/y;
const INSTRUCTION = /<\?[^\s?>]+(?:\s[\s\S]*?)?\?>/y;
const REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: characters that XML forbids are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

class Fault extends Error {}

/** Reads a document from end to end. Never throws; time grows with the length alone. */
export function xmlFacts(text: string): XmlFacts {
  const reader = new Reader(text.startsWith('\ufeff') ? text.slice(1) : text);
  try {
    reader.document();
    return reader.facts(null);
  } catch (error) {
    if (error instanceof Fault) return reader.facts(error.message);
    throw error;
  }
}

class Reader {
  readonly #text: string;
  readonly #open: string[] = [];
  #at = 0;
  #root: XmlFacts['root'] = null;
  #doctype = false;
  #reachesOut = false;
  #deepest = 0;

  constructor(text: string) {
    this.#text = text;
  }

  facts(fault: string | null): XmlFacts {
    return { fault, root: this.#root, doctype: this.#doctype, reachesOut: this.#reachesOut, deepest: this.#deepest };
  }

  document(): void {
    if (FORBIDDEN.test(this.#text)) this.#fail('a character that XML forbids');
    while (this.#at < this.#text.length) this.#next();
    if (this.#open.length > 0) this.#fail(`${this.#open.length} elements are not closed`);
    if (!this.#root) this.#fail('no root element');
  }

  #next(): void {
    const start = this.#text.indexOf('<', this.#at);
    this.#characters(this.#text.slice(this.#at, start === -1 ? undefined : start));
    if (start === -1) {
      this.#at = this.#text.length;
      return;
    }
    this.#at = start;
    const [second, third] = [this.#text[start + 1], this.#text[start + 2]];
    if (second === '/') this.#close();
    else if (second === '?') this.#take(INSTRUCTION, 'a processing instruction');
    else if (second === '!' && third === '-') this.#comment();
    else if (second === '!' && third === '[') this.#section();
    else if (second === '!') this.#documentType();
    else this.#element();
  }

  #characters(text: string): void {
    if (this.#open.length === 0) {
      if (text.trim() !== '') this.#fail('text outside the root element');
    } else if (text.includes(']]>')) this.#fail(']]> in text');
    else this.#references(text);
  }

  /** Entities of a document type are not known to us; where there is one, only broken references are faults. */
  #references(text: string): void {
    if (!text.includes('&')) return;
    if (this.#doctype ? /&(?!#?\w[^\s;&<]*;)/.test(text) : REFERENCE.test(text)) this.#fail('a reference to nothing');
  }

  #comment(): void {
    const end = this.#text.indexOf('--', this.#at + 4);
    if (!this.#text.startsWith('<!--', this.#at) || end === -1 || this.#text[end + 2] !== '>') this.#fail('a comment');
    this.#at = end + 3;
  }

  #section(): void {
    const end = this.#text.indexOf(']]>', this.#at);
    if (!this.#text.startsWith('<![CDATA[', this.#at) || end === -1 || this.#open.length === 0)
      this.#fail('a CDATA section');
    this.#at = end + 3;
  }

  #documentType(): void {
    if (!this.#text.startsWith('<!DOCTYPE', this.#at) || this.#root || this.#doctype)
      this.#fail('a declaration out of place');
    this.#doctype = true;
    let [at, brackets, quote] = [this.#at + 9, 0, ''];
    for (; at < this.#text.length; at += 1) {
      const c = this.#text[at]!;
      if (quote !== '') quote = c === quote ? '' : quote;
      else if (c === '"' || c === "'") quote = c;
      else if (c === '[') brackets += 1;
      else if (c === ']') brackets -= 1;
      else if (c === '>' && brackets <= 0) break;
    }
    if (at >= this.#text.length) this.#fail('a document type without end');
    const declared = this.#text.slice(this.#at, at);
    this.#reachesOut = /<!ENTITY|\bSYSTEM\b|\bPUBLIC\b/.test(declared);
    this.#at = at + 1;
  }

  #element(): void {
    const name = this.#take(OPEN, 'a start tag')[1]!;
    if (this.#open.length === 0 && this.#root) this.#fail('a second root element');
    const attributes = new Map<string, string>();
    for (let found = this.#try(ATTRIBUTE); found; found = this.#try(ATTRIBUTE)) {
      const value = found[2] ?? found[3] ?? '';
      if (attributes.has(found[1]!)) this.#fail('an attribute given twice');
      this.#references(value);
      attributes.set(found[1]!, value);
    }
    const empty = this.#take(END, 'a start tag')[1] === '/';
    if (this.#open.length === 0) this.#root = { name, attributes, namespace: namespaceOf(name, attributes) };
    if (!empty) this.#open.push(name);
    this.#deepest = Math.max(this.#deepest, this.#open.length);
    if (this.#open.length > DEEPEST) this.#fail(`nested deeper than ${DEEPEST}`);
  }

  #close(): void {
    const name = this.#take(CLOSE, 'an end tag')[1]!;
    if (this.#open.pop() !== name) this.#fail('an end tag that closes nothing');
  }

  #try(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #take(pattern: RegExp, what: string): RegExpExecArray {
    return this.#try(pattern) ?? this.#fail(what);
  }

  #fail(what: string): never {
    throw new Fault(`${what}, at ${this.#at}`);
  }
}

function namespaceOf(name: string, attributes: ReadonlyMap<string, string>): string | null {
  const colon = name.indexOf(':');
  return attributes.get(colon === -1 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`) ?? null;
}
