/** An element of the description files: text or elements inside, never both. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly Element[];
}

export const element = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: string | readonly Element[],
): Element => ({ name, attributes, content });

/** Characters that XML 1.0 cannot hold, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as XML can say it: what it cannot hold becomes U+FFFD. */
export const speakable = (text: string): string => text.toWellFormed().replace(IMPOSSIBLE, '\ufffd');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser makes line feeds of bare carriage returns, and spaces of line ends in attributes.
  '\r': '&#13;',
};
const escaped = (text: string): string => speakable(text).replace(/[&<>"\r]/g, (c) => ESCAPES[c]!);
const attribute = (text: string): string => escaped(text).replace(/[\n\t]/g, (c) => `&#${c.charCodeAt(0)};`);

/** The document as it is written: UTF-8, two spaces a level, a line feed at the end of each line, always the same bytes. */
export function xmlOf(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '')}`;
}

function lines({ name, attributes, content }: Element, indent: string): string {
  const said = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${attribute(value)}"`)
    .join('');
  if (typeof content === 'string') return `${indent}<${name}${said}>${escaped(content)}</${name}>\n`;
  if (content.length === 0) return `${indent}<${name}${said}/>\n`;
  return `${indent}<${name}${said}>\n${content.map((child) => lines(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}
