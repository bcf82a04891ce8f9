import type { XmlElement } from '@guidang/formats';

/** Elements are known by their local names: what prefix a producer gives the namespace is its own affair. */
export const localName = (element: XmlElement): string => element.name.slice(element.name.indexOf(':') + 1);

export const childrenNamed = (element: XmlElement | undefined, name: string): XmlElement[] =>
  (element?.children ?? []).filter((one) => localName(one) === name);

export const childNamed = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((one) => localName(one) === name);

export const textOf = (element: XmlElement | undefined, name: string): string =>
  childNamed(element, name)?.text.trim() ?? '';

/** Beyond this a coordinate is no place on any sheet, and no number that a renderer should be given. */
const FARTHEST = 1e6;

/** What stands in a list, as numbers; what is none, or is out of the world, is 0. */
export const numbersIn = (text: string | undefined): number[] =>
  (text ?? '')
    .trim()
    .split(/[\s,]+/)
    .filter((one) => one !== '')
    .map(inWorld);

export const inWorld = (text: string | undefined): number => {
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) <= FARTHEST ? value : 0;
};

export const numberIn = (element: XmlElement, name: string, otherwise: number): number => {
  const written = element.attributes.get(name);
  return written === undefined ? otherwise : inWorld(written);
};

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `x y width height` in millimetres; undefined where it is none. */
export function boxIn(text: string | undefined): Box | undefined {
  const [x, y, width, height] = numbersIn(text);
  return height === undefined || width! < 0 || height < 0 ? undefined : { x: x!, y: y!, width: width!, height };
}

/** A transformation as SVG writes it; nothing where there is none. */
export function matrixIn(text: string | undefined): string {
  const values = numbersIn(text);
  return values.length === 6 ? `matrix(${values.map(short).join(' ')})` : '';
}

/** A number as short as a picture needs it. */
export const short = (value: number): string => String(Math.round(value * 1e4) / 1e4);
