import { useState } from 'react';
import { drop, intoForm, keep, keptForms, keptOf } from './kept.ts';
import { useMe } from './session.tsx';

export interface KeptForm<T extends object> {
  readonly value: T;
  /** Version that is typed over: what was kept says of which it was, so that what somebody else saved meanwhile is not covered. */
  readonly over: number;
  /** When it was typed, where it is back from an earlier session. */
  readonly found: string | undefined;
  /** False where the browser could not keep it. */
  readonly isKept: boolean;
  readonly set: (change: Partial<T>) => void;
  /** What was typed is saved, or not wanted: the form begins afresh. */
  readonly forget: () => void;
}

type Where = 'session' | 'local';
const shelfOf = (where: Where): Storage => (where === 'local' ? window.localStorage : window.sessionStorage);

export interface OpenForm {
  /** Name of the form that is open, as `useKept` knows it. */
  readonly name: string | undefined;
  /** Whether the one of this thing is open; `new`: of one to be added. */
  readonly isOf: (thing: string) => boolean;
  readonly open: (thing: string) => void;
  readonly close: () => void;
}

/**
 * Which of a page's forms is open: at first the one in which somebody was typing as the session ended.
 * @param beginning of the forms' names; behind it stands what they are about
 * @param may whether whoever is signed in may use them at all
 */
export function useOpenForm(beginning: string, may: boolean, where: Where = 'session'): OpenForm {
  const { account } = useMe();
  const [name, show] = useState(() => (may ? keptForms(shelfOf(where), account, beginning)[0] : undefined));
  return {
    name,
    isOf: (thing) => name === beginning + thing,
    open: (thing) => show(beginning + thing),
    close: () => show(undefined),
  };
}

/**
 * A form's state that outlives the session in which it is typed. What may name a person lies in the tab (`session`): it is gone with the tab, and when
 * somebody signs out. What names nobody may lie in the browser (`local`).
 */
export function useKept<T extends object>(
  form: string,
  empty: T,
  { where = 'session', version = 0 }: { readonly where?: Where; readonly version?: number } = {},
): KeptForm<T> {
  const { account } = useMe();
  const shelf = shelfOf(where);
  const [found, note] = useState(() => keptOf<T>(shelf, account, form));
  const [value, fill] = useState<T>(() => (found ? intoForm(empty, found.content) : empty));
  const [isKept, keeps] = useState(true);
  const [over, coverFrom] = useState(found?.over ?? version);
  return {
    ...{ value, over, isKept },
    found: found?.at,
    set: (change) => {
      const content = { ...value, ...change };
      fill(content);
      // What is as it was before anybody typed is nothing to be offered again.
      if (JSON.stringify(content) === JSON.stringify(empty)) drop(shelf, account, form);
      else keeps(keep(shelf, account, form, { content, over, at: new Date().toISOString() }));
    },
    forget: () => {
      drop(shelf, account, form);
      note(undefined);
      fill(empty);
      coverFrom(version);
    },
  };
}
