import { Switch } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { type Text, text, useSay } from './words.ts';

/** What is typed into is typed into: keys mean something only outside it, and outside of what is asked in front of the page. */
const TYPED = 'input:not([type=checkbox]), textarea, select, [contenteditable=true], .ant-select, dialog[open]';
const ROWS = '#content table.list tbody tr';
const KEPT = 'guidang.keys';

const keysOn = (): boolean => window.localStorage.getItem(KEPT) !== 'off';

/** The row that the keyboard stands in; undefined before the first step into a list. */
function rowOf(): HTMLTableRowElement | undefined {
  return document.activeElement?.closest<HTMLTableRowElement>(ROWS) ?? undefined;
}

function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLTableRowElement>(ROWS)];
  const here = rowOf();
  const at = here === undefined ? (by === 1 ? 0 : rows.length - 1) : rows.indexOf(here) + by;
  const row = rows[at];
  if (row === undefined) return;
  (row.querySelector<HTMLElement>('a') ?? row.querySelector<HTMLElement>('button, input'))?.focus();
  row.scrollIntoView({ block: 'nearest' });
}

const press = (within: ParentNode | undefined, selector: string): void =>
  within?.querySelector<HTMLElement>(selector)?.click();

/** Single keys and what they do; Enter and Tab do what they do everywhere. */
const KEYS: Readonly<Record<string, { readonly words: Text; readonly work: () => void }>> = {
  j: { words: text('下一行', 'Next row'), work: () => step(1) },
  k: { words: text('上一行', 'Previous row'), work: () => step(-1) },
  x: { words: text('选择或取消本行', 'Choose this row, or not'), work: () => press(rowOf(), 'input[type=checkbox]') },
  s: { words: text('收藏或取消', 'Mark, or unmark'), work: () => press(rowOf(), '[data-key=star]') },
  n: {
    words: text('下一页', 'Next page'),
    work: () => press(document, '#content [data-key=next]:not(:disabled)'),
  },
  p: {
    words: text('上一页', 'Previous page'),
    work: () => press(document, '#content [data-key=previous]:not(:disabled)'),
  },
  '/': {
    words: text('到检索框', 'To the search field'),
    work: () => document.querySelector<HTMLElement>('#content search input')?.focus(),
  },
};

/** Hears the keys for as long as the frame stands. They can be turned off (WCAG 2.1.4): whoever speaks to the browser would press them by speaking. */
export function useKeys(help: () => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !keysOn()) return;
      if (event.target instanceof Element && event.target.closest(TYPED)) return;
      const work = event.key === '?' ? help : KEYS[event.key]?.work;
      if (work === undefined) return;
      event.preventDefault();
      work();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, [help]);
}

const W = {
  on: text('使用单键快捷键', 'Use single keys'),
  help: text('打开本说明', 'Open this list'),
};

export function KeysHelp(): ReactNode {
  const say = useSay();
  const [on, setOn] = useState(keysOn);
  return (
    <div className="stack">
      <dl className="facts keys">
        {Object.entries(KEYS).map(([key, { words }]) => (
          <Key key={key} name={key} does={say(words)} />
        ))}
        <Key name="?" does={say(W.help)} />
      </dl>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control */}
      <label className="row">
        <Switch
          checked={on}
          onChange={(to) => {
            window.localStorage.setItem(KEPT, to ? 'on' : 'off');
            setOn(to);
          }}
        />
        {say(W.on)}
      </label>
    </div>
  );
}

const Key = ({ name, does }: { readonly name: string; readonly does: string }): ReactNode => (
  <>
    <dt>
      <kbd>{name}</kbd>
    </dt>
    <dd>{does}</dd>
  </>
);
