import { useState } from 'react';
import { drop, intoForm, keep, keptOf } from './kept.ts';
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

/**
 * A form's state that outlives the session in which it is typed. What may name a person lies in the tab (`session`): it is gone with the tab, and when
 * somebody signs out. What names nobody may lie in the browser (`local`).
 */
export function useKept<T extends object>(
  form: string,
  empty: T,
  { where = 'session', version = 0 }: { readonly where?: 'session' | 'local'; readonly version?: number } = {},
): KeptForm<T> {
  const { account } = useMe();
  const shelf = where === 'local' ? window.localStorage : window.sessionStorage;
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
