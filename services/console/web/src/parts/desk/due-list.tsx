import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { DISPOSALS, HELD, type ListKind, MOST_ITEMS } from '../../../../src/api/desk.ts';
import type { DueList as Due, DueGroup, DuePackage } from '../../../../src/api/disposal.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { useMe } from '../../app/session.tsx';
import { type Text, text, useLanguage, useSay } from '../../app/words.ts';
import { bytesText } from '../bytes-text.ts';
import { Choice, useChoices } from '../choice.tsx';
import { ErrorBox } from '../error-box.tsx';
import { type Column, List } from '../list.tsx';
import { Nothing } from '../nothing.tsx';
import { retentionText } from '../stages.ts';
import { shownDay } from '../time.tsx';
import { Waiting } from '../waiting.tsx';
import { Proposing } from './propose.tsx';
import { KINDS, RETENTIONS } from './words.ts';

const W = {
  department: text('立档单位（全部）', 'Unit (all)'),
  retention: text('保管期限（全部）', 'Retention (all)'),
  xlsx: text('导出 XLSX', 'Export XLSX'),
  pdf: text('打印清单 PDF', 'Print the list (PDF)'),
  groups: text('按全宗、部门、类别、期限汇总', 'By fonds, unit, class and retention'),
  packages: text('档案', 'Packages'),
  package: text('档案', 'Package'),
  fonds: text('全宗', 'Fonds'),
  unit: text('立档单位', 'Unit'),
  class: text('类别', 'Class'),
  term: text('保管期限', 'Retention'),
  basis: text('依据方案 {id} 第 {version} 版', 'by scheme {id}, version {version}'),
  prolonged: text('已续存', 'kept on'),
  count: text('件数', 'Packages'),
  size: text('大小', 'Size'),
  first: text('最早', 'Earliest'),
  closed: text('办结', 'Closed'),
  ends: text('期满', 'Ends'),
  forEver: text('永久', 'for ever'),
  state: text('处置', 'Decided'),
  held: text(...HELD),
  chosen: text('已选 {n} 件', '{n} chosen'),
  clear: text('取消选择', 'Clear'),
  most: text('一份清册至多 {most} 件', 'a list holds {most} at most'),
};

/** Packages that somebody has to decide about, in groups and one by one; those that are chosen are proposed for something. */
export function DueList({
  door,
  words,
  kinds,
  narrowing,
}: {
  readonly door: 'disposal' | 'transfers';
  readonly words: Readonly<Record<'intro' | 'none' | 'how', Text>>;
  /** What can be proposed for them. */
  readonly kinds: readonly ListKind[];
  readonly narrowing: ReactNode;
}): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { may } = useMe();
  const queries = useQueryClient();
  const { values, set } = useSearchValues();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [kind, propose] = useState<ListKind>();
  const { tab: _tab, id: _id, ...narrowed } = values;
  const query = new URLSearchParams(narrowed).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['desk', door, query],
    queryFn: ({ signal }) => ask<Due>(`/api/${door}?${query}`, signal),
    placeholderData: keepPreviousData,
  });
  const choices = useChoices();
  const { after: _after, before: _before, size: _size, ...printed } = narrowed;
  const file = new URLSearchParams({ ...printed, language }).toString();
  const mayPropose = may['desk.propose'] !== undefined;
  return (
    <div className="stack">
      <div className="panel stack">
        <p className="quiet">{say(words.intro)}</p>
        <div className="row filters">
          {narrowing}
          <Choice
            search
            wide
            label={say(W.department)}
            value={values.department}
            change={(department) => set({ department })}
            options={choices?.departments ?? []}
          />
          <Choice
            label={say(W.retention)}
            value={values.retention}
            change={(retention) => set({ retention })}
            options={RETENTIONS.map((value) => ({ value, label: say(retentionText(value)) }))}
          />
          <Button href={`/api/${door}.xlsx?${file}`}>{say(W.xlsx)}</Button>
          <Button href={`/api/${door}.pdf?${file}`} target="_blank" rel="noreferrer">
            {say(W.pdf)}
          </Button>
        </div>
        {error && <ErrorBox error={error} again={() => void refetch()} />}
        {data === undefined && !error && <Waiting />}
        {data?.total === 0 && <Nothing what={say(words.none)} how={say(words.how)} />}
      </div>
      {data !== undefined && data.total > 0 && (
        <>
          <section className="panel">
            <h2>{say(W.groups)}</h2>
            <List
              caption={say(W.groups)}
              rows={data.groups}
              keyOf={(row) => [row.fonds, row.department, row.category, row.retention].join('\n')}
              columns={groupColumns(say)}
            />
          </section>
          <section className="panel stack">
            <h2>{say(W.packages)}</h2>
            {chosen.size > 0 && (
              <div className="row">
                <strong>{say(W.chosen, { n: chosen.size })}</strong>
                {chosen.size > MOST_ITEMS && <span className="quiet">{say(W.most, { most: MOST_ITEMS })}</span>}
                {kinds.map((one) => (
                  <Button
                    key={one}
                    danger={one === 'destroy'}
                    disabled={chosen.size > MOST_ITEMS}
                    onClick={() => propose(one)}
                  >
                    {`${say(KINDS[one])}…`}
                  </Button>
                ))}
                <Button type="link" onClick={() => choose(new Set())}>
                  {say(W.clear)}
                </Button>
              </div>
            )}
            <List
              caption={say(W.packages)}
              rows={data.rows}
              keyOf={(row) => row.case}
              columns={packageColumns(say)}
              choosing={mayPropose ? { chosen, change: choose } : undefined}
              pages={{ ...data, size: Number(values.size ?? 20), turn: set }}
            />
          </section>
        </>
      )}
      <Proposing
        kind={kind}
        cases={[...chosen]}
        close={() => propose(undefined)}
        done={({ id }) => {
          propose(undefined);
          choose(new Set());
          void queries.invalidateQueries({ queryKey: ['desk'] });
          set({ tab: 'lists', id });
        }}
      />
    </div>
  );
}

