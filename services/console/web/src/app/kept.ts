/** What somebody typed and has not saved, with the version it was typed over. */
export interface Kept<T extends object = object> {
  readonly content: T;
  readonly over: number;
  readonly at: string;
}

export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const OURS = 'guidang.form:';
/** One place for each person and form, so that on a shared machine nobody is offered what another one typed. */
const placesOf = (account: string): string => `${OURS}${account}:`;

/** What is typed lies in the browser until it is saved: a session that ends in the middle loses nothing. */
export function keep<T extends object>(shelf: Shelf, account: string, form: string, kept: Kept<T>): boolean {
  try {
    shelf.setItem(placesOf(account) + form, JSON.stringify(kept));
    return true;
  } catch {
    return false; // the browser's room is full or closed to us: the form says so
  }
}

export const drop = (shelf: Shelf, account: string, form: string): void => shelf.removeItem(placesOf(account) + form);

/** Undefined where nothing is kept, or nothing that can be read. */
export function keptOf<T extends object>(shelf: Shelf, account: string, form: string): Kept<T> | undefined {
  const written = shelf.getItem(placesOf(account) + form);
  if (written === null) return undefined;
  try {
    const kept = JSON.parse(written) as Partial<Kept<T>> | null;
    const { content, over } = kept ?? {};
    return typeof content === 'object' && content !== null && typeof over === 'number' ? (kept as Kept<T>) : undefined;
  } catch {
    return undefined;
  }
}

/** Which of somebody's forms whose names begin so hold something that was not saved: a page opens them again. */
export const keptForms = (shelf: Shelf, account: string, beginning: string): string[] =>
  placesIn(shelf, placesOf(account) + beginning).map((place) => place.slice(placesOf(account).length));

/** Throws away what everybody typed, but for the one named: who signs out leaves nothing behind, and who comes next finds nothing. */
export function sweep(shelf: Shelf, except?: string): void {
  for (const place of placesIn(shelf, OURS))
    if (except === undefined || !place.startsWith(placesOf(except))) shelf.removeItem(place);
}

const placesIn = (shelf: Shelf, beginning: string): string[] =>
  Array.from({ length: shelf.length }, (_, at) => shelf.key(at) ?? '').filter((place) => place.startsWith(beginning));

/** What was kept, in the form as it is today: a field that is gone or has become something else since is left as it is empty. */
export function intoForm<T extends object>(empty: T, kept: object): T {
  const found = kept as Partial<Record<keyof T, unknown>>;
  const fits = (field: keyof T): boolean =>
    field in kept && (empty[field] === null || found[field] === null || typeof found[field] === typeof empty[field]);
  const taken = (Object.keys(empty) as (keyof T)[]).filter(fits).map((field) => [field, found[field]]);
  return { ...empty, ...Object.fromEntries(taken) };
}
