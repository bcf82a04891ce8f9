import { firstOf } from '../evidence.ts';

/** What kind of value an element (元数据元素) has. Texts are judged for special characters, the others by their format alone. */
export type Kind = 'text' | 'paragraph' | 'code' | 'time' | 'count' | 'flag';

/** What an element belongs to: each has a place of its own in the records. */
export type Owner = 'case' | 'step' | 'result' | 'material' | 'file';

/** An element as data/metadata-*.json defines it (columns of GB/T 39784-2021 11.3 as far as they are known). */
export interface Element {
  readonly of: Owner;
  /** where it stands in what it belongs to: `head.matter.code` */
  readonly at: string;
  /** code by which evidence names it */
  readonly id: string;
  readonly zh: string;
  readonly kind: Kind;
  readonly required: boolean;
  /** most characters; null where the format fixes it */
  readonly most: number | null;
  /** name of the form its value has (formats.ts); null where any text is well formed */
  readonly format: string | null;
  /** name of its closed list of values (值域, data/domains-*.json); null where there is none */
  readonly domain: string | null;
  /** elements of DA/T 46-2009 that it carries */
  readonly dat46: readonly string[];
  /** as GB/T 39046-2020 has it, with the length */
  readonly gbt39046: string | null;
  /** it is not expected where this neighbour has this value */
  readonly unless?: readonly string[];
}

/** A value of an element, and where it stands in the object: `steps[2].opinion`. `undefined`: the element is not there. */
export interface Value {
  readonly element: Element;
  readonly path: string;
  readonly value: unknown;
}

/** Whether there is anything to judge: an element left out or empty is a matter of completeness (GD-2-3, GD-2-4) and of nothing else. */
export const isFilled = ({ value }: Value): boolean =>
  value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');

/** As evidence: where and which element; never the value. */
export const named = ({ path, element }: Value): string => `${path} ${element.id}`;

/** Evidence of several values with the same fault. */
export const places = (
  values: readonly Value[],
  detail: (value: Value) => string = () => '',
): { count: number; values: string[] } => ({
  count: values.length,
  values: firstOf(values.map((value) => [named(value), detail(value)].filter(Boolean).join(' '))),
});
