import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { StatColumn, StatTable } from '../../../../src/api/work.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { type Text, text, useLanguage, useSay } from '../../app/words.ts';
import { Bars, Ring } from '../../parts/bars.tsx';
import { bytesText } from '../../parts/bytes-text.ts';
import { Choice, useChoices, yearOptions } from '../../parts/choice.tsx';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { named, OUTCOMES, retentionText } from '../../parts/stages.ts';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  department: text('立档单位（全部）', 'Unit (all)'),
  year: text('年度（全部）', 'Year (all)'),
  xlsx: text('导出 XLSX', 'Export XLSX'),
  pdf: text('导出 PDF', 'Export PDF'),
  item: text('项目', 'Item'),
  total: text('合计', 'Total'),
  none: text('还没有已归档的办件', 'Nothing is archived yet'),
  how: text('办件入库后即计入统计。', 'Cases are counted once they are stored.'),
  basis: text(
    '口径：已入库办件；利用按链节统计。依 GB/T 39784 第 10 章、GB/T 18894 第 9.4 条。',
    'Cases in store; uses as the chain tells them. GB/T 39784 ch. 10, GB/T 18894 9.4.',
  ),
};

const ROLES: Readonly<Record<string, Text>> = {
  citizen: text('公民', 'Citizens'),
  department: text('部门', 'Departments'),
  archivist: text('档案人员', 'Archivists'),
};
/** Tables whose rows are few and make up a whole. */
const RINGS = new Set(['retention', 'outcome', 'format', 'size']);

const shown = (value: number, { unit }: StatColumn): string =>
  unit === 'percent' ? `${value}%` : unit === 'bytes' ? bytesText(value) : value.toLocaleString('en-US');

export default function StatisticsPage(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { values, set } = useSearchValues();
  const query = new URLSearchParams(values).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['statistics', query],
    queryFn: ({ signal }) => ask<{ tables: StatTable[] }>(`/api/statistics?${query}`, signal),
    placeholderData: keepPreviousData,
  });
  const choices = useChoices();
  const file = new URLSearchParams({ ...values, language }).toString();
  const empty = data !== undefined && data.tables.every(({ rows }) => rows.length === 0);
  return (
    <div className="stack">
      <div className="panel stack">
        <div className="row filters">
          <Choice
            wide
            label={say(W.department)}
            value={values.department}
            change={(department) => set({ department })}
            options={choices?.departments ?? []}
          />
          <Choice
            label={say(W.year)}
            value={values.year}
            change={(year) => set({ year })}
            options={yearOptions(choices)}
          />
          <Button href={`/api/statistics.xlsx?${file}`}>{say(W.xlsx)}</Button>
          <Button href={`/api/statistics.pdf?${file}`} target="_blank" rel="noreferrer">
            {say(W.pdf)}
          </Button>
        </div>
        <small className="quiet">{say(W.basis)}</small>
      </div>
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {empty && <Nothing what={say(W.none)} how={say(W.how)} />}
      <div className="grid wide-grid">
        {!empty &&
          data?.tables
            .filter(({ rows }) => rows.length > 0)
            .map((table) => <TablePanel key={table.id} table={table} />)}
      </div>
    </div>
  );
}

function TablePanel({ table }: { readonly table: StatTable }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const nameOf = (label: string): string =>
    table.id === 'retention'
      ? say(retentionText(label))
      : table.id === 'use-role'
        ? say(named(ROLES, label))
        : say(named(OUTCOMES, label));
  const rows = table.rows.map(({ label, values }) => ({ label: nameOf(label), value: values[0] ?? 0 }));
  const [first] = table.columns;
  return (
    <section className="panel">
      <h2>{table[language]}</h2>
      {RINGS.has(table.id) ? <Ring rows={rows} /> : <Bars rows={rows} shown={(value) => shown(value, first!)} />}
      <List
        caption={table[language]}
        rows={table.rows}
        keyOf={({ label }) => label}
        columns={[
          { title: say(W.item), cell: (row) => nameOf(row.label) },
          ...table.columns.map((column, at) => ({
            title: column[language],
            numeric: true,
            cell: (row: StatTable['rows'][number]) => shown(row.values[at] ?? 0, column),
          })),
        ]}
      />
    </section>
  );
}
