import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { ParkedList } from '../../../../src/api/work.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { reasonText } from '../../parts/reasons.ts';
import { SavedSearches } from '../../parts/saved-searches.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { STEP_NAMES, serviceName } from '../../parts/step-names.ts';
import { Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { ParkedDetail } from './detail.tsx';

const W = {
  caption: text('搁置记录', 'Parked records'),
  state: text('处理情况', 'State'),
  open: text('待处理', 'Open'),
  closed: text('已处理', 'Dealt with'),
  all: text('全部', 'All'),
  step: text('环节', 'Step'),
  reason: text('原因', 'Reason'),
  key: text('办件编号', 'Case'),
  at: text('搁置时间', 'Parked at'),
  faults: text('问题数', 'Faults'),
  look: text('查看', 'Look'),
  title: text('搁置记录', 'A parked record'),
  closedBy: {
    closed: text('{who} 已关闭', 'closed by {who}'),
    released: text('{who} 已放行', 'released by {who}'),
    redirected: text('{who} 已改投', 'redirected by {who}'),
  },
  none: text('没有搁置记录', 'No parked records'),
  how: text(
    '环节不能处理的记录会原样放在这里，写明哪个字段违反哪条规则，并已通知来源系统。',
    'What a step cannot work on is put aside here as it came, with field and rule; whoever published it was told.',
  ),
};

export default function ParkedPage(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  const { id, ...narrowed } = values;
  const query = new URLSearchParams(narrowed).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['parked', query],
    queryFn: ({ signal }) => ask<ParkedList>(`/api/parked?${query}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
  return (
    <div className="panel stack">
      <search className="row filters">
        <Select
          className="choice"
          aria-label={say(W.state)}
          value={values.state ?? 'open'}
          onChange={(state: string) => set({ state })}
          options={[
            { value: 'open', label: say(W.open) },
            { value: 'closed', label: say(W.closed) },
            { value: 'all', label: say(W.all) },
          ]}
        />
        <Choice
          label={say(W.step)}
          value={values.step}
          change={(step) => set({ step })}
          options={[...STEP_NAMES, 'notary'].map((step) => ({ value: step, label: say(serviceName(step)) }))}
        />
        <Choice
          wide
          label={say(W.reason)}
          value={values.reason}
          change={(reason) => set({ reason })}
          options={(data?.reasons ?? []).map(({ reason, count }) => ({
            value: reason,
            label: `${say(reasonText(reason))} · ${count}`,
          }))}
        />
      </search>
      <SavedSearches page="/parked" values={values} />
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data?.rows.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.rows.length > 0 && (
        <List
          caption={say(W.caption)}
          rows={data.rows}
          keyOf={(row) => row.id}
          columns={[
            { title: say(W.at), cell: (row) => <Time at={row.at} /> },
            { title: say(W.step), cell: (row) => say(serviceName(row.step)) },
            { title: say(W.reason), cell: (row) => say(reasonText(row.reason)) },
            { title: say(W.key), cell: (row) => <span className="mono">{row.key ?? '—'}</span> },
            { title: say(W.faults), numeric: true, cell: (row) => row.faults },
            {
              title: say(W.state),
              cell: (row) =>
                row.closing ? (
                  <Tag>{say(W.closedBy[row.closing.act], { who: row.closing.account })}</Tag>
                ) : (
                  <Tag color="warning">{say(W.open)}</Tag>
                ),
            },
            {
              title: say(W.look),
              cell: (row) => (
                <Button size="small" onClick={() => set({ id: row.id })}>
                  {say(W.look)}
                </Button>
              ),
            },
          ]}
          pages={{ ...data, size: Number(values.size ?? 20), turn: set }}
        />
      )}
      <Sheet open={id !== undefined} title={say(W.title)} onClose={() => set({ id: undefined })}>
        {id !== undefined && <ParkedDetail id={id} onClosed={() => void refetch()} />}
      </Sheet>
    </div>
  );
}
