import type { XmlElement } from '@guidang/formats';
import type { Resources } from './document.ts';
import { childNamed, childrenNamed, inWorld, numberIn, numbersIn, short } from './xml.ts';

/** Why something is not on the picture as the document has it. */
export type Note =
  | 'FONT'
  | 'GLYPH'
  | 'IMAGE'
  | 'SHADING'
  | 'CLIP'
  | 'STAMP'
  | 'MISSING'
  | 'NESTED'
  | 'OBJECT'
  | 'TOO_MUCH';

/** What an object is drawn with: its own attributes, then its drawing parameters, then those of its layer. */
export class Pen {
  readonly #chain: readonly XmlElement[];
  readonly #resources: Resources;
  readonly #notes: Set<Note>;

  constructor(object: XmlElement, resources: Resources, notes: Set<Note>, layer?: XmlElement) {
    this.#resources = resources;
    this.#notes = notes;
    this.#chain = [object, ...this.#paramsOf(object), ...(layer ? this.#paramsOf(layer) : [])];
  }

  get lineWidth(): number {
    return Math.max(0, inWorld(this.#attribute('LineWidth') ?? '0.353'));
  }

  /** Attributes of SVG that fill; `black`: where no colour is given it is that, otherwise nothing. */
  fill(otherwise: 'black' | 'none'): string {
    return this.#paint('FillColor', 'fill', otherwise);
  }

  stroke(): string {
    const dash = numbersIn(this.#attribute('DashPattern')).slice(0, 32);
    const caps: Readonly<Record<string, string>> = { Round: 'round', Square: 'square' };
    const joins: Readonly<Record<string, string>> = { Round: 'round', Bevel: 'bevel' };
    return [
      this.#paint('StrokeColor', 'stroke', 'black'),
      `stroke-width="${short(this.lineWidth)}"`,
      `stroke-linecap="${caps[this.#attribute('Cap') ?? ''] ?? 'butt'}"`,
      `stroke-linejoin="${joins[this.#attribute('Join') ?? ''] ?? 'miter'}"`,
      `stroke-miterlimit="${short(Math.max(1, inWorld(this.#attribute('MiterLimit') ?? '3.528')))}"`,
      ...(dash.some((one) => one > 0) && dash.every((one) => one >= 0)
        ? [
            `stroke-dasharray="${dash.map(short).join(' ')}" stroke-dashoffset="${short(inWorld(this.#attribute('DashOffset')))}"`,
          ]
        : []),
    ].join(' ');
  }

  #attribute(name: string): string | undefined {
    return this.#chain.find((one) => one.attributes.has(name))?.attributes.get(name);
  }

  #paint(name: string, as: 'fill' | 'stroke', otherwise: 'black' | 'none'): string {
    const colour = this.#chain.flatMap((one) => childrenNamed(one, name))[0];
    if (colour === undefined) return `${as}="${otherwise === 'black' ? '#000' : 'none'}"`;
    const shade = colour.children[0];
    if (shade !== undefined) this.#notes.add('SHADING');
    const plain = shade === undefined ? colour : childNamed(childNamed(shade, 'Segment'), 'Color');
    if (plain === undefined) return `${as}="none"`;
    const alpha = Math.min(255, Math.max(0, numberIn(plain, 'Alpha', 255))) / 255;
    return `${as}="${this.#colourOf(plain)}"${alpha < 1 ? ` ${as}-opacity="${short(alpha)}"` : ''}`;
  }

  #colourOf(colour: XmlElement): string {
    const space = this.#resources.spaces.get(colour.attributes.get('ColorSpace') ?? '');
    const index = colour.attributes.get('Index');
    const palette = index === undefined ? undefined : childrenNamed(childNamed(space, 'Palette'), 'CV')[Number(index)];
    const written = palette?.text ?? colour.attributes.get('Value') ?? '0 0 0';
    const most = 2 ** Math.min(16, Math.max(1, space ? numberIn(space, 'BitsPerComponent', 8) : 8)) - 1;
    const parts = written
      .trim()
      .split(/\s+/)
      .map((one) => (one.startsWith('#') ? Number.parseInt(one.slice(1), 16) : Number(one)))
      .map((one) => (Number.isFinite(one) ? Math.min(1, Math.max(0, one / most)) : 0));
    const [a = 0, b = 0, c = 0, k = 0] = parts;
    const rgb =
      parts.length === 1 ? [a, a, a] : parts.length === 4 ? [a, b, c].map((one) => (1 - one) * (1 - k)) : [a, b, c];
    return `#${rgb
      .map((one) =>
        Math.round(one * 255)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
  }

  /** Drawing parameters rest on others; a ring of them ends where it began. */
  #paramsOf(element: XmlElement): XmlElement[] {
    const found: XmlElement[] = [];
    let id = element.attributes.get('DrawParam');
    while (id !== undefined && found.length < 16) {
      const param = this.#resources.params.get(id);
      if (param === undefined || found.includes(param)) break;
      found.push(param);
      id = param.attributes.get('Relative');
    }
    return found;
  }
}
