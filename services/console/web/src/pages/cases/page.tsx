import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { CaseList, CaseSummary } from '../../../../src/api/cases.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { useMe } from '../../app/session.tsx';
import { text, useLanguage, useSay } from '../../app/words.ts';
import { Choice, useChoices, yearOptions } from '../../parts/choice.tsx';
import { ChosenCases } from '../../parts/chosen-cases.tsx';
import { ErrorBox } from '../../parts/error-box.tsx';
import { type Column, List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { SavedSearches } from '../../parts/saved-searches.tsx';
import { named, OUTCOMES, STAGE_GROUPS, STAGES, toneOf, WAITS_FOR } from '../../parts/stages.ts';
import { Star } from '../../parts/star.tsx';
import { Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  caption: text('办件列表', 'Cases'),
  search: text('办件编号、档号、事项、部门', 'Case number, code, matter, department'),
  stage: text('状态', 'State'),
  department: text('部门', 'Department'),
  year: text('年度', 'Year'),
  clear: text('清除条件', 'Clear'),
  missing: text('只看缺材料', 'Missing materials only'),
  case: text('办件', 'Case'),
  code: text('档号', 'Reference code'),
  waits: text('等待', 'Waits for'),
  accepted: text('受理时间', 'Accepted'),
  closed: text('办结', 'Closed'),
  files: text('材料/文件', 'Materials/files'),
  uses: text('利用', 'Uses'),
  lacking: text('缺 {n} 项', '{n} missing'),
  export: text('导出 XLSX', 'Export XLSX'),
  none: text('没有符合条件的办件', 'No cases match'),
  how: text(
    '办件在受理时由业务系统推送，随即出现在这里。可放宽条件，或清除后重新查找。',
    'Cases appear here the moment a department accepts them. Try fewer conditions.',
  ),
};

export default function CasesPage(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const me = useMe();
  const { values, set } = useSearchValues();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const query = new URLSearchParams(values).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['cases', query],
    queryFn: ({ signal }) => ask<CaseList>(`/api/cases?${query}`, signal),
    placeholderData: keepPreviousData,
  });
  const choices = useChoices();
  const columns: Column<CaseSummary>[] = [
    {
      title: say(W.case),
      sort: 'case',
      cell: (row) => (
        <div className="matter">
          <Link to={`/cases/${row.case}`}>{row.matter}</Link> <Star number={row.case} />{' '}
          <small className="quiet">{row.department}</small>
          <div className="mono quiet">{row.case}</div>
        </div>
      ),
    },
    {
      title: say(W.stage),
      sort: 'stage',
      cell: (row) => (
        <>
          <Tag color={toneOf(row.stage)}>{say(named(STAGES, row.stage))}</Tag>
          {row.missing > 0 && row.stage === 'open' && <Tag color="warning">{say(W.lacking, { n: row.missing })}</Tag>}
        </>
      ),
    },
    { title: say(W.waits), cell: (row) => say(named(WAITS_FOR, row.waitsFor)) },
    { title: say(W.accepted), sort: 'accepted', cell: (row) => <Time at={row.acceptedAt} /> },
    {
      title: say(W.closed),
      sort: 'closed',
      cell: (row) =>
        row.closedAt === null ? (
          '—'
        ) : (
          <>
            <Time at={row.closedAt} /> {row.outcome !== null && say(named(OUTCOMES, row.outcome))}
          </>
        ),
    },
    { title: say(W.code), cell: (row) => <span className="mono code">{row.referenceCode ?? '—'}</span> },
    { title: say(W.files), numeric: true, cell: (row) => `${row.materials}/${row.files}` },
    { title: say(W.uses), numeric: true, cell: (row) => row.uses },
  ];
  const { after: _after, before: _before, size: _size, ...narrowed } = values;
  const exported = new URLSearchParams({ ...narrowed, language }).toString();
  return (
    <div className="panel stack">
      <search className="row filters">
        <Input.Search
          key={values.q ?? ''}
          className="grow"
          allowClear
          defaultValue={values.q ?? ''}
          placeholder={say(W.search)}
          aria-label={say(W.search)}
          onSearch={(q) => set({ q })}
        />
        <Choice
          label={say(W.stage)}
          value={values.stage}
          change={(stage) => set({ stage })}
          options={Object.entries(STAGE_GROUPS).map(([value, name]) => ({ value, label: say(name) }))}
        />
        <Choice
          search
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
        <Button
          type={values.missing === 'yes' ? 'primary' : 'default'}
          aria-pressed={values.missing === 'yes'}
          onClick={() => set({ missing: values.missing === 'yes' ? undefined : 'yes' })}
        >
          {say(W.missing)}
        </Button>
        {query !== '' && (
          <Button type="link" onClick={() => set({ q: '', stage: '', department: '', year: '', missing: '' })}>
            {say(W.clear)}
          </Button>
        )}
        {me.may['case.export'] !== undefined && (data?.total ?? 0) > 0 && (
          <Button href={`/api/cases.xlsx?${exported}`}>{say(W.export)}</Button>
        )}
      </search>
      <SavedSearches page="/cases" values={values} />
      <ChosenCases chosen={chosen} clear={() => choose(new Set())} />
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data?.rows.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.rows.length > 0 && (
        <List
          caption={say(W.caption)}
          columns={columns}
          rows={data.rows}
          keyOf={(row) => row.case}
          pages={{ ...data, size: Number(values.size ?? 20), turn: set }}
          choosing={{ chosen, change: choose }}
          sorting={{
            by: values.sort ?? 'accepted',
            order: values.order === 'asc' ? 'asc' : 'desc',
            change: (sort, order) => set({ sort, order }),
          }}
        />
      )}
    </div>
  );
}
