import type { XmlElement } from '@guidang/formats';
import type { FontResource } from './document.ts';
import type { Faces, Letter } from './faces.ts';
import { childrenNamed, inWorld, numberIn, numbersIn, short, textOf } from './xml.ts';

/** Text as outlines of its letters: no renderer's idea of a font has a say in it, and no text of the document goes into the drawing. */
export function lettersOf(
  object: XmlElement,
  font: FontResource | undefined,
  faces: Faces,
  budget: () => boolean,
): string {
  const size = numberIn(object, 'Size', 0);
  const wide = numberIn(object, 'HScale', 1);
  const bold = numberIn(object, 'Weight', 400) >= 600;
  const turned = numberIn(object, 'CharDirection', 0);
  const down = [90, 270].includes(numberIn(object, 'ReadDirection', 0));
  const glyphs = glyphsIn(object);
  let [x, y, at] = [0, 0, 0];
  const drawn: string[] = [];
  for (const code of childrenNamed(object, 'TextCode')) {
    x = code.attributes.has('X') ? inWorld(code.attributes.get('X')) : x;
    y = code.attributes.has('Y') ? inWorld(code.attributes.get('Y')) : y;
    const [right, below] = [distancesIn(code, 'DeltaX'), distancesIn(code, 'DeltaY')];
    for (const [index, character] of [...code.text].entries()) {
      if (!budget()) return drawn.join('');
      const letter = letterOf(character, glyphs.get(at), font, faces, bold);
      at += character.length;
      if (letter?.outline)
        drawn.push(
          `<use href="#${letter.outline}" transform="translate(${short(x)} ${short(y)})${turned === 0 ? '' : ` rotate(${short(turned)})`} scale(${scaled(size * wide * letter.scale)} ${scaled(-size * letter.scale)})"/>`,
        );
      const own = (letter?.advance ?? 1) * size;
      // Where no distance is given at all, a letter stands where the one before it ends.
      if (right.length === 0 && below.length === 0) [x, y] = down ? [x, y + size] : [x + own * wide, y];
      else [x, y] = [x + (right[index] ?? right.at(-1) ?? 0), y + (below[index] ?? below.at(-1) ?? 0)];
    }
  }
  return drawn.join('');
}

const scaled = (value: number): string => value.toPrecision(7);

function letterOf(
  character: string,
  glyph: number | undefined,
  font: FontResource | undefined,
  faces: Faces,
  bold: boolean,
): Letter | undefined {
  const named = glyph === undefined ? undefined : faces.glyph(font, glyph);
  if (named !== undefined) return named;
  return /\s/.test(character)
    ? { outline: null, scale: 1, advance: 0.5 }
    : faces.letter(font, character.codePointAt(0)!, bold);
}

/** Glyphs that stand for characters, by the place of the first character (clause 11.4); more than one for one is not drawn as such. */
function glyphsIn(object: XmlElement): Map<number, number> {
  const found = new Map<number, number>();
  for (const one of childrenNamed(object, 'CGTransform')) {
    const from = numberIn(one, 'CodePosition', 0);
    const ids = numbersIn(textOf(one, 'Glyphs')).slice(0, 100_000);
    if (numberIn(one, 'CodeCount', 1) === ids.length) for (const [at, id] of ids.entries()) found.set(from + at, id);
  }
  return found;
}

const MOST_DISTANCES = 100_000;

/** Distances to the next letters; `g 3 5` stands for three of five (clause 11.3). */
function distancesIn(code: XmlElement, name: string): number[] {
  const words = (code.attributes.get(name) ?? '')
    .trim()
    .split(/[\s,]+/)
    .filter((one) => one !== '');
  const found: number[] = [];
  for (let at = 0; at < words.length && found.length < MOST_DISTANCES; at++) {
    if (words[at] !== 'g') found.push(inWorld(words[at]));
    else {
      const times = Math.min(MOST_DISTANCES, Math.max(0, inWorld(words[at + 1])));
      for (let n = 0; n < times; n++) found.push(inWorld(words[at + 2]));
      at += 2;
    }
  }
  return found;
}
