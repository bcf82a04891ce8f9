import { z } from 'zod';

/** Where a row stands in a list: by what it is sorted by, and by what names it. */
export interface Key {
  /** RFC 3339; null where the row has nothing there, which is behind everything else. */
  readonly value: string | null;
  readonly id: string;
}

/** Where a page begins: behind a row, before one, or at the end of the list, which is before nothing. */
export interface Place {
  readonly way: 'after' | 'before';
  readonly key: Key | null;
}

/** An order along an index over (column DESC NULLS LAST, id), walked either way. */
export interface Order {
  /** Column of times, written here and by nobody who asks; null where rows are sorted by what names them alone. */
  readonly column: string | null;
  readonly id: string;
  readonly desc: boolean;
}

/** A page of a list, and where the pages beside it begin. */
export interface KeyPage<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly previous: string | null;
}

/** Conditions, order and number of rows of a stretch of the list, with its own values behind the `at` that are there already. */
export interface Stretch {
  readonly where: string;
  readonly values: readonly unknown[];
  readonly tail: string;
  readonly limit: number;
}

const wordOf = ({ value, id }: Key): string => `${value ?? ''}~${id}`;

/** A moment as lists write it. What no calendar has is none: `Date` takes 30 February, the database does not. */
const isMoment = (value: string): boolean => {
  const at = Date.parse(value);
  return /^(?!0000)\d{4}-/.test(value) && Number.isFinite(at) && new Date(at).toISOString() === value;
};

function keyOf(word: string): Key | undefined {
  const cut = word.indexOf('~');
  const [value, id] = [word.slice(0, cut), word.slice(cut + 1)];
  const timed = value === '' || isMoment(value);
  return cut < 0 || id === '' || !timed ? undefined : { value: value === '' ? null : value, id };
}

const Word = z
  .string()
  .max(120)
  .refine((word) => !word.includes('\u0000') && word.isWellFormed() && keyOf(word) !== undefined, {
    message: '不是本列表给出的位置 / not a place that a list gave',
  });

/** The part of a query that says which page is wanted; without any of it, the first. */
export const Paging = z.object({
  after: Word.optional().describe('the page behind this place, as `next` of a page named it'),
  before: z
    .union([z.literal('end'), Word])
    .optional()
    .describe('the page before this place, as `previous` named it; `end`: the last page'),
  size: z.coerce.number().int().min(1).max(100).default(20),
});
export type Paging = z.infer<typeof Paging>;

export const placeOf = ({ after, before }: Pick<Paging, 'after' | 'before'>): Place | undefined =>
  after !== undefined
    ? { way: 'after', key: keyOf(after)! }
    : before !== undefined
      ? { way: 'before', key: before === 'end' ? null : keyOf(before)! }
      : undefined;

/**
 * One page, read along the index from where it begins: a page far behind costs what the first one costs.
 * @param read rows of a stretch, in its order
 * @param at number of values the statement has already
 */
export async function pageOf<Row>(
  order: Order,
  { place, size, at }: { readonly place: Place | undefined; readonly size: number; readonly at: number },
  read: (stretch: Stretch) => Promise<readonly Row[]>,
  nameOf: (row: Row) => Key,
): Promise<KeyPage<Row>> {
  const back = place?.way === 'before';
  const found: Row[] = [];
  for (const stretch of stretchesOf(order, place, at)) {
    if (found.length > size) break;
    found.push(...(await read(stretch(size + 1 - found.length))));
  }
  const more = found.length > size;
  // The page before the second one is the first one, and is full.
  if (back && place.key !== null && !more) return pageOf(order, { place: undefined, size, at }, read, nameOf);
  const rows = found.slice(0, size);
  if (back) rows.reverse();
  const [first, last] = [rows[0], rows.at(-1)];
  const behind = back ? place.key !== null : more;
  const before = back ? more : place !== undefined;
  return {
    rows,
    next: behind && last !== undefined ? wordOf(nameOf(last)) : null,
    previous: before && first !== undefined ? wordOf(nameOf(first)) : null,
  };
}

/** What has a value comes first, what has none behind it, whichever way it is sorted: two stretches, each along the index. */
function stretchesOf(
  { column, id, desc }: Order,
  place: Place | undefined,
  at: number,
): ((limit: number) => Stretch)[] {
  const back = place?.way === 'before';
  const key = place?.key ?? null;
  const down = desc !== back;
  const part =
    (sorted: string, where: string, ...values: readonly unknown[]) =>
    (limit: number): Stretch => ({ where, values, tail: `ORDER BY ${sorted}`, limit });
  if (column === null) {
    const sorted = `${id} ${down ? 'DESC' : 'ASC'}`;
    return key === null ? [part(sorted, 'true')] : [part(sorted, `${id} ${down ? '<' : '>'} $${at + 1}`, key.id)];
  }
  const sorted = down ? `${column} DESC NULLS LAST, ${id} ASC` : `${column} ASC NULLS FIRST, ${id} DESC`;
  const valued = part(sorted, `${column} IS NOT NULL`);
  const empty = part(sorted, `${column} IS NULL`);
  if (key === null) return back ? [empty, valued] : [valued, empty];
  if (key.value === null) {
    const begun = part(sorted, `${column} IS NULL AND ${id} ${down ? '>' : '<'} $${at + 1}`, key.id);
    return back ? [begun, valued] : [begun];
  }
  const [value, upTo] = [`$${at + 1}::timestamptz`, down ? '<=' : '>='];
  const passed = `${column} = ${value} AND ${id} ${upTo} $${at + 2}`;
  // Two conditions rather than one comparison of rows, whose columns would have to run the same way: the first is where the index is entered.
  const begun = part(sorted, `${column} ${upTo} ${value} AND NOT (${passed})`, key.value, key.id);
  return back ? [begun] : [begun, empty];
}
