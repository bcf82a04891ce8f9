import { Pagination } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from '../app/narrow.ts';
import { text, useSay } from '../app/words.ts';

const W = {
  total: text('共 {n} 条', '{n} in all'),
  most: text('超过 10 万条，请缩小范围', 'more than 100,000; please narrow it down'),
  up: text('升序', 'ascending'),
  down: text('降序', 'descending'),
};

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Name of the order the door sorts by. */
  readonly sort?: string;
  readonly numeric?: boolean;
}

export interface Paging {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly turn: (page: number, size: number) => void;
}

export interface Sorting {
  readonly by: string;
  readonly order: 'asc' | 'desc';
  readonly change: (by: string, order: 'asc' | 'desc') => void;
}

const MOST = 100_000;

/** A list of which the door gives one page at a time: it holds a hundred rows, however many there are. */
export function List<Row>({
  caption,
  columns,
  rows,
  keyOf,
  paging,
  sorting,
}: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly paging?: Paging;
  readonly sorting?: Sorting;
}): ReactNode {
  const say = useSay();
  const narrow = useNarrow();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard as well (WCAG 2.1.1) */}
      <section className="scroll" aria-label={caption} tabIndex={0}>
        <table className="list">
          <caption className="hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.title} column={column} {...(sorting && { sorting })} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ title, cell, numeric }) => (
                  <td key={title} className={numeric ? 'number' : undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {paging && (
        <Pagination
          className="paging"
          current={paging.page}
          pageSize={paging.size}
          total={paging.total}
          onChange={paging.turn}
          pageSizeOptions={[20, 50, 100]}
          showSizeChanger={!narrow}
          simple={narrow}
          showTotal={(total) => (total >= MOST ? say(W.most) : say(W.total, { n: total }))}
        />
      )}
    </>
  );
}

function Head<Row>({ column, sorting }: { readonly column: Column<Row>; readonly sorting?: Sorting }): ReactNode {
  const say = useSay();
  const { title, sort, numeric } = column;
  const className = numeric ? 'number' : undefined;
  if (sort === undefined || sorting === undefined)
    return (
      <th scope="col" className={className}>
        {title}
      </th>
    );
  const { by, order, change } = sorting;
  const chosen = by === sort;
  const label = say(order === 'asc' ? W.up : W.down);
  return (
    <th scope="col" className={className} aria-sort={chosen ? (order === 'asc' ? 'ascending' : 'descending') : 'none'}>
      <button type="button" onClick={() => change(sort, chosen && order === 'desc' ? 'asc' : 'desc')}>
        {title} <span aria-hidden="true">{chosen ? (order === 'asc' ? '▲' : '▼') : '↕'}</span>
        <span className="hidden">{chosen ? label : ''}</span>
      </button>
    </th>
  );
}
