/** An element of XML: names as they are written but for the prefix, whose meaning is in `space`. */
export interface XmlElement {
  readonly name: string;
  readonly space: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** What the reader throws and its callers turn into a verdict. It never leaves the package. */
export class XmlFault extends Error {}

const MAX_DEPTH = 100;
const MAX_CHARACTERS = 20_000_000;
/** Namespaces declared in one document: OFD has one. */
const MAX_SPACES = 200;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NAME = /[A-Za-z_\u0080-\uffff][\w.\-:\u0080-\uffff]*/y;

const unescaped = (text: string, at: number): string =>
  text.replace(/&([^;]{0,12};?)/g, (_, body: string) => {
    const name = body.endsWith(';') ? body.slice(0, -1) : '';
    const number = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(name);
    const code = number ? Number.parseInt(number[1] ?? number[2]!, number[1] ? 16 : 10) : Number.NaN;
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    const known = ENTITIES[name];
    if (known === undefined) throw new XmlFault(`an entity that is not XML's own after character ${at}`);
    return known;
  });

interface Open {
  readonly written: string;
  readonly name: string;
  readonly space: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly spaces: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const XML_SPACE = 'http://www.w3.org/XML/1998/namespace';

class XmlReader {
  private readonly source: string;
  private readonly stack: Open[] = [];
  private root: XmlElement | null = null;
  private at = 0;
  private declared = 0;

  constructor(source: string) {
    this.source = source;
  }

  read(): XmlElement {
    if (this.source.startsWith('\ufeff')) this.at = 1;
    while (this.at < this.source.length) {
      const next = this.source.indexOf('<', this.at);
      this.text(next < 0 ? this.source.length : next);
      if (next >= 0) this.markup();
    }
    const open = this.stack.at(-1);
    if (open) return this.fail(`<${open.written}> does not end`);
    return this.root ?? this.fail('no document');
  }

  private fail(what: string): never {
    throw new XmlFault(`${what} at character ${this.at}`);
  }

  private past(end: string): string {
    const found = this.source.indexOf(end, this.at);
    if (found < 0) this.fail(`${JSON.stringify(end)} is missing`);
    const text = this.source.slice(this.at, found);
    this.at = found + end.length;
    return text;
  }

  private name(): string {
    NAME.lastIndex = this.at;
    const found = NAME.exec(this.source)?.[0];
    if (found === undefined) return this.fail('no name');
    this.at += found.length;
    return found;
  }

  private white(): void {
    while (/[ \t\r\n]/.test(this.source[this.at] ?? '')) this.at++;
  }

  private expect(character: string, what: string): void {
    if (this.source[this.at] !== character) this.fail(what);
    this.at++;
  }

  private text(end: number): void {
    const text = this.source.slice(this.at, end);
    const here = this.stack.at(-1);
    if (here) here.text += unescaped(text, this.at);
    else if (/[^ \t\r\n]/.test(text)) this.fail('text outside of the document');
    this.at = end;
  }

  private markup(): void {
    const here = this.stack.at(-1);
    const starts = (what: string): boolean => this.source.startsWith(what, this.at);
    if (starts('<!--')) {
      this.at += 4;
      this.past('-->');
    } else if (starts('<![CDATA[') && here) {
      this.at += 9;
      here.text += this.past(']]>');
    } else if (starts('<?')) {
      this.at += 2;
      this.past('?>');
    } else if (starts('</')) this.endTag();
    else if (starts('<!')) this.fail('a document type');
    else if (this.root) this.fail('a second document');
    else this.startTag();
  }

  private endTag(): void {
    this.at += 2;
    const written = this.name();
    this.white();
    if (this.stack.at(-1)?.written !== written) this.fail(`</${written}> ends nothing`);
    this.expect('>', 'a tag that does not end');
    this.close(this.stack.pop()!);
  }

  private startTag(): void {
    this.at++;
    const written = this.name();
    const attributes = this.attributes();
    const spaces = this.spaces(attributes);
    const [prefix, name] = written.includes(':') ? (written.split(':', 2) as [string, string]) : ['', written];
    if (prefix !== '' && !spaces.has(prefix)) this.fail(`the prefix ${prefix} means nothing`);
    const element: Open = {
      written,
      name,
      space: spaces.get(prefix) ?? '',
      attributes,
      spaces,
      children: [],
      text: '',
    };
    const empty = this.source[this.at] === '/';
    if (empty) this.at++;
    this.expect('>', 'a tag that does not end');
    if (empty) this.close(element);
    else if (this.stack.length >= MAX_DEPTH) this.fail('elements nested too deeply');
    else this.stack.push(element);
  }

  /** What prefixes mean from here on: as for the parent, where the element declares none of its own. */
  private spaces(attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const inherited = this.stack.at(-1)?.spaces ?? new Map([['xml', XML_SPACE]]);
    const declared = [...attributes].filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'));
    if (declared.length === 0) return inherited;
    this.declared += declared.length;
    if (this.declared > MAX_SPACES) this.fail('namespaces without end');
    return new Map([...inherited, ...declared.map(([key, value]) => [key.slice(6), value] as const)]);
  }

  private attributes(): Map<string, string> {
    const attributes = new Map<string, string>();
    for (this.white(); this.source[this.at] !== '>' && this.source[this.at] !== '/'; this.white()) {
      const key = this.name();
      this.white();
      this.expect('=', 'no value of an attribute');
      this.white();
      const quote = this.source[this.at] === "'" ? "'" : '"';
      this.expect(quote, 'no quotation mark');
      const value = unescaped(this.past(quote), this.at);
      if (attributes.has(key)) this.fail(`the attribute ${key} stands twice`);
      attributes.set(key, value);
    }
    return attributes;
  }

  private close({ name, space, attributes, children, text }: Open): void {
    const done = { name, space, attributes, children, text };
    const parent = this.stack.at(-1);
    if (parent) parent.children.push(done);
    else this.root = done;
  }
}

/**
 * Reads a document of XML 1.0 in UTF-8, with namespaces. No document type, no entities of its own: what is signed here has neither, and both are ways to
 * make one file say two things. Throws XmlFault, which says where.
 */
export const readXml = (bytes: Uint8Array): XmlElement => {
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new XmlFault('not UTF-8');
    throw error;
  }
  if (source.length > MAX_CHARACTERS) throw new XmlFault(`a document of ${source.length} characters`);
  return new XmlReader(source).read();
};

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);
export const childrenNamed = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];
