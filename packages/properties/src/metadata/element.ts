/** What kind of value an element (元数据元素) has. Texts are judged for special characters, the others by their format alone. */
export type Kind = 'text' | 'paragraph' | 'code' | 'time' | 'count' | 'flag';

/** An element as the standards have it: DA/T 46-2009 (M…) or GB/T 39046-2020 (standards/2 §2.7, standards/4b). */
export interface Element {
  /** code by which evidence names it */
  readonly id: string;
  readonly zh: string;
  readonly kind: Kind;
  readonly required: boolean;
  /** most characters; absent where the format fixes it */
  readonly most?: number;
  /** whether a text of this kind is well formed; absent where any is */
  readonly wellFormed?: (text: string) => boolean;
  /** closed list of values (值域) */
  readonly domain?: readonly string[];
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

/** At most so many places are named in one finding; `count` says how many there are. */
const MOST_NAMED = 40;

/** Evidence of several values with the same fault. */
export const places = (
  values: readonly Value[],
  detail: (value: Value) => string = () => '',
): { count: number; values: string[] } => ({
  count: values.length,
  values: values.slice(0, MOST_NAMED).map((value) => [named(value), detail(value)].filter(Boolean).join(' ')),
});
