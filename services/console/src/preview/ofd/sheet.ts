import type { XmlElement } from '@guidang/formats';
import type { Container } from './container.ts';
import type { Page } from './document.ts';
import { Faces } from './faces.ts';
import { outlineOf } from './outline.ts';
import { type Note, Pen } from './paint.ts';
import { pictureIn } from './pictures.ts';
import { lettersOf } from './text.ts';
import { type Box, boxIn, childNamed, childrenNamed, localName, matrixIn, numberIn, short, textOf } from './xml.ts';

/** Letters, lines and pictures of one page: beyond it the rest is left out, and said so. */
const MOST_OBJECTS = 30_000;
const MOST_PICTURES = 200;
/** Characters of all pictures of a page together, and how often they may stand on it: each is decoded while everybody's previews wait. */
const MOST_PICTURED = 64_000_000;
const MOST_PLACED = 2_000;
/** Blocks and units inside one another. */
const DEEPEST = 12;
const LAYERS = ['Background', 'Body', 'Foreground'] as const;

/** One page of an OFD as SVG, whose unit is the millimetre. Nothing of the document's own text stands in it: numbers and colours that we wrote, and outlines. */
export class Sheet {
  readonly notes = new Set<Note>();
  readonly #container: Container;
  readonly #page: Page;
  readonly #faces: Faces;
  /** Names of pictures, each of which stands in the page once however often it is shown. */
  readonly #pictures = new Map<string, string | undefined>();
  readonly #pictured: string[] = [];
  #room = MOST_PICTURED;
  #placed = 0;
  readonly #clips: string[] = [];
  #left = MOST_OBJECTS;

  constructor(container: Container, page: Page) {
    this.#container = container;
    this.#page = page;
    this.#faces = new Faces(container, this.notes);
  }

