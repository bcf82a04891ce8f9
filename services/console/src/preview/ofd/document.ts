import type { XmlElement } from '@guidang/formats';
import { type Container, located, Undrawable } from './container.ts';
import { type Box, boxIn, childNamed, childrenNamed, localName, textOf } from './xml.ts';

export interface FontResource {
  readonly name: string;
  readonly bold: boolean;
  /** Path of the embedded font; undefined: it is not embedded. */
  readonly file: string | undefined;
}

/** What pages draw with, by identifier (GB/T 33190-2016 clause 7.9). */
export interface Resources {
  readonly fonts: Map<string, FontResource>;
  readonly spaces: Map<string, XmlElement>;
  readonly params: Map<string, XmlElement>;
  /** Paths. */
  readonly media: Map<string, string>;
  readonly units: Map<string, XmlElement>;
}

/** A page with all that belongs to it, in the order in which it is drawn. */
export interface Page {
  readonly id: string;
  readonly path: string;
  readonly area: Box;
  readonly templates: readonly { readonly path: string; readonly above: boolean }[];
  readonly annotations: readonly string[];
  /** Paths of Signature.xml of the document. */
  readonly signatures: readonly string[];
  readonly resources: Resources;
}

const A4: Box = { x: 0, y: 0, width: 210, height: 297 };

/** Pages of all documents of the file, in their order. @throws Undrawable where there is none */
export function pagesOf(container: Container): Page[] {
  const entry = container.tree('OFD.xml');
  const pages = childrenNamed(entry, 'DocBody').flatMap((body) => {
    const root = located('', textOf(body, 'DocRoot'));
    const list = textOf(body, 'Signatures');
    return pagesIn(container, root, list === '' ? [] : signaturesIn(container, located('', list)));
  });
  if (pages.length === 0) throw new Undrawable('no pages');
  return pages;
}

function pagesIn(container: Container, root: string, signatures: readonly string[]): Page[] {
  const document = container.tree(root);
  const common = childNamed(document, 'CommonData');
  const resources: Resources = {
    ...{ fonts: new Map(), spaces: new Map(), params: new Map(), media: new Map(), units: new Map() },
  };
  for (const kind of ['PublicRes', 'DocumentRes'])
    for (const one of childrenNamed(common, kind)) define(container, resources, located(root, one.text.trim()));
  const templates = new Map(
    childrenNamed(common, 'TemplatePage').map((one) => [
      one.attributes.get('ID') ?? '',
      { path: located(root, one.attributes.get('BaseLoc') ?? ''), order: one.attributes.get('ZOrder') },
    ]),
  );
  const annotated = annotationsIn(container, root, textOf(document, 'Annotations'));
  const area = areaOf(childNamed(common, 'PageArea')) ?? A4;
  return childrenNamed(childNamed(document, 'Pages'), 'Page').map((one) => {
    const path = located(root, one.attributes.get('BaseLoc') ?? '');
    const page = container.tree(path);
    for (const list of childrenNamed(page, 'PageRes')) define(container, resources, located(path, list.text.trim()));
    const id = one.attributes.get('ID') ?? '';
    return {
      ...{ id, path, signatures, resources },
      area: areaOf(childNamed(page, 'Area')) ?? area,
      templates: childrenNamed(page, 'Template').flatMap((use) => {
        const found = templates.get(use.attributes.get('TemplateID') ?? '');
        const order = use.attributes.get('ZOrder') ?? found?.order;
        return found ? [{ path: found.path, above: order === 'Foreground' }] : [];
      }),
      annotations: annotated.get(id) ?? [],
    };
  });
}

/** A page without an extent of its own has the document's; one that has no extent at all cannot be drawn. */
function areaOf(element: XmlElement | undefined): Box | undefined {
  const box = boxIn(textOf(element, 'PhysicalBox'));
  return box !== undefined && box.width > 0 && box.height > 0 ? box : undefined;
}

function define(container: Container, into: Resources, path: string): void {
  const root = container.tree(path);
  const base = root?.attributes.get('BaseLoc') ?? '';
  const folder = base === '' ? path : `${located(path, base)}/x`;
  for (const one of (root?.children ?? []).flatMap(({ children }) => children)) {
    const id = one.attributes.get('ID') ?? '';
    const kind = localName(one);
    if (kind === 'Font') {
      const file = textOf(one, 'FontFile');
      const name = one.attributes.get('FontName') ?? '';
      const bold = one.attributes.get('Bold') === 'true' || /bold|heavy|black|黑/i.test(name);
      into.fonts.set(id, { name, bold, file: file === '' ? undefined : located(folder, file) });
    } else if (kind === 'ColorSpace') into.spaces.set(id, one);
    else if (kind === 'DrawParam') into.params.set(id, one);
    else if (kind === 'MultiMedia') into.media.set(id, located(folder, textOf(one, 'MediaFile')));
    else if (kind === 'CompositeGraphicUnit') into.units.set(id, one);
  }
}

function annotationsIn(container: Container, root: string, list: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (list === '') return found;
  const path = located(root, list);
  for (const one of childrenNamed(container.tree(path), 'Page')) {
    const id = one.attributes.get('PageID') ?? '';
    found.set(id, [...(found.get(id) ?? []), located(path, textOf(one, 'FileLoc'))]);
  }
  return found;
}

const signaturesIn = (container: Container, list: string): string[] =>
  childrenNamed(container.tree(list), 'Signature').map((one) => located(list, one.attributes.get('BaseLoc') ?? ''));
