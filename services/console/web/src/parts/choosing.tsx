import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { text, useSay } from '../app/words.ts';

const W = {
  all: text('选择本页全部', 'Choose all of this page'),
  one: text('选择 {name}', 'Choose {name}'),
};

/** Rows of a list that something is to be done with; they stay chosen while pages are turned. */
export interface Choosing {
  readonly chosen: ReadonlySet<string>;
  readonly change: (chosen: ReadonlySet<string>) => void;
}

export function ChooseAll({
  keys,
  choosing,
}: {
  readonly keys: readonly string[];
  readonly choosing: Choosing;
}): ReactNode {
  const say = useSay();
  const { chosen, change } = choosing;
  const here = keys.filter((key) => chosen.has(key)).length;
  const all = here === keys.length && keys.length > 0;
  return (
    <Checkbox
      aria-label={say(W.all)}
      checked={all}
      indeterminate={here > 0 && !all}
      onChange={() => {
        const next = new Set(chosen);
        for (const key of keys)
          if (all) next.delete(key);
          else next.add(key);
        change(next);
      }}
    />
  );
}

export function ChooseOne({ name, choosing }: { readonly name: string; readonly choosing: Choosing }): ReactNode {
  const say = useSay();
  const { chosen, change } = choosing;
  return (
    <Checkbox
      aria-label={say(W.one, { name })}
      checked={chosen.has(name)}
      onChange={() => {
        const next = new Set(chosen);
        if (!next.delete(name)) next.add(name);
        change(next);
      }}
    />
  );
}
