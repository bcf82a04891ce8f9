import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { CaseList } from '../../../../src/api/cases.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { SavedSearches } from '../../parts/saved-searches.tsx';
import { named, STAGES, toneOf, WAITS_FOR } from '../../parts/stages.ts';
import { Since, Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  caption: text('预归档清单', 'Pre-archive list'),
  intro: text(
    '已受理、尚未入库的办件：材料已收入预归档库并逐件检测，办结后自动归档。等待最久的在前。',
    'Cases accepted and not stored yet; their materials are captured and checked already. Those that wait longest come first.',
  ),
  case: text('办件', 'Case'),
  stage: text('状态', 'State'),
  lacking: text('缺材料', 'Missing'),
  waits: text('等待', 'Waits for'),
  since: text('已等待', 'For'),
  accepted: text('受理时间', 'Accepted'),
  files: text('材料/文件', 'Materials/files'),
  none: text('没有在途的办件', 'Nothing is under way'),
  how: text(
    '办件受理后立即出现在这里，入库后转入“已归档”。',
    'A case appears here when it is accepted, and leaves when it is stored.',
  ),
};

export default function PreArchivePage(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  const query = new URLSearchParams({ sort: 'stage', order: 'asc', ...values, stage: 'pre-archive' }).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['cases', query],
    queryFn: ({ signal }) => ask<CaseList>(`/api/cases?${query}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
  return (
    <div className="panel stack">
      <p className="quiet">{say(W.intro)}</p>
      <SavedSearches page="/pre-archive" values={values} />
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
                  <Link to={`/cases/${row.case}`}>{row.matter}</Link> <small className="quiet">{row.department}</small>
                  <div className="mono quiet">{row.case}</div>
                </div>
              ),
            },
            {
              title: say(W.stage),
              cell: (row) => <Tag color={toneOf(row.stage)}>{say(named(STAGES, row.stage))}</Tag>,
            },
            { title: say(W.lacking), numeric: true, cell: (row) => row.missing || '—' },
            { title: say(W.waits), cell: (row) => say(named(WAITS_FOR, row.waitsFor)) },
            { title: say(W.since), cell: (row) => <Since at={row.stageAt} /> },
            { title: say(W.accepted), cell: (row) => <Time at={row.acceptedAt} /> },
            { title: say(W.files), numeric: true, cell: (row) => `${row.materials}/${row.files}` },
          ]}
          pages={{ ...data, size: Number(values.size ?? 20), turn: set }}
        />
      )}
    </div>
  );
}
