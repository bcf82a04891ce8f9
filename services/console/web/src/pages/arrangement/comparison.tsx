import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented, Select, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import type { ArrangedGroup, ArrangementView } from '../../../../src/api/arrangement.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { useMe } from '../../app/session.tsx';
import { text, useLanguage, useSay } from '../../app/words.ts';
import { Choice, useChoices, yearOptions } from '../../parts/choice.tsx';
import { Proposing } from '../../parts/desk/propose.tsx';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { retentionText } from '../../parts/stages.ts';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  intro: text(
    '档案按归档时的方案版本归类。方案换版后，旧版归档的档案与新版应有的归类并列比照；需要调整的按规则整组提出，由另一人批准。归档信息包和原档号不变，调整另行记录。',
    'Packages are arranged by the version of their scheme that archived them. Where a later version would arrange them otherwise, both stand side by side; all that match a rule are proposed at once, and somebody else approves. Package and 档号 stay as they are: the adjustment stands beside them.',
  ),
  counted: text(
    '参与比照 {total} 件，归类不同 {differing} 件；已批准销毁的和已在清册中的不计',
    '{total} compared, {differing} would be arranged otherwise; without those to be destroyed and those that a list holds',
  ),
  first: text('共 {all} 组，列出前 {n} 组；请缩小范围', 'the first {n} of {all} groups; please narrow it down'),
  show: text('显示', 'Show'),
  differing: text('归类不同', 'Arranged otherwise'),
  all: text('全部', 'All'),
  department: text('立档单位（全部）', 'Unit (all)'),
  year: text('年度（全部）', 'Year (all)'),
  scheme: text('方案（全部，比照最新版）', 'Scheme (all, with the newest version)'),
  target: text('比照版本', 'Version to compare with'),
  newest: text('最新版', 'the newest'),
  version: text('第 {n} 版', 'version {n}'),
  xlsx: text('导出 XLSX', 'Export XLSX'),
  pdf: text('打印比照清单 PDF', 'Print the comparison (PDF)'),
  caption: text('归类比照', 'Arrangement'),
  group: text('全宗 · 年度 · 期限', 'Fonds · year · retention'),
  matter: text('事项', 'Matter'),
  by: text('依方案第 {n} 版归档', 'archived by version {n}'),
  was: text('现归类', 'Counts under'),
  would: text('应归类', 'Would count under'),
  unknown: text('方案未发布到此', 'the scheme is not known here'),
  same: text('相同', 'the same'),
  other: text('方案期限改为{years}', 'the version keeps for {years}'),
  count: text('件数', 'Packages'),
  propose: text('提出调整…', 'Propose…'),
  deeds: text('操作', 'Actions'),
  none: text('没有归类不同的档案', 'Nothing would be arranged otherwise'),
  how: text(
    '方案的类目或档号规则换版后，按旧版归档的档案出现在这里。',
    'When a later version of a scheme changes class or 档号, packages archived before appear here.',
  ),
};

