import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented, Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RefusalList } from '../../../../src/api/work.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useLanguage, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { reasonText } from '../../parts/reasons.ts';
import { SavedSearches } from '../../parts/saved-searches.tsx';
import { named, STAGES, toneOf } from '../../parts/stages.ts';
import { Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  caption: text('退回与补正', 'Refused and amended'),
  refused: text('待补正', 'Waiting to be mended'),
  amended: text('已补正', 'Mended since'),
  case: text('办件', 'Case'),
  reasons: text('退回原因', 'Reasons'),
  at: text('最近退回', 'Refused at'),
  stage: text('现状态', 'State'),
  round: text('轮次', 'Round'),
  none: text('没有此类办件', 'No such cases'),
  how: text(
    '检测不合格的办件连同全部问题退回部门；部门补正后重新检测。',
    'A case that fails goes back with every finding; once mended it is checked anew.',
  ),
};

export default function RefusedPage(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { values, set } = useSearchValues();
  const query = new URLSearchParams(values).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['refused', query],
    queryFn: ({ signal }) => ask<RefusalList>(`/api/refused?${query}`, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="panel stack">
      <div>
        <Segmented
          aria-label={say(W.caption)}
          value={values.state ?? 'refused'}
          onChange={(state) => set({ state })}
          options={[
            { value: 'refused', label: say(W.refused) },
            { value: 'amended', label: say(W.amended) },
          ]}
        />
      </div>
      <SavedSearches page="/refused" values={values} />
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data?.rows.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.rows.length > 0 && (
        <List
          caption={say(W.caption)}
          rows={data.rows}
          keyOf={(row) => row.case}
          columns={[
            {
              title: say(W.case),
              cell: (row) => (
                <div className="matter">
                  <Link to={`/cases/${row.case}?tab=findings`}>{row.matter}</Link>{' '}
                  <small className="quiet">{row.department}</small>
                  <div className="mono quiet">{row.case}</div>
                </div>
              ),
            },
            {
              title: say(W.reasons),
              cell: (row) => (
                <ul className="plain">
                  {row.reasons.map(({ step, code, item, itemZh, itemEn }) => (
                    <li key={`${step}${item}${code}`}>
                      {item !== null && (language === 'zh' ? itemZh : itemEn)} {say(reasonText(code))}
                    </li>
                  ))}
                </ul>
              ),
            },
            { title: say(W.at), cell: (row) => <Time at={row.at} /> },
            {
              title: say(W.stage),
              cell: (row) => <Tag color={toneOf(row.stage)}>{say(named(STAGES, row.stage))}</Tag>,
            },
            { title: say(W.round), numeric: true, cell: (row) => row.round },
          ]}
          pages={{ ...data, size: Number(values.size ?? 20), turn: set }}
        />
      )}
    </div>
  );
}
