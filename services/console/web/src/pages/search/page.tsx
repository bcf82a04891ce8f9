import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { named, OUTCOMES } from '../../parts/stages.ts';
import { Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  caption: text('检索结果', 'Found'),
  search: text('档号、办件编号、材料名称、正文、当事人', 'Reference code, case number, materials, text, people'),
  begin: text('检索已归档办件', 'Search archived cases'),
  how: text(
    '多个词以空格分开，须全部符合；编号完全一致的排在最前。',
    'Words with spaces between; all of them have to be found. A case whose code was given comes first.',
  ),
  none: text('没有找到', 'Nothing was found'),
  noneHow: text(
    '请减少检索词；未入库的办件请到“办件查询”。',
    'Try fewer words. Cases that are not stored yet are under “Cases”.',
  ),
  case: text('办件', 'Case'),
  code: text('档号', 'Reference code'),
  closed: text('办结', 'Closed'),
  materials: text('命中材料', 'Materials'),
  received: text('移交接收', 'From elsewhere'),
};

interface Found {
  readonly total: number;
  readonly found: readonly {
    readonly case: string;
    readonly referenceCode: string;
    readonly matter: string;
    readonly department: string;
    readonly closedAt: string;
    readonly outcome: string;
    readonly materials: readonly string[];
  }[];
}
/** A package from elsewhere is no case, and has no page of one. */
const isOfCase = ({ outcome }: Pick<Found['found'][number], 'outcome'>): boolean => outcome !== 'received';
/** As many as use gives at once. */
const PAGE = 20;
/** As far as use counts. */
const MOST_COUNTED = 10_000;

export default function SearchPage(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  const { q = '', page = '1' } = values;
  const { data, error, isFetching } = useQuery({
    queryKey: ['search', q, page],
    queryFn: ({ signal }) => ask<Found>(`/api/search?${new URLSearchParams({ q, page })}`, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <div className="panel stack">
      <search>
        <Input.Search
          key={q}
          allowClear
          defaultValue={q}
          loading={isFetching}
          placeholder={say(W.search)}
          aria-label={say(W.search)}
          onSearch={(words) => set({ q: words.trim() })}
        />
      </search>
      {error && <ErrorBox error={error} />}
      {q === '' && <Nothing what={say(W.begin)} how={say(W.how)} />}
      {q !== '' && data === undefined && !error && <Waiting />}
      {q !== '' && data?.total === 0 && <Nothing what={say(W.none)} how={say(W.noneHow)} />}
      {q !== '' && data !== undefined && data.total > 0 && (
        <List
          caption={say(W.caption)}
          rows={data.found}
          keyOf={(row) => row.case}
          columns={[
            {
              title: say(W.case),
              cell: (row) => (
                <div className="matter">
                  {isOfCase(row) ? <Link to={`/cases/${row.case}`}>{row.matter}</Link> : row.matter}{' '}
                  <small className="quiet">{row.department}</small>
                  <div className="mono quiet">{row.case}</div>
                </div>
              ),
            },
            { title: say(W.code), cell: (row) => <span className="mono code">{row.referenceCode}</span> },
            {
              title: say(W.closed),
              cell: (row) => (
                <>
                  <Time at={row.closedAt} /> {say(isOfCase(row) ? named(OUTCOMES, row.outcome) : W.received)}
                </>
              ),
            },
            { title: say(W.materials), cell: (row) => row.materials.join('、') || '—' },
          ]}
          paging={{
            page: Number(page),
            size: PAGE,
            total: data.total,
            more: data.total >= MOST_COUNTED,
            turn: (to) => set({ page: to }),
          }}
        />
      )}
    </div>
  );
}
