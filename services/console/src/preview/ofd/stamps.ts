import { type ESealInfo, parseESeal, parseESealSignature } from '@guidang/evidence';
import { Container, located, Undrawable } from './container.ts';
import { type Page, pagesOf } from './document.ts';
import type { Note } from './paint.ts';
import { pictureIn } from './pictures.ts';
import { inBox, Sheet } from './sheet.ts';
import { type Box, boxIn, childNamed, childrenNamed, short, textOf } from './xml.ts';

/** Where seals stand on a page and how they look (clause 18). Whether they hold is not said here: the check says that. */
export async function stampsOn(container: Container, page: Page, notes: Set<Note>): Promise<string> {
  const parts: string[] = [];
  for (const path of page.signatures) {
    const signature = container.tree(path);
    const stamps = childrenNamed(childNamed(signature, 'SignedInfo'), 'StampAnnot').filter(
      (one) => one.attributes.get('PageRef') === page.id,
    );
    if (stamps.length === 0) continue;
    const picture = pictureOf(container, path);
    const name = picture && (await drawnAs(picture, notes));
    if (name === undefined) notes.add('STAMP');
    for (const stamp of stamps) {
      const box = boxIn(stamp.attributes.get('Boundary'));
      if (box)
        parts.push(inBox(box, 0, withinClip(boxIn(stamp.attributes.get('Clip')), name?.(box) ?? outlineOfBox(box))));
    }
  }
  return parts.join('');
}

function pictureOf(container: Container, path: string): ESealInfo['picture'] | undefined {
  const signature = container.tree(path);
  const value = container.bytes(located(path, textOf(signature, 'SignedValue')));
  const made = value && parseESealSignature(value);
  if (made?.ok) return made.value.seal.info.picture;
  const beside = textOf(childNamed(childNamed(signature, 'SignedInfo'), 'Seal'), 'BaseLoc');
  const bytes = beside === '' ? undefined : container.bytes(located(path, beside));
  const seal = bytes && parseESeal(bytes);
  return seal?.ok ? seal.value.info.picture : undefined;
}

/** How a seal's picture fills a box. It may be a document itself; seals on that one are not looked for. */
async function drawnAs(
  { type, data }: ESealInfo['picture'],
  notes: Set<Note>,
): Promise<((box: Box) => string) | undefined> {
  if (type.toLowerCase() === 'ofd') {
    const sheet = await sheetOf(data);
    if (sheet === undefined) return undefined;
    const svg = await sheet.svg('width="100%" height="100%" preserveAspectRatio="none"');
    for (const note of sheet.notes) notes.add(note);
    // Names of outlines are those of one document: inside another one they are told apart.
    const apart = svg.replaceAll(/(id="|href="#|url\(#)([gcp]\d)/g, '$1s$2');
    return () => apart;
  }
  const address = await pictureIn(data);
  return address === undefined
    ? undefined
    : ({ width, height }) =>
        `<image width="${short(width)}" height="${short(height)}" preserveAspectRatio="none" href="${address}"/>`;
}

async function sheetOf(data: Uint8Array): Promise<Sheet | undefined> {
  try {
    const container = await Container.open(data);
    return new Sheet(container, pagesOf(container)[0]!);
  } catch (error) {
    if (error instanceof Undrawable) return undefined;
    throw error;
  }
}

/** A seal over the edges of several pages shows a part of itself on each. */
const withinClip = (clip: Box | undefined, drawn: string): string =>
  clip
    ? `<svg x="${short(clip.x)}" y="${short(clip.y)}" width="${short(clip.width)}" height="${short(clip.height)}" viewBox="${[clip.x, clip.y, clip.width, clip.height].map(short).join(' ')}">${drawn}</svg>`
    : drawn;

const outlineOfBox = ({ width, height }: Box): string =>
  `<rect x="0.2" y="0.2" width="${short(Math.max(0, width - 0.4))}" height="${short(Math.max(0, height - 0.4))}" fill="none" stroke="#c00" stroke-width="0.4" stroke-dasharray="2 1"/>`;
