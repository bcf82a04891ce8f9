import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { text, useSay } from '../app/words.ts';

const W = {
  pages: text('翻页', 'Pages'),
  total: text('共 {n} 条', '{n} in all'),
  more: text('{n} 条以上，可缩小范围', 'more than {n}; it can be narrowed down'),
  first: text('首页', 'First'),
  previous: text('上一页', 'Previous'),
  next: text('下一页', 'Next'),
  last: text('末页', 'Last'),
  size: text('每页 {n} 条', '{n} a page'),
  sizes: text('每页条数', 'Rows on a page'),
};

/** Where the pages beside this one begin, as the door named them; null where there is none. */
export interface KeyPages {
  readonly next: string | null;
  readonly previous: string | null;
  readonly total: number;
  /** There are more than `total`. */
  readonly more?: boolean;
  readonly size: number;
  readonly turn: (to: {
    readonly after?: string | undefined;
    readonly before?: string | undefined;
    readonly size?: number;
  }) => void;
}

/** Turns the pages of a list that is read along its order: there are neighbours and ends, and no numbers, so that every page is as near as the first. */
export function KeyPaging({ next, previous, total, more = false, size, turn }: KeyPages): ReactNode {
  const say = useSay();
  const to = (place: { after?: string; before?: string }): void =>
    turn({ after: undefined, before: undefined, ...place });
  return (
    <nav className="row paging" aria-label={say(W.pages)}>
      <span>{say(more ? W.more : W.total, { n: total })}</span>
      {(next !== null || previous !== null) && (
        <>
          <Button disabled={previous === null} onClick={() => to({})}>
            {say(W.first)}
          </Button>
          <Button
            disabled={previous === null}
            data-key="previous"
            onClick={() => previous !== null && to({ before: previous })}
          >
            {say(W.previous)}
          </Button>
          <Button disabled={next === null} data-key="next" onClick={() => next !== null && to({ after: next })}>
            {say(W.next)}
          </Button>
          <Button disabled={next === null} onClick={() => to({ before: 'end' })}>
            {say(W.last)}
          </Button>
        </>
      )}
      <Select
        className="choice"
        aria-label={say(W.sizes)}
        value={size}
        onChange={(rows: number) => turn({ after: undefined, before: undefined, size: rows })}
        options={[20, 50, 100].map((n) => ({ value: n, label: say(W.size, { n }) }))}
      />
    </nav>
  );
}
