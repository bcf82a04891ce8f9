/** An element of a description file that holds text and no elements. */
export interface Leaf {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

const LEAF = /<([A-Za-z_][\w.-]*)((?:\s+[\w.-]+="[^"<]*")*)\s*>([^<]*)<\/\1>/g;
const ATTRIBUTE = /([\w.-]+)="([^"<]*)"/g;

/**
 * The elements of a description file (profile guidang-1) that hold text. Written for what packages/packaging writes; entities are the five of XML and numbers, so
 * that nothing a file declares for itself can grow.
 */
export function leavesOf(xml: string): Leaf[] {
  return [...xml.matchAll(LEAF)].map(([, name, attributes, text]) => ({
    name: name!,
    attributes: Object.fromEntries(
      [...attributes!.matchAll(ATTRIBUTE)].map(([, key, value]) => [key!, decoded(value!)]),
    ),
    text: decoded(text!),
  }));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|([a-z]+));/g, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