/** Archived packages in groups, beside what another version of their scheme would make of them. */
export function Comparison(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { may } = useMe();
  const queries = useQueryClient();
  const { values, set } = useSearchValues();
  const [proposing, propose] = useState<ArrangedGroup>();
  const { tab: _tab, id: _id, ...narrowed } = values;
  const query = new URLSearchParams(narrowed).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['desk', 'arrangement', query],
    queryFn: ({ signal }) => ask<ArrangementView>(`/api/arrangement?${query}`, signal),
    placeholderData: keepPreviousData,
  });
  const choices = useChoices();
  const versions = data?.schemes.find(({ id }) => id === values.scheme)?.versions ?? [];
  const file = new URLSearchParams({ ...narrowed, language }).toString();
  return (
    <div className="panel stack">
      <p className="quiet">{say(W.intro)}</p>
      <div className="row filters">
        <Segmented
          aria-label={say(W.show)}
          value={values.show ?? 'differing'}
          onChange={(show) => set({ show })}
          options={[
            { value: 'differing', label: say(W.differing) },
            { value: 'all', label: say(W.all) },
          ]}
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
        <Choice
          search
          wide
          label={say(W.scheme)}
          value={values.scheme}
          change={(scheme) => set({ scheme, target: undefined })}
          options={(data?.schemes ?? []).map(({ id, matter }) => ({ value: id, label: `${matter} (${id})` }))}
        />
        {versions.length > 1 && (
          <Select
            allowClear
            className="choice"
            placeholder={say(W.newest)}
            aria-label={say(W.target)}
            value={values.target ?? null}
            onChange={(target: string | undefined) => set({ target })}
            options={versions.map((n) => ({ value: String(n), label: say(W.version, { n }) }))}
          />
        )}
        <Button href={`/api/arrangement.xlsx?${file}`}>{say(W.xlsx)}</Button>
        <Button href={`/api/arrangement.pdf?${file}`} target="_blank" rel="noreferrer">
          {say(W.pdf)}
        </Button>
      </div>
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data && <p>{say(W.counted, { total: data.total, differing: data.differing })}</p>}
      {data && data.groups.length < data.groupsInAll && (
        <p className="quiet">{say(W.first, { n: data.groups.length, all: data.groupsInAll })}</p>
      )}
      {data?.groups.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.groups.length > 0 && (
        <Groups groups={data.groups} propose={may['desk.propose'] === undefined ? undefined : propose} />
      )}
      <Proposing
        kind={proposing === undefined ? undefined : 'rearrange'}
        cases={[]}
        rule={proposing && { packages: proposing.packages, of: ruleOf(proposing) }}
        close={() => propose(undefined)}
        done={({ id }) => {
          propose(undefined);
          void queries.invalidateQueries({ queryKey: ['desk'] });
          set({ tab: 'lists', id });
        }}
      />
    </div>
  );
}

/** The packages of the row and no others: all that they have in common. */
const ruleOf = ({ scheme, target, was, year, departmentUscc, retention, archivedFor }: ArrangedGroup): object => ({
  ...{ scheme: scheme.id, version: scheme.version, target, was, year, department: departmentUscc },
  ...{ retention, archivedFor },
});

function Groups({
  groups,
  propose,
}: {
  readonly groups: readonly ArrangedGroup[];
  readonly propose: ((group: ArrangedGroup) => void) | undefined;
}): ReactNode {
  const say = useSay();
  return (
    <List
      caption={say(W.caption)}
      rows={groups}
      keyOf={({ scheme, was, year, retention, archivedFor, departmentUscc }) =>
        [scheme.id, scheme.version, was, year, retention, archivedFor, departmentUscc].join('\n')
      }
      columns={[
        {
          title: say(W.group),
          cell: ({ fonds, year, retention, department }) => (
            <>
              {fonds} · {year} · {say(retentionText(retention))}
              <div className="quiet">{department}</div>
            </>
          ),
        },
        {
          title: say(W.matter),
          cell: ({ matter, scheme }) => (
            <>
              {matter.name}
              <div className="quiet">{say(W.by, { n: scheme.version })}</div>
            </>
          ),
        },
        { title: say(W.was), cell: ({ was }) => <span className="mono">{was}</span> },
        {
          title: say(W.would),
          cell: ({ was, would, target, differs, classNames, otherRetention }) => (
            <>
              {would === null ? (
                <span className="quiet">{say(W.unknown)}</span>
              ) : differs ? (
                <strong className="mono">{would}</strong>
              ) : would === was ? (
                <Tag>{say(W.same)}</Tag>
              ) : (
                <span className="mono quiet">{would}</span>
              )}
              {target !== null && (
                <div className="quiet">
                  {say(W.version, { n: target })} {differs && classNames.join(' · ')}
                </div>
              )}
              {otherRetention !== null && (
                <div className="quiet">{say(W.other, { years: say(retentionText(otherRetention)) })}</div>
              )}
            </>
          ),
        },
        { title: say(W.count), numeric: true, cell: ({ packages }) => packages },
        ...(propose === undefined
          ? []
          : [
              {
                title: say(W.deeds),
                cell: (group: ArrangedGroup) =>
                  group.differs && <Button onClick={() => propose(group)}>{say(W.propose)}</Button>,
              },
            ]),
      ]}
    />
  );
}
