import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Tag } from 'antd';
import type { ReactNode } from 'react';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { useMe } from '../../app/session.tsx';
import { text, useSay } from '../../app/words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { named } from '../../parts/stages.ts';
import { serviceName } from '../../parts/step-names.ts';
import { Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { CLASSES, type Entries, LOGS, type LogName, OUTCOMES } from './entry.ts';
import { EntryDetail } from './entry-detail.tsx';
import { Verifying } from './verifying.tsx';

const W = {
  intro: text(
    '每个服务各有一本操作日志：只增不改，每条记有前一条的摘要，定时加盖时间戳，与档案同期保存（GB/T 39784-2021 11.5）。人名等个人信息不入日志。',
    'Every service keeps a log of its own: it only grows, every entry names the hash of the one before, its head is timestamped, and it is kept as long as the archives (GB/T 39784-2021 11.5). No personal data is in it.',
  ),
  log: text('日志', 'Log'),
  search: text('在条目全文中检索', 'Any text in an entry'),
  account: text('账号', 'Account'),
  action: text('操作，如 scheme.publish', 'Action, e.g. scheme.publish'),
  class: text('类别', 'Class'),
  outcome: text('结果', 'Outcome'),
  from: text('起始日期', 'From'),
  until: text('截止日期', 'Until'),
  caption: text('操作日志', 'Operation log'),
  at: text('时间', 'Time'),
  did: text('操作', 'Action'),
  target: text('对象', 'On'),
  look: text('查看', 'Look'),
  service: text('（未登录或服务自身）', '(nobody, or the service itself)'),
  newest: text('回到最新', 'Newest'),
  older: text('更早', 'Older'),
  pages: text('翻页', 'Pages'),
  entry: text('第 {n} 条', 'Entry {n}'),
  none: text('没有符合条件的条目', 'No entry fits'),
  how: text(
    '放宽上面的条件，或换一本日志。登录、查看、更改、被拒绝的请求都会记在这里。',
    'Ask for less, or look into another log. Sign-ins, what was looked at or changed, and what was refused stand here.',
  ),
};
const PAGE = 50;
const DAY_MS = 86_400_000;
/** The day's ends by the clocks of China, whatever the browser's zone is. */
const dayBegins = (day: string): string => `${day}T00:00:00+08:00`;
const dayEnds = (day: string): string => new Date(Date.parse(dayBegins(day)) + DAY_MS - 1).toISOString();

export default function LogPage(): ReactNode {
  const say = useSay();
  const me = useMe();
  const { values, set } = useSearchValues();
  const name: LogName = values.log !== undefined && values.log in LOGS ? (values.log as LogName) : 'registry';
  const { log: _log, id, from, until, ...narrowed } = values;
  const query = new URLSearchParams({
    ...narrowed,
    ...(from && { from: dayBegins(from) }),
    ...(until && { until: dayEnds(until) }),
    limit: String(PAGE),
  }).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['log', name, query],
    queryFn: ({ signal }) => ask<Entries>(`${LOGS[name]}?${query}`, signal),
    placeholderData: keepPreviousData,
  });
  const opened = data?.items.find(({ seq }) => String(seq) === id);
  const field = (key: string, label: string) => (
    <Input
      key={`${key}-${values[key] ?? ''}`}
      className="choice"
      allowClear
      defaultValue={values[key] ?? ''}
      placeholder={label}
      aria-label={label}
      onPressEnter={({ currentTarget }) => set({ [key]: currentTarget.value })}
      onBlur={({ currentTarget }) => currentTarget.value !== (values[key] ?? '') && set({ [key]: currentTarget.value })}
    />
  );
  const day = (key: 'from' | 'until') => (
    <span className="row">
      <label htmlFor={`log-${key}`}>{say(W[key])}</label>
      <Input
        id={`log-${key}`}
        className="choice"
        type="date"
        value={values[key] ?? ''}
        onChange={({ target }) => set({ [key]: target.value })}
      />
    </span>
  );
  return (
    <div className="stack">
      <div className="panel stack">
        <p className="quiet">{say(W.intro)}</p>
        <search className="row filters">
          <Select
            className="choice"
            aria-label={say(W.log)}
            value={name}
            onChange={(log: LogName) => set({ log })}
            options={(Object.keys(LOGS) as LogName[]).map((value) => ({ value, label: say(serviceName(value)) }))}
          />
          <Input.Search
            key={values.text ?? ''}
            className="grow"
            allowClear
            defaultValue={values.text ?? ''}
            placeholder={say(W.search)}
            aria-label={say(W.search)}
            onSearch={(words) => set({ text: words })}
          />
          {field('account', say(W.account))}
          {field('action', say(W.action))}
          <Choice
            label={say(W.class)}
            value={values.class}
            change={(one) => set({ class: one })}
            options={Object.entries(CLASSES).map(([value, label]) => ({ value, label: say(label) }))}
          />
          <Choice
            label={say(W.outcome)}
            value={values.outcome}
            change={(one) => set({ outcome: one })}
            options={Object.entries(OUTCOMES).map(([value, [label]]) => ({ value, label: say(label) }))}
          />
          {day('from')}
          {day('until')}
        </search>
        {me.may['log.verify'] !== undefined && <Verifying key={name} at={LOGS[name]} />}
      </div>
      <div className="panel stack">
        {error && <ErrorBox error={error} again={() => void refetch()} />}
        {data === undefined && !error && <Waiting />}
        {data?.items.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
        {data !== undefined && data.items.length > 0 && (
          <List
            caption={say(W.caption)}
            rows={data.items}
            keyOf={({ seq }) => String(seq)}
            columns={[
              { title: '#', numeric: true, cell: ({ seq }) => seq },
              { title: say(W.at), cell: ({ at }) => <Time at={at} /> },
              { title: say(W.account), cell: ({ account }) => account ?? say(W.service) },
              { title: say(W.did), cell: ({ action }) => <span className="mono">{action}</span> },
              {
                title: say(W.target),
                cell: ({ target }) =>
                  target === null ? (
                    '—'
                  ) : (
                    <>
                      <span className="quiet">{target.type}</span> <span className="mono code">{target.id}</span>
                    </>
                  ),
              },
              { title: say(W.class), cell: (row) => say(named(CLASSES, row.class)) },
              {
                title: say(W.outcome),
                cell: ({ outcome, code }) => (
                  <Tag color={OUTCOMES[outcome]?.[1] ?? 'default'}>
                    {say(OUTCOMES[outcome]?.[0] ?? text(outcome, outcome))} {code}
                  </Tag>
                ),
              },
              {
                title: say(W.look),
                cell: ({ seq }) => (
                  <Button size="small" onClick={() => set({ id: String(seq) })}>
                    {say(W.look)}
                  </Button>
                ),
              },
            ]}
          />
        )}
        {data !== undefined && (
          <nav className="row paging" aria-label={say(W.pages)}>
            <Button disabled={values.before === undefined} onClick={() => set({ before: undefined })}>
              {say(W.newest)}
            </Button>
            <Button
              disabled={data.next === null}
              data-key="next"
              onClick={() => data.next !== null && set({ before: data.next })}
            >
              {say(W.older)}
            </Button>
          </nav>
        )}
      </div>
      <Sheet open={opened !== undefined} title={say(W.entry, { n: id ?? '' })} onClose={() => set({ id: undefined })}>
        {opened !== undefined && <EntryDetail entry={opened} />}
      </Sheet>
    </div>
  );
}
