import type { Content } from './shapes.ts';

/** What somebody typed and has not saved, with the version it was typed over. */
export interface Kept {
  readonly content: Content;
  readonly over: number;
  readonly at: string;
}

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** One place for each person and form, so that on a shared machine nobody is offered what another one typed. */
const placeFor = (account: string, form: string): string => `guidang.form.${account}.${form}`;

/** What is typed lies in the browser until it is saved: a session that ends, a tab that is closed and a power cut lose nothing. Settings name no person. */
export function keep(shelf: Shelf, account: string, form: string, kept: Kept): boolean {
  try {
    shelf.setItem(placeFor(account, form), JSON.stringify(kept));
    return true;
  } catch {
    return false; // the browser's room is full or closed to us: the form says so
  }
}

export const drop = (shelf: Shelf, account: string, form: string): void => shelf.removeItem(placeFor(account, form));

/** Undefined where nothing is kept, or nothing that can be read. */
export function keptOf(shelf: Shelf, account: string, form: string): Kept | undefined {
  const written = shelf.getItem(placeFor(account, form));
  if (written === null) return undefined;
  try {
    const kept = JSON.parse(written) as Partial<Kept> | null;
    return typeof kept?.content === 'object' && typeof kept.over === 'number' ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}
