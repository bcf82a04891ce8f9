import { xmlFacts } from './well-formed.ts';

/** An element of an XML document that was found well-formed and self-contained. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** its own text, without that of its children */
  readonly text: string;
}

interface Open {
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  text: string;
}

const TOKEN =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/[^>]*>|<([^\s/>]+)((?:"[^"]*"|'[^']*'|[^>"'])*)>|([^<]+)/g;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The document as a tree; why not, where it is not well-formed or declares a document type, which no description of a package needs. Never throws. */
export function xmlTree(text: string): { readonly root: XmlElement } | { readonly fault: string } {
  const facts = xmlFacts(text);
  if (facts.fault !== null) return { fault: 'NOT_WELL_FORMED' };
  if (facts.doctype) return { fault: 'DOCTYPE' };
  const top: Open = { name: '', attributes: new Map(), children: [], text: '' };
  const open: Open[] = [top];
  for (const [token, cdata, name, rest = '', plain] of text.matchAll(TOKEN)) {
    const here = open.at(-1)!;
    if (cdata !== undefined) here.text += cdata;
    else if (plain !== undefined) here.text += unescaped(plain);
    else if (token.startsWith('</')) open.pop();
    else if (name !== undefined && !token.startsWith('<!') && !token.startsWith('<?')) {
      const pairs = [...rest.matchAll(ATTRIBUTE)].map(([, key, a, b]) => [key!, unescaped(a ?? b ?? '')] as const);
      const element: Open = { name, attributes: new Map(pairs), children: [], text: '' };
      here.children.push(element);
      if (!rest.endsWith('/')) open.push(element);
    }
  }
  const [root] = top.children;
  return root ? { root } : { fault: 'NOT_WELL_FORMED' };
}

const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const point = Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
