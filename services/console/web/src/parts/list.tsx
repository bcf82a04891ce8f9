import { Pagination } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from '../app/narrow.ts';
import { text, useSay } from '../app/words.ts';
import { ChooseAll, ChooseOne, type Choosing } from './choosing.tsx';
import { type KeyPages, KeyPaging } from './key-paging.tsx';

const W = {
  total: text('共 {n} 条', '{n} in all'),
  more: text('{n} 条以上，可增加检索词', 'more than {n}; more words narrow it down'),
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
  /** There are more than `total`. */
  readonly more?: boolean;
  readonly turn: (page: number, size: number) => void;
}

export interface Sorting {
  readonly by: string;
  readonly order: 'asc' | 'desc';
  readonly change: (by: string, order: 'asc' | 'desc') => void;
}

/** A list of which the door gives one page at a time: it holds a hundred rows, however many there are. */
export function List<Row>({
  caption,
  columns,
  rows,
  keyOf,
  paging,
  pages,
  sorting,
  choosing,
}: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Numbered pages, where the door counts them. */
  readonly paging?: Paging;
  /** Pages along the order of the list. */
  readonly pages?: KeyPages;
  readonly sorting?: Sorting;
  readonly choosing?: Choosing | undefined;
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
              {choosing && (
                <th scope="col" className="choose">
                  <ChooseAll keys={rows.map(keyOf)} choosing={choosing} />
                </th>
              )}
              {columns.map((column) => (
                <Head key={column.title} column={column} {...(sorting && { sorting })} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {choosing && (
                  <td className="choose">
                    <ChooseOne name={keyOf(row)} choosing={choosing} />
                  </td>
                )}
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
      {pages && <KeyPaging {...pages} />}
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
          showTotal={(total) => say(paging.more ? W.more : W.total, { n: total })}
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
