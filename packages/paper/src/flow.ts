import { drawable } from './drawable.ts';
import { blankPage, PAPER, type Page, type TextMark } from './page.ts';
import type { Typefaces, Weight } from './typeface.ts';
import { wrap } from './wrap.ts';

/** Baseline of a line whose slot begins at y: the ideographs stand in the middle of it. */
export const baseline = (y: number, leading: number, size: number): number => y + leading / 2 + size * 0.38;

/** Where the next thing goes. */
export class Flow {
  readonly pages: Page[] = [];
  readonly faces: Typefaces;
  y: number = PAPER.top;
  /** Whether a character had to be shown by its code point. */
  substituted = false;

  constructor(faces: Typefaces) {
    this.faces = faces;
    this.newPage();
  }

  get page(): Page {
    return this.pages.at(-1)!;
  }

  get room(): number {
    return PAPER.bottom - this.y;
  }

  newPage(): void {
    this.pages.push(blankPage());
    this.y = PAPER.top;
  }

  /** Lines of a text no wider than `width` points. */
  lines(text: string, size: number, weight: Weight, width: number): string[] {
    const { characters, substituted } = drawable(text, this.faces[weight]);
    this.substituted ||= substituted;
    return wrap(characters, this.faces[weight], (width / size) * 1000);
  }

  /** Width of a line in points. */
  widthOf(line: string, size: number, weight: Weight): number {
    let sum = 0;
    for (const character of line) sum += this.faces[weight].advance(character)!;
    return (sum * size) / 1000;
  }

  text(mark: TextMark): void {
    if (mark.text !== '') this.page.texts.push(mark);
  }
}