  /** @param size attributes of the outermost element that say how large it is drawn @param over what lies over the page, in its coordinates */
  async svg(size: string, over = ''): Promise<string> {
    const { templates, annotations, area } = this.#page;
    const parts: string[] = [];
    for (const { path, above } of templates) if (!above) parts.push(await this.#content(path));
    parts.push(await this.#content(this.#page.path));
    for (const { path, above } of templates) if (above) parts.push(await this.#content(path));
    for (const path of annotations) parts.push(await this.#annotations(path));
    parts.push(over);
    const view = `${short(area.x)} ${short(area.y)} ${short(area.width)} ${short(area.height)}`;
    const definitions = this.#faces.definitions() + this.#pictured.join('') + this.#clips.join('');
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="${view}"><defs>${definitions}</defs>${parts.join('')}</svg>`;
  }

  async #content(path: string): Promise<string> {
    const root = this.#container.tree(path);
    if (root === undefined) this.notes.add('MISSING');
    const layers = childrenNamed(childNamed(root, 'Content'), 'Layer');
    const parts: string[] = [];
    for (const type of LAYERS)
      for (const layer of layers)
        if ((layer.attributes.get('Type') ?? 'Body') === type) parts.push(await this.#block(layer, layer, 0));
    return parts.join('');
  }

  async #annotations(path: string): Promise<string> {
    const parts: string[] = [];
    for (const annotation of childrenNamed(this.#container.tree(path), 'Annot')) {
      const appearance = childNamed(annotation, 'Appearance');
      const box = boxIn(appearance?.attributes.get('Boundary'));
      if (appearance === undefined || box === undefined || annotation.attributes.get('Visible') === 'false') continue;
      parts.push(inBox(box, 0, await this.#block(appearance, undefined, 0)));
    }
    return parts.join('');
  }

  async #block(block: XmlElement, layer: XmlElement | undefined, depth: number): Promise<string> {
    if (depth > DEEPEST) {
      this.notes.add('NESTED');
      return '';
    }
    const parts: string[] = [];
    for (const object of block.children) {
      if (!this.#mayGoOn()) break;
      parts.push(await this.#object(object, layer, depth));
    }
    return parts.join('');
  }

  readonly #mayGoOn = (): boolean => {
    this.#left -= 1;
    if (this.#left < 0) this.notes.add('TOO_MUCH');
    return this.#left >= 0;
  };

  async #object(object: XmlElement, layer: XmlElement | undefined, depth: number): Promise<string> {
    const kind = localName(object);
    if (kind === 'PageBlock') return this.#block(object, layer, depth + 1);
    if (!['TextObject', 'PathObject', 'ImageObject', 'CompositeObject'].includes(kind)) {
      if (kind.endsWith('Object')) this.notes.add('OBJECT');
      return '';
    }
    const box = boxIn(object.attributes.get('Boundary'));
    if (box === undefined || object.attributes.get('Visible') === 'false') return '';
    const pen = new Pen(object, this.#page.resources, this.notes, layer);
    const [inside, margin] = await this.#inside(kind, object, pen, box, depth);
    if (inside === '') return '';
    const alpha = Math.min(255, Math.max(0, numberIn(object, 'Alpha', 255))) / 255;
    const clipped = childrenNamed(childNamed(object, 'Clips'), 'Clip').reduce(
      (drawn, clip) => this.#clipped(clip, drawn),
      inside,
    );
    const transform = kind === 'ImageObject' ? '' : matrixIn(object.attributes.get('CTM'));
    const attributes = `${transform === '' ? '' : ` transform="${transform}"`}${alpha < 1 ? ` opacity="${short(alpha)}"` : ''}`;
    return inBox(box, margin, attributes === '' ? clipped : `<g${attributes}>${clipped}</g>`);
  }

  /** What an object draws, and how far beyond its boundary a stroke or an overhanging letter may reach. */
  async #inside(
    kind: string,
    object: XmlElement,
    pen: Pen,
    box: Box,
    depth: number,
  ): Promise<readonly [string, number]> {
    const { fonts, units } = this.#page.resources;
    if (kind === 'TextObject') {
      const strokes = object.attributes.get('Stroke') === 'true';
      const fills = object.attributes.get('Fill') !== 'false';
      const letters = lettersOf(object, fonts.get(object.attributes.get('Font') ?? ''), this.#faces, this.#mayGoOn);
      const paint = `${fills ? pen.fill('black') : 'fill="none"'}${strokes ? ` ${pen.stroke()} vector-effect="non-scaling-stroke"` : ''}`;
      return [letters === '' ? '' : `<g ${paint}>${letters}</g>`, numberIn(object, 'Size', 0)];
    }
    if (kind === 'PathObject') {
      const outline = outlineOf(textOf(object, 'AbbreviatedData'));
      const fills = object.attributes.get('Fill') === 'true';
      const strokes = object.attributes.get('Stroke') !== 'false';
      const rule = object.attributes.get('Rule') === 'Even-Odd' ? ' fill-rule="evenodd"' : '';
      const paint = `${fills ? pen.fill('none') : 'fill="none"'} ${strokes ? pen.stroke() : 'stroke="none"'}`;
      return [outline === '' ? '' : `<path d="${outline}" ${paint}${rule}/>`, strokes ? pen.lineWidth : 0];
    }
    if (kind === 'ImageObject') return [await this.#image(object, box), 0];
    const unit = units.get(object.attributes.get('ResourceID') ?? '');
    if (unit === undefined) this.notes.add('MISSING');
    return [unit ? await this.#block(childNamed(unit, 'Content') ?? unit, undefined, depth + 1) : '', 0];
  }

  /** A picture fills a square of one by one, which its matrix brings into place (clause 10). */
  async #image(object: XmlElement, { width, height }: Box): Promise<string> {
    const path = this.#page.resources.media.get(object.attributes.get('ResourceID') ?? '');
    const name = path === undefined ? undefined : await this.#picture(path);
    const transform = matrixIn(object.attributes.get('CTM')) || `matrix(${short(width)} 0 0 ${short(height)} 0 0)`;
    if (name !== undefined && ++this.#placed > MOST_PLACED) {
      this.notes.add('TOO_MUCH');
      return '';
    }
    if (name === undefined) {
      this.notes.add('IMAGE');
      return `<g transform="${transform}"><path d="M0 0L1 0L1 1L0 1ZM0 0L1 1M1 0L0 1" fill="none" stroke="#999" stroke-width="0.01"/></g>`;
    }
    return `<use transform="${transform}" href="#${name}"/>`;
  }

  async #picture(path: string): Promise<string | undefined> {
    if (!this.#pictures.has(path)) {
      const bytes = this.#pictures.size < MOST_PICTURES ? this.#container.bytes(path) : undefined;
      const address = bytes && (await pictureIn(bytes));
      this.#pictures.set(path, address === undefined ? undefined : this.#defined(address));
    }
    return this.#pictures.get(path);
  }

  #defined(address: string): string | undefined {
    this.#room -= address.length;
    if (this.#room < 0) {
      this.notes.add('TOO_MUCH');
      return undefined;
    }
    const name = `p${this.#pictured.length}`;
    this.#pictured.push(`<image id="${name}" width="1" height="1" preserveAspectRatio="none" href="${address}"/>`);
    return name;
  }

  #clipped(clip: XmlElement, drawn: string): string {
    const areas = childrenNamed(clip, 'Area').flatMap((area) =>
      area.children.map((one) => {
        if (localName(one) !== 'Path') return undefined;
        const box = boxIn(one.attributes.get('Boundary'));
        const place = box ? `translate(${short(box.x)} ${short(box.y)})` : '';
        const transform =
          `${matrixIn(area.attributes.get('CTM'))} ${place} ${matrixIn(one.attributes.get('CTM'))}`.trim();
        const rule = one.attributes.get('Rule') === 'Even-Odd' ? ' clip-rule="evenodd"' : '';
        return `<path d="${outlineOf(textOf(one, 'AbbreviatedData'))}"${transform === '' ? '' : ` transform="${transform}"`}${rule}/>`;
      }),
    );
    if (areas.length === 0) return drawn;
    if (areas.includes(undefined)) {
      this.notes.add('CLIP');
      return drawn;
    }
    const name = `c${this.#clips.length}`;
    this.#clips.push(`<clipPath id="${name}">${areas.join('')}</clipPath>`);
    return `<g clip-path="url(#${name})">${drawn}</g>`;
  }
}

/** Drawn in the coordinates of a box, and not beyond it but for a margin. */
export const inBox = ({ x, y, width, height }: Box, margin: number, drawn: string): string => {
  const [w, h] = [short(width + 2 * margin), short(height + 2 * margin)];
  return drawn === ''
    ? ''
    : `<svg x="${short(x - margin)}" y="${short(y - margin)}" width="${w}" height="${h}" viewBox="${short(-margin)} ${short(-margin)} ${w} ${h}" preserveAspectRatio="none">${drawn}</svg>`;
};
