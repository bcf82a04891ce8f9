import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { FixityOverview, FixityState, InspectedList, InspectedPackage } from '../../../../src/api/fixity.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { type Text, text, useLanguage, useSay } from '../../app/words.ts';
import { Choice, useChoices } from '../../parts/choice.tsx';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { LOOKS } from '../../parts/looks.ts';
import { Nothing } from '../../parts/nothing.tsx';
import { reasonText } from '../../parts/reasons.ts';
import { Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { RoundsPanel } from './rounds.tsx';
import { COPY_STATES, whatToDo } from './what-to-do.ts';

const W = {
  intro: text(
    '每件入库档案在每个存储地的副本，满 {days} 天即重新读出、核对摘要与锁定、按长期保存阶段的检测项检测，至迟 {most} 天一次（DA/T 92-2022 9.4）。每次检测都是一个链节。',
    'Every copy of every stored package is read again after {days} days, held against its digest and its lock, and judged by the items of preservation; after {most} days it must have been (DA/T 92-2022 9.4). Each look is a link.',
  ),
  department: text('立档单位（全部）', 'Unit (all)'),
  xlsx: text('导出 XLSX', 'Export XLSX'),
  pdf: text('打印登记表 PDF', 'Print the register (PDF)'),
  caption: text('档案', 'Packages'),
  package: text('档案', 'Package'),
  outcome: text('结论', 'Outcome'),
  found: text('发现', 'What was found'),
  doing: text('怎样处理', 'What to do'),
  looked: text('最近检测', 'Looked at'),
  due: text('应检', 'Due'),
  never: text('入库后未检', 'not since it was stored'),
  soundCopies: text('{n} 处副本完好', '{n} copies intact'),
};
const STATES: Readonly<Record<FixityState, Text>> = {
  faulty: text('发现问题', 'With findings'),
  overdue: text('逾期未检', 'Overdue'),
  due: text('到期应检', 'Due'),
  all: text('全部在库', 'All'),
};
const NONE: Readonly<Record<FixityState, readonly [Text, Text]>> = {
  faulty: [
    text('没有发现问题的档案', 'No package with findings'),
    text(
      '检测发现副本变化、缺失、未锁定，或检测项不合格时，出现在这里。',
      'A package appears here where a copy changed, is missing or not locked, or an item of preservation failed.',
    ),
  ],
  overdue: [
    text('没有逾期未检的档案', 'No package is overdue'),
    text('超过最长间隔仍未检测的档案出现在这里。', 'A package appears here that was not looked at for too long.'),
  ],
  due: [
    text('没有到期应检的档案', 'No package is due'),
    text(
      '满检测周期的档案出现在这里，由入库环节自动检测。',
      'Store looks at what is due by itself; it stands here until then.',
    ),
  ],
  all: [
    text('库中还没有档案', 'Nothing is stored yet'),
    text('办件入库后出现在这里。', 'A case appears here when it is stored.'),
  ],
};
const OUTCOMES: Readonly<Record<string, readonly [Text, 'success' | 'warning' | 'error' | 'default']>> = {
  ...LOOKS,
  none: [text('未检测', 'Not yet'), 'default'],
};

export default function FixityPage(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { values, set } = useSearchValues();
  const state = (values.state ?? 'faulty') as FixityState;
  const department = values.department === undefined ? '' : `department=${values.department}`;
  const overview = useQuery({
    queryKey: ['fixity', department],
    queryFn: ({ signal }) => ask<FixityOverview>(`/api/fixity?${department}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const choices = useChoices();
  const query = new URLSearchParams({ ...values, state }).toString();
  const packages = useQuery({
    queryKey: ['fixity', 'packages', query],
    queryFn: ({ signal }) => ask<InspectedList>(`/api/fixity/packages?${query}`, signal),
    placeholderData: keepPreviousData,
  });
  const file = new URLSearchParams({ ...(department && { department: values.department! }), language }).toString();
  const { data } = overview;
  return (
    <div className="stack">
      <div className="panel stack">
        {data && <p className="quiet">{say(W.intro, { days: data.policy.days, most: data.policy.mostDays })}</p>}
        <div className="row filters">
          <Choice
            search
            wide
            label={say(W.department)}
            value={values.department}
            change={(one) => set({ department: one })}
            options={choices?.departments ?? []}
          />
          <Button href={`/api/fixity.xlsx?${file}`}>{say(W.xlsx)}</Button>
          <Button href={`/api/fixity.pdf?${file}`} target="_blank" rel="noreferrer">
            {say(W.pdf)}
          </Button>
        </div>
        {overview.error && <ErrorBox error={overview.error} again={() => void overview.refetch()} />}
        {data === undefined && !overview.error && <Waiting />}
      </div>
      {data && <RoundsPanel overview={data} choose={(one) => set({ state: one })} />}
      {data?.elsewhere != null && data.elsewhere.held > 0 && <Elsewhere stands={data.elsewhere} />}
      <div className="panel stack">
        <div className="scroll">
          <Segmented
            aria-label={say(W.caption)}
            value={state}
            onChange={(one) => set({ state: one })}
            options={Object.entries(STATES).map(([value, name]) => ({ value, label: say(name) }))}
          />
        </div>
        {packages.error && <ErrorBox error={packages.error} again={() => void packages.refetch()} />}
        {packages.data?.rows.length === 0 && <Nothing what={say(NONE[state][0])} how={say(NONE[state][1])} />}
        {packages.data !== undefined && packages.data.rows.length > 0 && (
          <Packages list={packages.data} faulty={state === 'faulty'} size={Number(values.size ?? 20)} turn={set} />
        )}
      </div>
    </div>
  );
}

function Packages({
  list,
  faulty,
  size,
  turn,
}: {
  readonly list: InspectedList;
  readonly faulty: boolean;
  readonly size: number;
  readonly turn: ReturnType<typeof useSearchValues>['set'];
}): ReactNode {
  const say = useSay();
  const [known, tone] = [
    (row: InspectedPackage) => OUTCOMES[row.outcome ?? 'none']![0],
    (row: InspectedPackage) => OUTCOMES[row.outcome ?? 'none']![1],
  ];
  return (
    <List
      caption={say(W.caption)}
      rows={list.rows}
      keyOf={(row) => row.case}
      columns={[
        {
          title: say(W.package),
          cell: (row) => (
            <div className="matter">
              <Link to={`/cases/${row.case}?tab=archive`}>{row.matter}</Link>{' '}
              <small className="quiet">{row.department}</small>
              <div className="mono quiet">{row.referenceCode ?? row.case}</div>
            </div>
          ),
        },
        { title: say(W.outcome), cell: (row) => <Tag color={tone(row)}>{say(known(row))}</Tag> },
        { title: say(W.found), cell: (row) => <Found row={row} /> },
        ...(faulty
          ? [
              {
                title: say(W.doing),
                cell: ({ copies, findings }: InspectedPackage) => (
                  <ul className="plain deeds">
                    {whatToDo(copies, findings).map((deed) => (
                      <li key={deed.en}>{say(deed)}</li>
                    ))}
                  </ul>
                ),
              },
            ]
          : []),
        {
          title: say(W.looked),
          cell: (row) => (row.lookedAt === null ? say(W.never) : <Time at={row.lookedAt} />),
        },
        { title: say(W.due), cell: (row) => <Time at={row.dueAt} /> },
      ]}
      pages={{ ...list, size, turn }}
    />
  );
}

/** The same found of several files, said once. */
function together(
  findings: InspectedPackage['findings'],
): (InspectedPackage['findings'][number] & { readonly times: number })[] {
  const counted = new Map<string, InspectedPackage['findings'][number] & { readonly times: number }>();
  for (const one of findings) {
    const key = `${one.item} ${one.code}`;
    counted.set(key, { ...one, times: (counted.get(key)?.times ?? 0) + 1 });
  }
  return [...counted.values()];
}

/** Which copy is what, and which items called for somebody. */
function Found({ row }: { readonly row: InspectedPackage }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const ill = row.copies.filter(({ state }) => state !== 'intact');
  const sound = row.copies.length - ill.length;
  return (
    <ul className="plain">
      {ill.map(({ place, state }) => (
        <li key={place} className="bad">
          {place}: {say(COPY_STATES[state] ?? text(state, state))}
        </li>
      ))}
      {sound > 0 && <li className="quiet">{say(W.soundCopies, { n: sound })}</li>}
      {together(row.findings).map(({ item, itemZh, itemEn, code, times }) => (
        <li key={`${item}${code}`}>
          {language === 'zh' ? itemZh : itemEn} {say(reasonText(code))} {times > 1 && `× ${times}`}
        </li>
      ))}
    </ul>
  );
}