type Say = ReturnType<typeof useSay>;
const day = (say: Say, time: string | null): string => (time === null || time === '' ? say(W.forEver) : shownDay(time));

const groupColumns = (say: Say): Column<DueGroup>[] => [
  { title: say(W.fonds), cell: ({ fonds }) => fonds },
  { title: say(W.unit), cell: ({ department }) => department },
  { title: say(W.class), cell: ({ category }) => category },
  { title: say(W.term), cell: ({ retention }) => say(retentionText(retention)) },
  { title: say(W.count), numeric: true, cell: ({ packages }) => packages },
  { title: say(W.size), numeric: true, cell: ({ bytes }) => bytesText(bytes) },
  { title: say(W.first), cell: ({ first }) => <span className="day">{day(say, first)}</span> },
];

const packageColumns = (say: Say): Column<DuePackage>[] => [
  {
    title: say(W.package),
    cell: (row) => (
      <div className="matter">
        <Link to={`/cases/${row.case}?tab=archive`}>{row.matter}</Link>{' '}
        <small className="quiet">{row.department}</small>
        <div className="mono quiet">{row.referenceCode}</div>
      </div>
    ),
  },
  { title: say(W.class), cell: ({ category }) => category },
  { title: say(W.closed), cell: ({ closedAt }) => <span className="day">{shownDay(closedAt)}</span> },
  {
    title: say(W.term),
    cell: ({ retention, prolonged, scheme }) => (
      <>
        {say(retentionText(retention))} {prolonged && <Tag>{say(W.prolonged)}</Tag>}
        <div className="quiet">{say(W.basis, { id: scheme.id, version: scheme.version })}</div>
      </>
    ),
  },
  { title: say(W.ends), cell: ({ endsAt }) => <span className="day">{day(say, endsAt)}</span> },
  { title: say(W.size), numeric: true, cell: ({ bytes }) => bytesText(bytes) },
  {
    title: say(W.state),
    cell: ({ inList, disposal }) =>
      inList !== null ? (
        <Link to={`?tab=lists&id=${inList}`}>{say(W.held)}</Link>
      ) : disposal === null ? (
        '—'
      ) : (
        say(text(...(DISPOSALS[disposal] ?? [disposal, disposal])))
      ),
  },
];
